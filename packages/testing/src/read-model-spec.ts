import type { Envelope, NewEvent } from '@cairn/event-sourcing';
import { openPostgresEventStore, START, type EventStore, type StoredEvent } from '@cairn/event-store';
import { Arrival, deliver, Fenced, folded, Projector, touchesOf, verify, type ReadModel, type Row, type RowOf } from '@cairn/projections';
import { testDatabase } from './database.js';
import { erased, recorded } from './given.js';

/** An event with what a spec wants to say about its envelope and its place. */
export interface Happened {
  readonly event: NewEvent;
  readonly metadata?: Partial<Envelope>;
  /** `<category>-<uuid>`; default: a stream of the spec. */
  readonly stream?: string;
}

export const happened = (event: NewEvent, metadata: Partial<Envelope> = {}, stream?: string): Happened => ({ event, metadata, ...(stream && { stream }) });

/**
 * Given what happened, these are the rows: `specForReadModel(planBoard).given(planDrafted, objectiveSet).rows()`.
 * The fold runs twice, the second time with all personal fields erased, and must come to rows under the same keys.
 */
export const specForReadModel = <M extends ReadModel>(model: M) => ({
  given: (...history: readonly (NewEvent | Happened)[]) => new ReadModelSpec<M>(model, history.map(asHappened)),
});

/** Every event gets an id of its own, the same each time. */
function asHappened(given: NewEvent | Happened, index: number): Happened {
  const happened = 'event' in given ? given : { event: given };
  return { ...happened, metadata: { id: `00000000-0000-4000-9000-${String(index).padStart(12, '0')}`, ...happened.metadata } };
}

class ReadModelSpec<M extends ReadModel> {
  constructor(
    private readonly model: M,
    private readonly history: readonly Happened[],
  ) {}

  /** In the order of tenant and key, as a value; no database is asked. */
  rows(): RowOf<M>[] {
    const rows = foldAll(this.model, this.history);
    const blind = foldAll(
      this.model,
      this.history.map((given) => ({ ...given, event: erased(given.event) })),
    );
    if ([...rows.keys()].join() !== [...blind.keys()].join()) throw new Error(`${this.model.name} depends on personal data, which may be erased`);
    return [...rows.values()] as RowOf<M>[];
  }

  /**
   * Once per read model: PostgreSQL holds the same rows; the same batch delivered again, or another one that begins before it, changes nothing; and a rebuild
   * comes to the same as the runner.
   */
  async throughPostgres(): Promise<void> {
    const expected = this.rows();
    const { url, drop } = await testDatabase();
    const store = await openPostgresEventStore({ url });
    const projector = new Projector({ store, services: [{ name: 'spec', url, readModels: [this.model] }] });
    try {
      const half = Math.ceil(this.history.length / 2);
      await append(store, this.history.slice(0, half));
      projector.start();
      await projector.whenReady();
      const position = await append(store, this.history.slice(half));
      await projector.waitFor('spec', position, 10_000);
      const tenants = [...new Set(this.history.map(({ metadata }) => metadata?.tenant ?? 'spec'))].sort();
      const rows = async () => (await Promise.all(tenants.map((tenant) => projector.rows('spec', this.model).in(tenant).find()))).flat();
      expect(await rows()).toEqual(expected);

      const all = await store.readAll(START, { limit: this.history.length });
      await expect(deliver(projector.side('spec'), this.model, START, all)).rejects.toThrow(Fenced);
      expect(await rows()).toEqual(expected);
      expect(await verify(projector.side('spec'), this.model)).toMatchObject({ identical: true, rows: expected.length });
    } finally {
      await projector.stop();
      await store.close();
      await drop();
    }
  }
}

/** Rows in the order of tenant and key. */
function foldAll(model: ReadModel, history: readonly Happened[]): Map<string, Row> {
  const events = history.map((_, index) => new Arrival(stored(history, index)));
  const rows = new Map<string, Row>();
  for (const touch of touchesOf(model, { from: START, events, position: BigInt(events.length), atHead: true })) {
    const row = folded(model, rows.get(touch.id), touch);
    if (row) rows.set(touch.id, row);
    else rows.delete(touch.id);
  }
  return new Map([...rows].sort(([a], [b]) => Buffer.compare(Buffer.from(a), Buffer.from(b))));
}

const specStream = 'spec-00000000-0000-4000-8000-000000000001';

/** As the store would hold it, if it held nothing but this history. */
function stored(history: readonly Happened[], index: number): StoredEvent {
  const place = ({ metadata, stream = specStream }: Happened) => `${metadata?.tenant} ${stream}`;
  const { event, metadata, stream = specStream } = history[index]!;
  const revision = history.slice(0, index).filter((earlier) => place(earlier) === place(history[index]!)).length;
  const envelope = recorded(event, metadata).metadata;
  return {
    ...{ id: envelope.id, type: event.type, schemaVersion: envelope.schemaVersion, tenant: envelope.tenant, stream, created: new Date(envelope.recordedAt) },
    ...{ revision: BigInt(revision), position: BigInt(index), data: JSON.stringify(event.data), metadata: JSON.stringify(envelope) },
  };
}

async function append(store: EventStore, history: readonly Happened[]): Promise<bigint> {
  let position = START;
  for (const { event, metadata = {}, stream = specStream } of history) {
    const { metadata: envelope } = recorded(event, metadata);
    const { id, type, schemaVersion, tenant } = envelope;
    ({ position } = await store.append({ tenant, stream, expected: 'any', events: [{ id, type, schemaVersion, data: event.data, metadata: envelope }] }));
  }
  return position;
}
