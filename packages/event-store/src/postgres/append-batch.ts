import type { CanonicalEvent } from '../canonical.js';
import type { ExpectedRevision } from '../port.js';

/** An append on its way to the server. */
export interface SettledAppend {
  readonly tenant: string;
  readonly stream: string;
  readonly expected: ExpectedRevision;
  readonly events: readonly CanonicalEvent[];
}

export interface AppendRow {
  readonly outcome: 'appended' | 'idempotent' | 'conflict';
  /** Of the last event; of the stream when it is a conflict. */
  readonly revision: string;
  /** Of the last event; null when it is a conflict. */
  readonly position: string | null;
}

const words = { any: '-2', 'no-stream': '-1', exists: '-4' } as const;

/**
 * The call of `event_store.append` for many appends. All payloads travel as one binary value with the places where to cut it: PostgreSQL's text form of
 * a `bytea[]` would double them.
 */
export function appendCall(batch: readonly SettledAppend[]): { name: string; text: string; values: unknown[] } {
  const events = batch.flatMap((append) => append.events);
  const firsts: number[] = [];
  let first = 0;
  for (const append of batch) {
    firsts.push(first);
    first += append.events.length;
  }
  const { payload, cuts } = joined(events);
  return {
    name: 'event_store.append',
    text: 'SELECT outcome, revision, "position" FROM event_store.append($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)',
    values: [
      batch.map((append) => append.tenant),
      batch.map((append) => append.stream),
      batch.map(({ expected }) => (typeof expected === 'bigint' ? String(expected) : words[expected])),
      firsts,
      batch.map((append) => append.events.length),
      events.map((event) => event.id),
      events.map((event) => event.type),
      events.map((event) => event.schemaVersion),
      cuts,
      payload,
    ],
  };
}

/** All payloads as one UTF-8 value, and where each of them ends: data, metadata, data, metadata … */
function joined(events: readonly CanonicalEvent[]): { payload: Buffer; cuts: number[] } {
  const payload = Buffer.allocUnsafe(events.reduce((bytes, event) => bytes + event.bytes, 0));
  let end = 0;
  const cuts = events.flatMap(({ data, metadata }) => [(end += payload.write(data, end)), (end += payload.write(metadata, end))]);
  return { payload, cuts };
}
