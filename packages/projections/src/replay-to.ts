import type { AnyRecorded, Envelope } from '@cairn/event-sourcing';
import { START, type EventStore, type StoredEvent } from '@cairn/event-store';
import type { ReadModel, Row, RowOf } from './define-read-model.js';
import { folded, touchesOf, type Touch } from './fold.js';
import { Arrival } from './page.js';
import { readPages } from './read-pages.js';
import { rowId, type RowKey } from './row-table.js';

/** A moment on either clock, or on both. Nothing given: now. */
export interface Point {
  /** As the store stood at this position. */
  readonly position?: bigint;
  /** ISO 8601. As it was known then: up to the last event of the tenant that had been recorded by that time. */
  readonly knownAt?: string;
  /** ISO 8601. As it was then: without what occurred later. */
  readonly asOf?: string;
}

/**
 * The row of one key as it stood at a point, or undefined: the same fold, in memory, in the order of the store.
 * Reads the whole store up to there, unless `streams` names all streams that can touch the row.
 */
export async function replayTo<M extends ReadModel>(
  store: EventStore,
  model: M,
  at: RowKey,
  point: Point = {},
  streams?: readonly string[],
): Promise<RowOf<M> | undefined> {
  const id = rowId(at);
  const isKnown = untilInstant(point.knownAt, recordedAt);
  const isPast = untilInstant(point.asOf, occurredAt);
  let touches: Touch[] = [];
  let known = START;
  for await (const events of streams ? eventsOf(store, at.tenant, streams, point.position) : allEvents(store, point.position)) {
    const own = events.filter(({ tenant }) => tenant === at.tenant);
    for (const event of own) if (isKnown(event)) known = event.position;
    touches = touches.concat(
      touchesOf(model, { from: START, events: own.map((event) => new Arrival(event)), position: known, atHead: false }).filter((touch) => touch.id === id),
    );
  }
  let row: Row | undefined;
  for (const touch of touches) if (touch.event.position <= known && isPast(touch.event)) row = folded(model, row, touch);
  return row as RowOf<M> | undefined;
}

async function* allEvents(store: EventStore, position?: bigint): AsyncGenerator<readonly StoredEvent[]> {
  for await (const page of readPages(store, START, position ?? (await store.head()))) yield page.events.map(({ stored }) => stored);
}

async function* eventsOf(store: EventStore, tenant: string, streams: readonly string[], position?: bigint): AsyncGenerator<readonly StoredEvent[]> {
  const pages = await Promise.all(streams.map((stream) => store.readStream(tenant, stream)));
  const events = pages.flatMap((page) => page.events).filter((event) => position === undefined || event.position <= position);
  yield events.sort((a, b) => (a.position < b.position ? -1 : 1));
}

/** Whether a clock of the event shows at most this instant; always, when none is given. */
function untilInstant<E>(iso: string | undefined, clock: (event: E) => string): (event: E) => boolean {
  if (iso === undefined) return () => true;
  const instant = new Date(iso).toISOString();
  return (event) => clock(event) <= instant;
}
const recordedAt = ({ metadata }: StoredEvent): string => (JSON.parse(metadata) as Envelope).recordedAt;
const occurredAt = ({ metadata }: AnyRecorded): string => metadata.occurredAt;
