import { STATUS_CODES } from 'node:http';
import { HttpException } from '@nestjs/common';
import { InvalidToken, IssuerUnavailable } from '@cairn/access';
import { DomainError, UnknownEventSchema, type ErrorKind, type Violation } from '@cairn/event-sourcing';
import { InvalidAppend, StoreUnavailable, WrongExpectedRevision } from '@cairn/event-store';
import { PositionNotReached, ReadModelsUnavailable } from '@cairn/projections';
import { isDatabaseUnavailable } from './database-error.js';

/** RFC 9457, as every error is answered. `detail` names numbers and rules, and never what the caller must not know. */
export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  /** Stable, part of the API. */
  readonly code: string;
  readonly detail: string;
  readonly violations: readonly Violation[];
}

/** The request cannot be understood: 400. */
export class MalformedRequest extends Error {
  override readonly name = 'MalformedRequest';
  constructor(readonly violations: readonly Violation[]) {
    super(violations.length === 1 ? violations[0]!.detail : `${violations.length} things in the request are wrong`);
  }
}

export const malformed = (code: string, detail: string, path?: string) => new MalformedRequest([{ code, detail, ...(path !== undefined && { path }) }]);

/** The one answer for what does not exist, what exists elsewhere only, and what could not exist: nobody learns which it was. */
export const notFound = (what?: string) =>
  new DomainError('NOT_FOUND', 'not-found', what === undefined ? 'there is nothing here under this id' : `No ${what}.`);

/** As it is sent. */
export const problemType = 'application/problem+json; charset=utf-8';
export const problemText = (problem: Problem, correlationId: string): string => JSON.stringify({ ...problem, correlationId });

const titles: Readonly<Record<number, string>> = {
  400: 'The request cannot be understood',
  401: 'Not authenticated',
  403: 'Not allowed',
  404: 'Not found',
  409: 'Changed by somebody else',
  413: 'Too large',
  422: 'A rule is broken',
  500: 'Something went wrong here',
  503: 'Not available at the moment',
};

const statusOf: Readonly<Record<ErrorKind, number>> = { invalid: 422, forbidden: 403, 'not-found': 404, conflict: 409 };

function problem(status: number, code: string, detail: string, violations: readonly Violation[] = []): Problem {
  return { type: `urn:cairn:problem:${code}`, title: titles[status] ?? STATUS_CODES[status] ?? 'Error', status, code, detail, violations };
}

/** What to answer to an error; undefined for one that nobody has foreseen. `repeatable`: the same request may be sent again, whatever became of this one. */
export function problemOf(error: unknown, repeatable: boolean): Problem | undefined {
  if (error instanceof DomainError) return problem(statusOf[error.kind], error.code, error.message, error.violations);
  if (error instanceof MalformedRequest) return problem(400, 'MALFORMED_REQUEST', error.message, error.violations);
  if (error instanceof InvalidToken) return problem(401, 'UNAUTHENTICATED', 'a valid bearer token is needed');
  if (error instanceof InvalidAppend) return problem(/^(EVENT_TOO_LARGE|TOO_MANY_EVENTS)$/.test(error.code) ? 413 : 422, error.code, error.message);
  if (error instanceof WrongExpectedRevision) return problem(409, 'CONCURRENT_CHANGE', error.message);
  if (error instanceof HttpException) return problemOfHttp(error.getStatus());
  return unavailable(error, repeatable);
}

/** The last resort: says nothing but where to look. */
export const internalProblem: Problem = problem(500, 'INTERNAL', 'this is our fault; the correlation id finds it in the log');

export const noRoute: Problem = problem(404, 'NOT_FOUND', 'there is nothing here');

/** An append whose answer was lost is on record, and without a key the same request is another command. */
const outcomeUnknown =
  'it is not known whether this was recorded: look before you send it again; only what carries an Idempotency-Key can be sent again without looking';

function unavailable(error: unknown, repeatable: boolean): Problem | undefined {
  const again = repeatable ? 'sending the same request again is safe' : outcomeUnknown;
  if (error instanceof StoreUnavailable) return problem(503, 'STORE_UNAVAILABLE', `the event store does not answer; ${again}`);
  if (error instanceof PositionNotReached) return problem(503, 'POSITION_NOT_REACHED', 'the read models have not yet seen the position in Cairn-Position');
  if (error instanceof ReadModelsUnavailable)
    return problem(503, 'READ_MODELS_UNAVAILABLE', 'the read models are not there yet: this process has just started');
  if (error instanceof UnknownEventSchema) return problem(503, error.code, `a newer release has written here, and this process is of an older one; ${again}`);
  if (error instanceof IssuerUnavailable) return problem(503, 'ISSUER_UNAVAILABLE', 'tokens cannot be checked: their issuer does not answer');
  if (isDatabaseUnavailable(error)) return problem(503, 'DATABASE_UNAVAILABLE', `the database does not answer; ${again}`);
  return undefined;
}

/** Errors of the HTTP layer. Their own words may repeat the request, so they are replaced. */
function problemOfHttp(status: number): Problem | undefined {
  switch (status) {
    case 400:
      return problem(400, 'MALFORMED_REQUEST', 'the request is not valid HTTP', [{ code: 'MALFORMED_HTTP', detail: 'the request is not valid HTTP' }]);
    case 404:
      return noRoute;
    case 413:
      return problem(413, 'BODY_TOO_LARGE', 'a body holds at most 256 KB, and 4 MB where a file is imported');
    case 415:
      return problem(400, 'MALFORMED_REQUEST', 'a body is JSON and says so', [
        { code: 'CONTENT_TYPE', detail: 'a body needs the header Content-Type: application/json' },
      ]);
    default:
      return status < 500 ? problem(status, (STATUS_CODES[status] ?? 'ERROR').toUpperCase().replace(/\W+/g, '_'), STATUS_CODES[status] ?? 'Error') : undefined;
  }
}
