/** One address for the six services: <NAME>_URL says where each answers, PORT and HOST where the proxy listens. */
import { proxyOf } from '../apps/standalone/dist/proxy.js';
import { serviceNames } from '../apps/standalone/dist/services.js';

const upstreams = Object.fromEntries(serviceNames.map((name) => [name, process.env[`${name.toUpperCase()}_URL`]]));
const missing = serviceNames.filter((name) => !upstreams[name]);
if (missing.length > 0) throw new Error(`not set: ${missing.map((name) => `${name.toUpperCase()}_URL`).join(', ')}`);
const proxy = proxyOf(upstreams);
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => proxy.close());
await proxy.listen({ port: Number(process.env['PORT'] ?? 4000), host: process.env['HOST'] ?? '127.0.0.1' });
