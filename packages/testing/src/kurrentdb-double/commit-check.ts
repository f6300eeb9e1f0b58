/** What an append expects of its stream: a last revision, or one of the three words. */
export type Expected = bigint | 'no-stream' | 'stream-exists' | 'any';

export type Verdict =
  | { readonly decision: 'ok' }
  /** Every event is stored already; `last` is the revision of the last of them. */
  | { readonly decision: 'idempotent'; readonly last: bigint }
  /** Stands for the server's `WrongExpectedVersion` and `CorruptedIdempotency`, which it answers alike. */
  | { readonly decision: 'wrong-version'; readonly current: bigint };

/** What the check may know of a stream. */
export interface CheckedStream {
  /** Last revision, -1n without events. */
  readonly current: bigint;
  idAt(revision: bigint): string | undefined;
  /** The revision of an event that was stored recently. The server remembers only so many ids, and forgets them all when it restarts. */
  recently(id: string): bigint | undefined;
}

const ok: Verdict = { decision: 'ok' };

/** The server's `CheckCommit`, case by case. Deleted streams are left out: nothing here deletes. */
export function checkCommit(stream: CheckedStream, expected: Expected, ids: readonly string[]): Verdict {
  // CheckCommit 1: the stream must exist and does not.
  if (expected === 'stream-exists' && stream.current < 0n) return wrongVersion(stream);
  if (expected === 'any' || expected === 'stream-exists') return checkIds(stream, ids);
  return checkRevision(stream, expected === 'no-stream' ? -1n : expected, ids);
}

function checkIds(stream: CheckedStream, ids: readonly string[]): Verdict {
  const found = ids.map((id) => stream.recently(id));
  // CheckCommit 2: the first id is not known here: new events.
  if (found[0] === undefined) return ok;
  // CheckCommit 3: the first id is known and a later one is not: corrupted idempotency.
  if (found.includes(undefined)) return wrongVersion(stream);
  // CheckCommit 4: all are known: idempotent, at the place of the last.
  return { decision: 'idempotent', last: found.at(-1)! };
}

function checkRevision(stream: CheckedStream, revision: bigint, ids: readonly string[]): Verdict {
  // CheckCommit 5: expected is ahead of the stream.
  if (revision > stream.current) return wrongVersion(stream);
  // CheckCommit 6: expected is the last revision: new events.
  if (revision === stream.current) return ok;
  // CheckCommit 7: expected lies behind, and these very events follow it: idempotent. Read from the log, so it holds for ever.
  if (ids.every((id, index) => stream.idAt(revision + 1n + BigInt(index)) === id)) return { decision: 'idempotent', last: revision + BigInt(ids.length) };
  // CheckCommit 8: other events follow it, or only some of these: wrong version, or corrupted idempotency.
  return wrongVersion(stream);
}

const wrongVersion = ({ current }: CheckedStream): Verdict => ({ decision: 'wrong-version', current });
