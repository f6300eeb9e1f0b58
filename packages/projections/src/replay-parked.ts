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

/**
 * Folds the parked events of a read model, each key in its order, as far as they can be folded now; then the key is followed again. Safe while the read model
 * runs: each key is done in one transaction that holds the checkpoint.
 */
export function replayParked(side: ReadSide, model: ReadModel): Promise<Replayed> {
  const key = keyOf(model);
  const table = new RowTable(side.service, model);
  return eachKey(side, key, (row) =>
    side.database.transaction(async (client) => {
      await side.checkpoints.lock(on(client), [key]);
      const events = await side.parked.events(on(client), key, row);
      const done = await foldAgain(client, side, model, table, row, events);
      const last = events[done - 1];
      if (last) await side.parked.remove(on(client), key, row, last.position);
      return { replayed: done, left: events.length - done };
    }),
  );
}

async function foldAgain(
  client: pg.ClientBase,
  side: ReadSide,
  model: ReadModel,
  table: RowTable,
  at: RowKey,
  events: readonly ParkedEvent[],
): Promise<number> {
  const id = rowId(at);
  const stored = await table.load(client, [id]);
  let row: Row | undefined = stored.get(id);
  let done = 0;
  try {
    for (const event of events) {
      const page = { from: event.position, events: [await arrivalOf(side, event)], position: event.position, atHead: false };
      for (const touch of touchesOf(model, page)) if (touch.id === id) row = folded(model, row, touch);
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
  return eachKey(side, key, async (stream) => {
    const events = await side.database.transaction((client) => side.parked.events(on(client), key, stream));
    let replayed = 0;
    for (const event of events) {
      const refused = await performAll(process, [await arrivalOf(side, event)], perform, new AbortController().signal);
      if (!refused || refused.length > 0) break;
      await side.database.transaction(async (client) => {
        await side.checkpoints.lock(on(client), [key]);
        await side.parked.remove(on(client), key, stream, event.position);
      });
      replayed++;
    }
    return { replayed, left: events.length - replayed };
  });
}

async function eachKey(side: ReadSide, of: CheckpointKey, replay: (key: RowKey) => Promise<Replayed>): Promise<Replayed> {
  const total = { replayed: 0, left: 0 };
  for (const key of await side.database.transaction((client) => side.parked.keys(on(client), of))) {
    const { replayed, left } = await replay(key);
    total.replayed += replayed;
    total.left += left;
  }
  return total;
}

async function arrivalOf({ store }: ReadSide, { tenant, stream, revision }: ParkedEvent): Promise<Arrival> {
  const { events } = await store.readStream(tenant, stream, { from: revision, limit: 1 });
  if (!events[0]) throw new StoreUnavailable(`${stream} does not have its revision ${revision}`);
  return new Arrival(events[0]);
}
