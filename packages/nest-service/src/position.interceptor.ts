import type { CallHandler, ExecutionContext, NestInterceptor, Type } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { map, mergeMap, type Observable } from 'rxjs';
import { headerOf } from './caller.js';
import { malformed, notFound } from './problem.js';
import type { ServiceReadModels } from './read-models.js';

/**
 * Lets people see their own writes. A request with `Cairn-Position` waits until the read models of the addressed service have seen that position, and every
 * answer says in the same header where it stands: a write, where its events are; a read, a position that nothing in it lies after.
 * A GET that finds nothing answers 404, so that no controller asks.
 */
export class PositionInterceptor implements NestInterceptor {
  constructor(private readonly readModelsOf: (controller: Type) => ServiceReadModels) {}

  async intercept(context: ExecutionContext, next: CallHandler): Promise<Observable<unknown>> {
    const http = context.switchToHttp();
    const [request, reply] = [http.getRequest<FastifyRequest>(), http.getResponse<FastifyReply>()];
    const readModels = this.readModelsOf(context.getClass());
    const wanted = headerOf(request, 'cairn-position');
    if (wanted !== undefined) await readModels.reached(positionIn(wanted));
    if (request.method !== 'GET' && request.method !== 'HEAD') return next.handle().pipe(map((result) => written(reply, result)));
    return next.handle().pipe(mergeMap((result) => found(reply, result, readModels)));
  }
}

function positionIn(header: string): bigint {
  if (!/^(-1|\d{1,19})$/.test(header)) throw malformed('POSITION', 'Cairn-Position takes the position that an earlier answer gave', 'Cairn-Position');
  return BigInt(header);
}

function written(reply: FastifyReply, result: unknown): unknown {
  if (typeof result === 'object' && result !== null && 'position' in result && typeof result.position === 'string')
    reply.header('cairn-position', result.position);
  return result;
}

/** Asked after the query: whoever hands the position on, to another service say, is answered from everything that they have seen here. */
async function found(reply: FastifyReply, result: unknown, readModels: ServiceReadModels): Promise<unknown> {
  if (result === undefined) throw notFound();
  reply.header('cairn-position', String(await readModels.position()));
  return result;
}
