import { isRepeatable, problemOf } from '@cairn/nest-service';
import { Catch, HttpStatus, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { ScimFault } from './requests.js';
import { urn } from './resources.js';

/** Answers errors of the SCIM routes in SCIM's own form (RFC 7644, section 3.12). What nobody has foreseen goes on to the filter of the service. */
@Catch()
export class ScimErrorFilter implements ExceptionFilter {
  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const answer = this.answerTo(error, isRepeatable(http.getRequest<FastifyRequest>()));
    const reply = http.getResponse<FastifyReply>();
    if (answer.status === Number(HttpStatus.SERVICE_UNAVAILABLE)) reply.header('retry-after', 1);
    const { status, scimType, detail } = answer;
    void reply
      .code(status)
      .type('application/scim+json')
      .send(JSON.stringify({ schemas: [urn.error], status: String(status), ...(scimType !== undefined && { scimType }), detail }));
  }

  private answerTo(error: unknown, repeatable: boolean): { readonly status: number; readonly scimType?: string | undefined; readonly detail: string } {
    if (error instanceof ScimFault) return { status: error.status, scimType: error.scimType, detail: error.message };
    const problem = problemOf(error, repeatable);
    if (!problem) throw error;
    // RFC 7644 knows no 422: a rule that is broken is a value that cannot be taken over.
    if (problem.status === Number(HttpStatus.UNPROCESSABLE_ENTITY))
      return { status: 400, scimType: 'invalidValue', detail: `${problem.code}: ${problem.detail}` };
    return { status: problem.status, detail: problem.detail };
  }
}
