import type pg from 'pg';
import { keyOf } from './batch.js';
import { Building, type BuildProgress } from './building.js';
import { on } from './checkpoints.js';
import { dedicatedConnection, lockClass } from './database.js';
import { versioned, type ReadModel } from './define-read-model.js';
import { install } from './install.js';
import type { ReadSide } from './read-side.js';
import { RowTable, tableName } from './row-table.js';

export interface RebuildOptions {
  readonly onProgress?: (progress: BuildProgress) => void;
}

export interface Rebuilt {
  readonly position: string;
  /** Events that could not be folded, and the later ones of their keys. */
  readonly parked: number;
}

/**
 * Folds a read model anew from the first event on, beside the table that is in use, and puts the new table in its place in one transaction. Queries go on, and
 * so does whoever runs the read model: at the end that runner is fenced, and goes on from the new checkpoint. Repairs a read model that has stopped, and one
 * of a store that was replaced. When it throws, nothing has changed.
 */
export async function rebuild(side: ReadSide, model: ReadModel, { onProgress }: RebuildOptions = {}): Promise<Rebuilt> {
  await install(side, { readModels: [model], processes: [] });
  return alone(side, model, async () => {
    const identity = await side.store.identity();
    const scratch = await scratchTable(side, model, 'rebuild');
    const building = new Building(side, model, scratch, onProgress);
    await building.to(await side.store.head());
    await side.database.transaction((client) => scratch.createIndexes(client));
    await building.to(await side.store.head());
    await side.database.transaction((client) => replace(client, side, model, building, scratch, identity));
    return { position: String(building.position), parked: building.parked.length };
  });
}

async function replace(
  client: pg.ClientBase,
  side: ReadSide,
  model: ReadModel,
  building: Building,
  scratch: RowTable,
  identity: { storeId: string; epoch: number },
): Promise<void> {
  const { checkpoints, parked } = side;
  const query = on(client);
  const key = keyOf(model);
  const [held] = await checkpoints.lock(query, [key]);
  if (!held) throw new Error(`${versioned(model)} was removed while it was rebuilt`);
  // Nobody moves the checkpoint now. Whoever ran the model may have been faster by some events; a checkpoint of another store says nothing.
  if (held.storeId === identity.storeId && held.epoch === identity.epoch) await building.to(held.position);
  await scratch.replace(client, new RowTable(side.service, model));
  await checkpoints.place(query, key, building.position, identity);
  await checkpoints.mark(query, [key], 'live');
  const active = (await checkpoints.active(query)).get(model.name) ?? 0;
  if (!held.built && model.version > active) await checkpoints.activate(query, model);
  await parked.clear(query, key);
  await parked.add(query, key, building.parked);
}

/** An empty table beside that of the read model, left over from nothing. */
export async function scratchTable(side: ReadSide, model: ReadModel, purpose: string): Promise<RowTable> {
  const table = new RowTable(side.service, model, `${tableName(model, model.version)}_${purpose}`);
  await side.database.transaction(async (client) => {
    await table.drop(client);
    await table.create(client);
  });
  return table;
}

/** Refuses to work while another process rebuilds or verifies the same read model. */
export async function alone<T>(side: ReadSide, model: ReadModel, work: () => Promise<T>): Promise<T> {
  const client = await dedicatedConnection(side.database.url);
  try {
    const { rows } = await client.query<{ locked: boolean }>('SELECT pg_try_advisory_lock($1, hashtext($2)) AS locked', [
      lockClass,
      `rebuild/${side.service}/${versioned(model)}`,
    ]);
    if (!rows[0]!.locked) throw new Error(`${versioned(model)} is being rebuilt or verified by another process`);
    return await work();
  } finally {
    await client.end().catch(() => undefined);
  }
}
