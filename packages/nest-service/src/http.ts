import { randomUUID } from 'node:crypto';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import { headerOf } from './caller.js';
import type { Metrics } from './metrics.js';
import { malformed, noRoute, problemText, problemType } from './problem.js';
import { bodyLimit, largeBodyLimit, parseBody } from './request-body.js';

const wellFormed = /^[\w.:-]{1,128}$/;

/** What machines ask every few seconds. */
const asked = /^\/(health|metrics)/;

export const httpOptions = {
  bodyLimit,
  /** Milliseconds for a whole request, so that slow senders do not hold sockets. */
  requestTimeout: 30_000,
  trustProxy: false,
  /** There is no middleware, so there is no engine for it. */
  skipMiddie: true,
  /** A path that cannot be decoded, or with a segment longer than any id, is no route's. No hook has run here. */
  frameworkErrors: (_error: unknown, _request: unknown, reply: FastifyReply): void => {
    void reply.code(404).type(problemType).send(problemText(noRoute, randomUUID()));
  },
} as const;

/** Routes that take a large body, as `POST /path`, each with what turns away, before the body is read, who may not send one. */
export type LargeBodies = ReadonlyMap<string, (request: FastifyRequest) => Promise<void>>;

/** What happens to every request, whether or not a route is found: one kind of body, a correlation id, no caching, one log line, one measurement. */
export function prepareHttp(http: FastifyInstance, log: Logger, metrics: Metrics, largeBodies: LargeBodies): void {
  http.addHook('onRoute', (route) => {
    const admit = largeBodies.get(`${String(route.method)} ${route.url}`);
    if (admit) Object.assign(route, { bodyLimit: largeBodyLimit, onRequest: admit });
  });
  http.removeAllContentTypeParsers();
  // JSON under the names of its dialects too: `application/scim+json`, `application/vnd.…+json`
  http.addContentTypeParser(/^application\/([\w.-]+\+)?json(;|$)/, { parseAs: 'buffer', bodyLimit }, (_, body, done) => {
    try {
      done(null, parseBody(body as Buffer));
    } catch (error) {
      done(error as Error);
    }
  });
  http.addHook('onRequest', (request, reply, done) => {
    const sent = headerOf(request, 'x-correlation-id');
    request.correlationId = sent !== undefined && wellFormed.test(sent) ? sent : randomUUID();
    reply.header('x-correlation-id', request.correlationId).header('cache-control', 'no-store');
    // No text that is stored or searched for can hold it; PostgreSQL refuses it late.
    done(request.url.includes('%00') ? malformed('NUL', 'a URL does not hold U+0000') : undefined);
  });
  http.addHook('onResponse', (request, reply, done) => {
    const { method, routeOptions, correlationId, tenant, rule } = request;
    const route = routeOptions.url ?? '(unknown)';
    metrics.requests.observe({ method, route, status: reply.statusCode }, reply.elapsedTime / 1000);
    const line = { method, route, status: reply.statusCode, ms: Math.round(reply.elapsedTime * 10) / 10, correlationId };
    log[asked.test(route) ? 'debug' : 'info']({ ...line, ...(tenant !== undefined && { tenant }), ...(rule !== undefined && { rule }) }, 'request');
    done();
  });
}
