import { checkCommit, type Expected, type Verdict } from './commit-check.js';

/** A stream that holds these ids; the server remembers the last `remembered` of them. */
const check = (stored: string[], expected: Expected, ids: string[], remembered = stored.length): Verdict =>
  checkCommit(
    {
      current: BigInt(stored.length - 1),
      idAt: (revision) => stored[Number(revision)],
      recently: (id) => (stored.indexOf(id) >= stored.length - remembered ? BigInt(stored.indexOf(id)) : undefined),
    },
    expected,
    ids,
  );

const wrong = (current: bigint): Verdict => ({ decision: 'wrong-version', current });
const found = (last: bigint): Verdict => ({ decision: 'idempotent', last });
const ok: Verdict = { decision: 'ok' };

it.each<[string, string[], Expected, string[], Verdict]>([
  ['1: the stream must exist and does not', [], 'stream-exists', ['a'], wrong(-1n)],
  ['2: any, new ids', ['a'], 'any', ['b'], ok],
  ['2: exists, new ids', ['a'], 'stream-exists', ['b'], ok],
  ['3: any, the first id is known and a later one is not', ['a', 'b'], 'any', ['b', 'c'], wrong(1n)],
  ['4: any, all are known', ['a', 'b', 'c'], 'any', ['a', 'b'], found(1n)],
  ['5: expected ahead of the stream', ['a'], 3n, ['b'], wrong(0n)],
  ['5: expected of a stream that does not exist', [], 0n, ['a'], wrong(-1n)],
  ['6: expected is the last revision', ['a'], 0n, ['b'], ok],
  ['6: no stream, and there is none', [], 'no-stream', ['a'], ok],
  ['7: expected behind, and these very events follow', ['a', 'b', 'c', 'd'], 0n, ['b', 'c'], found(2n)],
  ['7: no stream, and these very events are first', ['a', 'b'], 'no-stream', ['a', 'b'], found(1n)],
  ['8: expected behind, and others follow', ['a', 'b'], 'no-stream', ['x'], wrong(1n)],
  ['8: expected behind, and only some of these follow', ['a', 'b'], 'no-stream', ['a', 'x'], wrong(1n)],
  ['8: expected behind, and fewer follow', ['a', 'b'], 0n, ['b', 'c'], wrong(1n)],
])('CheckCommit %s', (_, stored, expected, ids, verdict) => expect(check(stored, expected, ids)).toEqual(verdict));

it('forgets ids for appends without expectation, and only for those', () => {
  expect(check(['a', 'b'], 'any', ['a'], 0)).toEqual(ok);
  expect(check(['a', 'b'], 'no-stream', ['a'], 0)).toEqual(found(0n));
});
