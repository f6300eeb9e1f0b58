import type pg from 'pg';
import { apart } from './apart.js';
import { keyOf } from './batch.js';
import { Building, type BuildOptions, type BuildProgress } from './building.js';
import { on } from './checkpoints.js';
import { inTransaction } from './database.js';
import { versioned, type ReadModel } from './define-read-model.js';
import { codeOf } from './errors.js';
import { install } from './install.js';
import type { ReadSide } from './read-side.js';
import { RowTable } from './row-table.js';

export interface RebuildOptions extends BuildOptions {
  /** It has begun; until where it goes. From here on `status` tells how far it has come. */
  readonly onBegun?: ((until: bigint) => void) | undefined;
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
export async function rebuild(side: ReadSide, model: ReadModel, options: RebuildOptions = {}): Promise<Rebuilt> {
  await install(side, { readModels: [model], processes: [] });
  return apart(side, model, async (session, scratch) => {
    const identity = await side.store.identity();
    const until = await side.store.head();
    await side.rebuilds.begin(on(session), model, until);
    options.onBegun?.(until);
    const notes = new Notes(side, model, options.onProgress);
    try {
      const building = await Building.begin(side, model, scratch, { ...options, onProgress: (progress) => notes.take(progress) });
      await building.to(until);
      await scratch.createIndexes(session);
      await building.follow(() => side.store.head());
      await notes.all();
      const rebuilt = () => ({ position: String(building.position), parked: building.parked.length });
      await inTransaction(session, async () => {
        await replace(session, side, model, building, scratch, identity);
        await side.rebuilds.end(on(session), model, rebuilt());
      });
      side.log('info', 'the read model was rebuilt', { service: side.service, readModel: versioned(model), position: String(building.position) });
      return rebuilt();
    } catch (error) {
      side.log('error', 'a rebuild has failed; nothing was changed', { service: side.service, readModel: versioned(model), code: codeOf(error) });
      await notes.all();
      await side.rebuilds.end(on(session), model, { errorCode: codeOf(error) }).catch(() => undefined);
      throw error;
    }
  });
}

/** Between two notes of how far a rebuild has come, in milliseconds. */
const notePace = 500;

/** Tells whoever asked for the rebuild how far it has come, and everybody else, in the table of rebuilds, now and then. */
class Notes {
  private noted = 0;
  private noting: Promise<void> = Promise.resolve();

  constructor(
    private readonly side: ReadSide,
    private readonly model: ReadModel,
    private readonly onProgress: ((progress: BuildProgress) => void) | undefined,
  ) {}

  take(progress: BuildProgress): void {
    this.onProgress?.(progress);
    const now = performance.now();
    if (now - this.noted < notePace) return;
    this.noted = now;
    const { database, rebuilds } = this.side;
    // A note that is lost is made up for by the next.
    const note = () => database.transaction((client) => rebuilds.reach(on(client), this.model, progress.position, progress.until)).catch(() => undefined);
    this.noting = this.noting.then(note);
  }

  /** Until the last note is made. */
  all = (): Promise<void> => this.noting;
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
