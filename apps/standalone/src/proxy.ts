import { loopbackIssuerRoutes, type LoopbackIssuer } from '@cairn/access/loopback-issuer';
import httpProxy from '@fastify/http-proxy';
import { fastify, type FastifyInstance } from 'fastify';
import { isReady, serviceNames, type ServiceName, type Upstreams } from './services.js';

/** Bytes: twice what a service accepts, so that the service itself says that a body is too large. */
const bodyLimit = 4 * 1024 * 1024;

const unavailable = JSON.stringify({
  type: 'urn:cairn:problem:SERVICE_UNAVAILABLE',
  title: 'Not available at the moment',
  status: 503,
  code: 'SERVICE_UNAVAILABLE',
  detail: 'the service does not answer; sending the same request again is safe when it carries an Idempotency-Key',
  violations: [],
});

/** One address for the six services: each request goes to the service that its path names, unchanged. Not started yet. */
export function proxyOf(upstreams: Upstreams, issuer?: LoopbackIssuer): FastifyInstance {
  const proxy = fastify({ bodyLimit, forceCloseConnections: true });
  for (const name of serviceNames) {
    forward(proxy, upstreams[name], `/api/${name}`, `/api/${name}`);
    forward(proxy, upstreams[name], `/docs/${name}/docs`, '/docs');
    forward(proxy, upstreams[name], `/docs/${name}/docs-json`, '/docs-json');
  }
  proxy.get('/docs', async (_, reply) => reply.type('text/html; charset=utf-8').send(contents));
  proxy.get('/health/live', async () => ({ status: 'ok' }));
  proxy.get('/health/ready', async (_, reply) => {
    const services = Object.fromEntries(await Promise.all(serviceNames.map(async (name) => [name, await isReady(upstreams[name])] as const)));
    const ready = Object.values(services).every(Boolean);
    return reply.code(ready ? 200 : 503).send({ status: ready ? 'ready' : 'not ready', services });
  });
  if (issuer) proxy.register(loopbackIssuerRoutes(issuer));
  return proxy;
}

function forward(proxy: FastifyInstance, upstream: string, prefix: string, rewritePrefix: string): void {
  proxy.register(httpProxy, {
    upstream,
    prefix,
    rewritePrefix,
    replyOptions: { onError: (reply) => void reply.code(503).header('retry-after', 1).type('application/problem+json; charset=utf-8').send(unavailable) },
  });
}

const link = (name: ServiceName) => `<li><a href="/docs/${name}/docs">${name}</a></li>`;
/** The API's documentation is the services' own; this page only leads there. */
const contents = `<!doctype html><html lang="en"><title>Cairn API</title><h1>Cairn API</h1><ul>${serviceNames.map(link).join('')}</ul></html>`;
