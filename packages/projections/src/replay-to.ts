import type { AnyRecorded, Envelope } from '@cairn/event-sourcing';
import { START, type EventStore, type StoredEvent, type StreamPage } from '@cairn/event-store';
import type { ReadModel, Row, RowOf } from './define-read-model.js';
import { folded, touchesOf, type Touch } from './fold.js';
import { Arrival } from './page.js';
import { readPages } from './read-pages.js';
import { rowId, type RowKey } from './row-table.js';

/** A moment on either clock, or on both. Nothing given: now. */
export interface Point {
  /** As the store stood at this position. */
  readonly position?: bigint;
  /** ISO 8601. As it was known then: up to the last event that had been recorded by that time, of the tenant's, or of the streams that are read. */
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
  let row: Row | undefined;
  let pending: Touch[] = [];
  let known = START;
  for await (const events of streams ? eventsOf(store, at.tenant, streams, point.position) : allEvents(store, point.position)) {
    const own = events.filter(({ tenant }) => tenant === at.tenant);
    for (const event of own) if (isKnown(event)) known = event.position;
    const page = { from: START, events: own.map((event) => new Arrival(event)), position: known, atHead: false };
    pending.push(...touchesOf(model, page).filter((touch) => touch.id === id));
    // What lies up to here was known, whatever follows; what lies after it may yet turn out to have been.
    for (const touch of pending) if (touch.event.position <= known && isPast(touch.event)) row = folded(model, row, touch);
    pending = pending.filter(({ event }) => event.position > known);
  }
  return row as RowOf<M> | undefined;
}

async function* allEvents(store: EventStore, position?: bigint): AsyncGenerator<readonly StoredEvent[]> {
  for await (const page of readPages(store, START, position ?? (await store.head()))) yield page.events.map(({ stored }) => stored);
}

/** Events of a stream that are read at once: few enough that they are gone before the collector looks at them twice. */
const atOnce = 100;

/** The events of some streams in the order of the store. */
async function* eventsOf(store: EventStore, tenant: string, streams: readonly string[], position?: bigint): AsyncGenerator<readonly StoredEvent[]> {
  const readers = streams.map((stream) => new StreamReader(store, tenant, stream));
  for (;;) {
    await Promise.all(readers.map((reader) => reader.fill()));
    const ends = readers.flatMap(({ end }) => (end === undefined ? [] : [end]));
    const bound = ends.length > 0 ? ends.reduce((a, b) => (a < b ? a : b)) : undefined;
    const events = readers.flatMap((reader) => reader.take(bound)).sort((a, b) => (a.position < b.position ? -1 : 1));
    const wanted = position === undefined ? events : events.filter((event) => event.position <= position);
    yield wanted;
    if (bound === undefined || wanted.length < events.length) return;
  }
}

/** One stream, a page at a time; the next page is read while this one is used. */
class StreamReader {
  private page: readonly StoredEvent[] = [];
  private ahead: Promise<StreamPage> | undefined;

  constructor(
    private readonly store: EventStore,
    private readonly tenant: string,
    private readonly stream: string,
  ) {
    this.ahead = this.read(0n);
  }

  /** The place of the last event in hand, after which more of this stream follows; undefined when none does. */
  get end(): bigint | undefined {
    return this.ahead && this.page.at(-1)?.position;
  }

  async fill(): Promise<void> {
    if (this.page.length > 0 || !this.ahead) return;
    const { events, lastRevision } = await this.ahead;
    const last = events.at(-1)?.revision ?? lastRevision;
    this.page = events;
    this.ahead = last < lastRevision ? this.read(last + 1n) : undefined;
  }

  /** What lies up to the bound, or all of it. */
  take(bound: bigint | undefined): readonly StoredEvent[] {
    const taken = bound === undefined ? this.page : this.page.filter(({ position }) => position <= bound);
    this.page = this.page.slice(taken.length);
    return taken;
  }

  private read(from: bigint): Promise<StreamPage> {
    const page = this.store.readStream(this.tenant, this.stream, { from, limit: atOnce });
    page.catch(() => undefined); // thrown where the page is awaited
    return page;
  }
}

/** Whether a clock of the event shows at most this instant; always, when none is given. */
function untilInstant<E>(iso: string | undefined, clock: (event: E) => string): (event: E) => boolean {
  if (iso === undefined) return () => true;
  const instant = new Date(iso).toISOString();
  return (event) => clock(event) <= instant;
}
const recordedAt = ({ metadata }: StoredEvent): string => (JSON.parse(metadata) as Envelope).recordedAt;
const occurredAt = ({ metadata }: AnyRecorded): string => metadata.occurredAt;
