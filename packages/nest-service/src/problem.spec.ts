import { HttpException, ServiceUnavailableException } from '@nestjs/common';
import { InvalidToken, IssuerUnavailable } from '@cairn/access';
import { defineRule, UnknownEventSchema, type ErrorKind } from '@cairn/event-sourcing';
import { InvalidAppend, StoreUnavailable, WrongExpectedRevision } from '@cairn/event-store';
import { PositionNotReached, ReadModelsUnavailable } from '@cairn/projections';
import { malformed, notFound, problemOf } from './problem.js';

const of = (error: unknown) => {
  const problem = problemOf(error, true);
  return problem && [problem.status, problem.code];
};
const withCode = (code: string) => Object.assign(new Error('Key (name)=(Ana) already exists'), { code });

describe('a problem', () => {
  it('names the broken rule, with its numbers', () => {
    const GroupFull = defineRule('001-1', 'GROUP_FULL', (group: string, seats: number) => `${group} has ${seats} seats, and all are taken`);
    expect(problemOf(GroupFull('Group 3', 6), true)).toEqual({
      type: 'urn:cairn:problem:GROUP_FULL',
      title: 'A rule is broken',
      status: 422,
      code: 'GROUP_FULL',
      detail: 'Group 3 has 6 seats, and all are taken',
      violations: [{ code: 'GROUP_FULL', detail: 'Group 3 has 6 seats, and all are taken' }],
    });
  });

  it.each<[ErrorKind, number]>([
    ['invalid', 422],
    ['forbidden', 403],
    ['not-found', 404],
    ['conflict', 409],
  ])('of kind %s has the status %i', (kind, status) => expect(of(defineRule('x', 'CODE', () => 'sentence', { kind })())).toEqual([status, 'CODE']));

  it.each<[string, unknown, [number, string]]>([
    ['a malformed request', malformed('X', 'x'), [400, 'MALFORMED_REQUEST']],
    ['a token that does not count', new InvalidToken('EXPIRED'), [401, 'UNAUTHENTICATED']],
    ['nothing there', notFound(), [404, 'NOT_FOUND']],
    ['an event too large', new InvalidAppend('EVENT_TOO_LARGE', 'x'), [413, 'EVENT_TOO_LARGE']],
    ['too many events', new InvalidAppend('TOO_MANY_EVENTS', 'x'), [413, 'TOO_MANY_EVENTS']],
    ['text that cannot be stored', new InvalidAppend('NOT_CANONICAL_JSON', 'data.note holds U+0000'), [422, 'NOT_CANONICAL_JSON']],
    ['a lost race', new WrongExpectedRevision('plan-1', 2n, 3n), [409, 'CONCURRENT_CHANGE']],
    ['a store that is away', new StoreUnavailable('x'), [503, 'STORE_UNAVAILABLE']],
    ['a database that is away', withCode('ECONNREFUSED'), [503, 'DATABASE_UNAVAILABLE']],
    ['a database that shuts down', withCode('57P01'), [503, 'DATABASE_UNAVAILABLE']],
    ['a database away for a query builder', Object.assign(new Error('x'), { driverError: withCode('57P03') }), [503, 'DATABASE_UNAVAILABLE']],
    ['a database away on every address', new AggregateError([withCode('ECONNREFUSED')]), [503, 'DATABASE_UNAVAILABLE']],
    ['read models that lag', new PositionNotReached('planning', 7n, 3n), [503, 'POSITION_NOT_REACHED']],
    ['read models that are not there yet', new ReadModelsUnavailable('planning'), [503, 'READ_MODELS_UNAVAILABLE']],
    ['what a newer release has written', new UnknownEventSchema('BedDug', 2, 1), [503, 'UNKNOWN_EVENT_SCHEMA']],
    ['an issuer that is away', new IssuerUnavailable('x'), [503, 'ISSUER_UNAVAILABLE']],
    ['an unknown route', new HttpException('Cannot GET /secret', 404), [404, 'NOT_FOUND']],
    ['a body too large', new HttpException('x', 413), [413, 'BODY_TOO_LARGE']],
    ['a body of another type', new HttpException('x', 415), [400, 'MALFORMED_REQUEST']],
    ['another error of HTTP', new HttpException('x', 418), [418, 'I_M_A_TEAPOT']],
  ])('for %s', (_, error, expected) => expect(of(error)).toEqual(expected));

  it.each<[string, unknown]>([
    ['store', new StoreUnavailable('x')],
    ['database', withCode('57P01')],
  ])('says that the request can be sent again only where that is so: a %s that is away', (_, error) => {
    expect(problemOf(error, true)?.detail).toMatch(/does not answer; sending the same request again is safe$/);
    expect(problemOf(error, false)?.detail).toMatch(/does not answer; it is not known whether this was recorded: look before/);
  });

  it.each<[string, unknown]>([
    ['a programming error', new TypeError('cannot read properties of undefined')],
    ['a statement that the database refuses', withCode('23505')],
    ['a server error of a library', new ServiceUnavailableException('x')],
    ['something thrown that is no error', 'oops'],
  ])('is not made up for %s', (_, error) => expect(problemOf(error, true)).toBeUndefined());

  it('repeats nothing of what HTTP errors say about the request', () => {
    for (const status of [400, 404, 405, 413, 415, 431])
      expect(JSON.stringify(problemOf(new HttpException('/people?name=Ana', status), true))).not.toContain('Ana');
  });
});
