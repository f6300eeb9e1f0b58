import { Catch, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import { isRepeatable } from './caller.js';
import { internalProblem, problemOf, problemText, problemType } from './problem.js';

/** Seconds after which it is worth trying again. */
const retryAfter = 1;

/** Answers every error as problem+json. One that nobody has foreseen answers with nothing but its correlation id, and is logged. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(private readonly log: Logger) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const [request, reply] = [http.getRequest<FastifyRequest>(), http.getResponse<FastifyReply>()];
    const foreseen = problemOf(error, isRepeatable(request));
    const { correlationId } = request;
    if (!foreseen) this.log.error({ err: error, correlationId }, 'a request has failed');
    else if (foreseen.status >= 500) this.log.warn({ err: error, correlationId, code: foreseen.code }, 'a request cannot be served now');
    const problem = foreseen ?? internalProblem;
    if (problem.status === 401) reply.header('www-authenticate', 'Bearer');
    if (problem.status === 503) reply.header('retry-after', retryAfter);
    reply.code(problem.status).type(problemType).send(problemText(problem, correlationId));
  }
}
