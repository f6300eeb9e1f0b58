import type { Process } from '@cairn/event-sourcing';
import { StoreUnavailable } from '@cairn/event-store';
import type pg from 'pg';
import { keyOf } from './batch.js';
import { on, type CheckpointKey } from './checkpoints.js';
import type { ReadModel, Row } from './define-read-model.js';
import { folded, Poison, touchesOf } from './fold.js';
import { Arrival } from './page.js';
import type { ParkedEvent } from './parked.js';
import type { Perform } from './perform.js';
import { performAll } from './performing.js';
import { keyOfProcess } from './process-lane.js';
import type { ReadSide } from './read-side.js';
import { rowId, RowTable, type RowKey } from './row-table.js';

export interface Replayed {
  readonly replayed: number;
  /** Still parked, because an event could still not be folded or acted upon. */
  readonly left: number;
}

/** Parked events of one key that are in hand at once. */
const atOnce = 300;

/**
 * Folds the parked events of a read model, each key in its order, as far as they can be folded now; then the key is followed again. Safe while the read model
 * runs: some hundreds of events are folded in one transaction that holds the checkpoint, and a key waits until its last one is folded.
 */
export function replayParked(side: ReadSide, model: ReadModel): Promise<Replayed> {
  const key = keyOf(model);
  const table = new RowTable(side.service, model);
  return inPieces(side, key, (row, known) =>
    side.database.transaction(async (client) => {
      await side.checkpoints.lock(on(client), [key]);
      // What came since is few; it is folded too, or a key of which much happens would never be done.
      const events = await arrivalsOf(side, await side.parked.events(on(client), key, row, atOnce), known);
      const done = await foldAgain(client, model, table, row, events);
      const last = events[done - 1];
      if (last) await side.parked.remove(on(client), key, row, last.stored.position);
      return { done, stuck: done < events.length };
    }),
  );
}

async function foldAgain(client: pg.ClientBase, model: ReadModel, table: RowTable, at: RowKey, events: readonly Arrival[]): Promise<number> {
  const id = rowId(at);
  const stored = await table.load(client, [id]);
  let row: Row | undefined = stored.get(id);
  let done = 0;
  try {
    for (const arrival of events) {
      const { position } = arrival.stored;
      const touches = touchesOf(model, { from: position, events: [arrival], position, atHead: false }).filter((touch) => touch.id === id);
      row = touches.reduce((before, touch) => folded(model, before, touch), row);
      done++;
    }
  } catch (error) {
    if (!(error instanceof Poison)) throw error;
  }
  if (done > 0) await table.write(client, new Map([[id, row]]), stored);
  return done;
}

/** Performs again what a process could not do, the events of each stream in their order, as far as it is possible now. */
export function replayParkedProcess(side: ReadSide, process: Process, perform: Perform): Promise<Replayed> {
  const key = keyOfProcess(process);
  return inPieces(side, key, async (stream, events) => {
    for (const [done, event] of events.entries()) {
      const performed = await performAll(process, [event], perform, new AbortController().signal);
      if (!performed || performed.parked.length > 0 || performed.obstacle) return { done, stuck: true };
      await side.database.transaction(async (client) => {
        await side.checkpoints.lock(on(client), [key]);
        await side.parked.remove(on(client), key, stream, event.stored.position);
      });
    }
    return { done: events.length, stuck: false };
  });
}

/** How many events are done, and whether the next one cannot be. */
interface Piece {
  readonly done: number;
  readonly stuck: boolean;
}

/** Hands over what waits, key by key and a piece at a time, until a key has nothing left or is stuck. */
async function inPieces(side: ReadSide, of: CheckpointKey, replay: (key: RowKey, events: readonly Arrival[]) => Promise<Piece>): Promise<Replayed> {
  const { ask } = side.database;
  let replayed = 0;
  for (const key of await side.parked.keys(ask, of))
    for (;;) {
      const events = await arrivalsOf(side, await side.parked.events(ask, of, key, atOnce));
      if (events.length === 0) break;
      const { done, stuck } = await replay(key, events);
      replayed += done;
      if (stuck) break;
    }
  const [checkpoint] = await side.checkpoints.of(ask, [of]);
  return { replayed, left: checkpoint?.parked ?? 0 };
}

/** What is parked, in the same order, of which some is known already. Of each stream what lies close together is read at once. */
async function arrivalsOf({ store }: ReadSide, parked: readonly ParkedEvent[], known: readonly Arrival[] = []): Promise<Arrival[]> {
  const nameOf = ({ stream, revision }: Pick<ParkedEvent, 'stream' | 'revision'>) => `${stream} ${revision}`;
  const found = new Map(known.map((arrival) => [nameOf(arrival.stored), arrival]));
  for (const event of parked) {
    const { tenant, stream, revision } = event;
    if (found.has(nameOf(event))) continue;
    const near = parked.filter((each) => each.stream === stream && each.revision >= revision && each.revision < revision + BigInt(atOnce));
    const { events } = await store.readStream(tenant, stream, { from: revision, limit: Number(near.at(-1)!.revision - revision) + 1 });
    for (const stored of events) found.set(nameOf(stored), new Arrival(stored));
    if (!found.has(nameOf(event))) throw new StoreUnavailable(`${stream} does not have its revision ${revision}`);
  }
  return parked.map((event) => found.get(nameOf(event))!);
}
