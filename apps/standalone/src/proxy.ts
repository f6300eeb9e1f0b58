import { loopbackIssuerRoutes, type LoopbackIssuer } from '@cairn/access/loopback-issuer';
import { bodyLimitOf, largeBodyLimit } from '@cairn/nest-service';
import httpProxy from '@fastify/http-proxy';
import { fastify, type FastifyInstance, type FastifyReply } from 'fastify';
import { mergedApi } from './merged-api.js';
import { isReady, serviceNames, type Upstreams } from './services.js';

/** One address for the six services: each request goes to the service that its path names, unchanged. Not started yet. */
export function proxyOf(upstreams: Upstreams, issuer?: LoopbackIssuer): FastifyInstance {
  const proxy = fastify({ bodyLimit: largeBodyLimit, forceCloseConnections: true });
  // What no service accepts is refused here already, since an upstream that stops reading half-way looks like one that is gone.
  proxy.addHook('onRequest', async (request, reply) => {
    const limit = bodyLimitOf(request.url);
    if (Number(request.headers['content-length'] ?? 0) > limit)
      return problem(reply, 413, 'BODY_TOO_LARGE', 'Too large', `a body holds at most ${limit / 1024} KB here`);
  });
  for (const name of serviceNames) forward(proxy, upstreams[name], `/api/${name}`);
  // The page is the same at every service; what it shows is the API of all of them.
  forward(proxy, upstreams.directory, '/docs');
  proxy.get('/docs-json', (_, reply) => mergedApi(upstreams).catch(() => unavailable(reply)));
  proxy.get('/health/live', async () => ({ status: 'live' }));
  proxy.get('/health/ready', async (_, reply) => {
    const services = Object.fromEntries(await Promise.all(serviceNames.map(async (name) => [name, await isReady(upstreams[name])] as const)));
    const ready = Object.values(services).every(Boolean);
    return reply.code(ready ? 200 : 503).send({ status: ready ? 'ready' : 'unavailable', services });
  });
  if (issuer) proxy.register(loopbackIssuerRoutes(issuer));
  return proxy;
}

function forward(proxy: FastifyInstance, upstream: string, prefix: string): void {
  // What the plugin gives its hook is a reply without the types of its route.
  proxy.register(httpProxy, { upstream, prefix, rewritePrefix: prefix, replyOptions: { onError: (reply) => void unavailable(reply as FastifyReply) } });
}

const sentence = 'the service does not answer; sending the same request again is safe when it carries an Idempotency-Key';
const unavailable = (reply: FastifyReply) => problem(reply.header('retry-after', 1), 503, 'SERVICE_UNAVAILABLE', 'Not available at the moment', sentence);

const problem = (reply: FastifyReply, status: number, code: string, title: string, detail: string) =>
  reply
    .code(status)
    .type('application/problem+json; charset=utf-8')
    .send(JSON.stringify({ type: `urn:cairn:problem:${code}`, title, status, code, detail, violations: [] }));
