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
 * The call for these appends: of `event_store.append_one` for a single one, of `event_store.append` for several. All payloads travel as one binary value with
 * the places where to cut it: PostgreSQL's text form of a `bytea[]` would double them.
 */
export function appendCall(batch: readonly SettledAppend[]): { name: string; text: string; values: unknown[] } {
  const events = batch.flatMap((append) => append.events);
  const { payload, cuts } = joined(events);
  const ofEvents = [events.map((event) => event.id), events.map((event) => event.type), events.map((event) => event.schemaVersion), cuts, payload];
  const [only, ...others] = batch;
  if (only && others.length === 0) {
    const text = 'SELECT outcome, revision, "position" FROM event_store.append_one($1, $2, $3, $4, $5, $6, $7, $8)';
    return { name: 'event_store.append_one', text, values: [only.tenant, only.stream, wordOf(only), ...ofEvents] };
  }
  const counts = batch.map((append) => append.events.length);
  let first = 0;
  const firsts = counts.map((count) => (first += count) - count);
  const ofAppends = [batch.map((append) => append.tenant), batch.map((append) => append.stream), batch.map(wordOf), firsts, counts];
  const text = 'SELECT outcome, revision, "position" FROM event_store.append($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)';
  return { name: 'event_store.append', text, values: [...ofAppends, ...ofEvents] };
}

const wordOf = ({ expected }: SettledAppend): string => (typeof expected === 'bigint' ? String(expected) : words[expected]);

/** All payloads as one UTF-8 value, and where each of them ends: data, metadata, data, metadata … */
function joined(events: readonly CanonicalEvent[]): { payload: Buffer; cuts: number[] } {
  const payload = Buffer.allocUnsafe(events.reduce((bytes, event) => bytes + event.bytes, 0));
  let end = 0;
  const cuts = events.flatMap(({ data, metadata }) => [(end += payload.write(data, end)), (end += payload.write(metadata, end))]);
  return { payload, cuts };
}
