import type { Deadlines, Process } from '@cairn/event-sourcing';
import type { EventStore } from '@cairn/event-store';
import { keyOf } from './batch.js';
import { checkpointId, goingOn, on } from './checkpoints.js';
import { Database } from './database.js';
import { versioned, type ReadModel } from './define-read-model.js';
import { CannotOperate, type Log } from './errors.js';
import { install, type Readers } from './install.js';
import { keyOfProcess } from './process-lane.js';
import { readSide, type ReadSide } from './read-side.js';
import { rebuild, type RebuildOptions } from './rebuild.js';
import { quoted, tableName } from './row-table.js';
import { isOfStore, partedAt } from './store-identity.js';

/** For an operator's tool that does not run the service itself. */
export function openReadSide({
  store,
  url,
  service,
  log = () => undefined,
}: {
  store: EventStore;
  url: string;
  service: string;
  log?: Log;
}): ReadSide & { close(): Promise<void> } {
  const database = new Database(url);
  return { ...readSide({ service, store, database, log }), close: () => database.close() };
}

/** From now on queries are answered from this version: forward, or back to the one before, as long as a release that runs follows it. */
export async function activate({ checkpoints, database }: ReadSide, version: Pick<ReadModel, 'name' | 'version'>): Promise<void> {
  await database.transaction(async (client) => {
    const [held] = await checkpoints.lock(on(client), [keyOf(version)]);
    if (held?.status !== 'live')
      throw new CannotOperate('VERSION_NOT_COMPLETE', `${versioned(version)} cannot answer queries: it is ${held?.status ?? 'not here'}`);
    if (!(await checkpoints.followed(on(client))).includes(checkpointId(held)))
      throw new CannotOperate('VERSION_NOT_FOLLOWED', `${versioned(version)} cannot answer queries: no release that runs now keeps it up to date`);
    await checkpoints.activate(on(client), version);
  });
}

/** Drops a version that no release follows any more. False when there is none. */
export async function retire({ checkpoints, database, parked, service }: ReadSide, version: Pick<ReadModel, 'name' | 'version'>): Promise<boolean> {
  return database.transaction(async (client) => {
    const query = on(client);
    const [held] = await checkpoints.lock(query, [keyOf(version)]);
    if (!held) return false;
    if ((await checkpoints.active(query)).get(version.name) === version.version)
      throw new CannotOperate('VERSION_IN_USE', `${versioned(version)} answers queries: activate another version first`);
    if ((await checkpoints.followed(query)).includes(checkpointId(held)))
      throw new CannotOperate('VERSION_IN_USE', `${versioned(version)} is kept up to date by a release that runs now`);
    await parked.clear(query, held);
    await checkpoints.remove(query, held);
    await client.query(`DROP TABLE IF EXISTS ${quoted(service)}.${quoted(tableName(version, version.version))}`);
    return true;
  });
}

/** Lets what has stopped try again from where it stopped; whoever runs it begins within some seconds. False when it has not stopped. */
export async function resume({ checkpoints, database }: ReadSide, reader: ReadModel | Process): Promise<boolean> {
  const key = 'reactions' in reader ? keyOfProcess(reader) : keyOf(reader);
  return database.transaction(async (client) => {
    const [held] = await checkpoints.lock(on(client), [key]);
    if (held?.status !== 'stopped') return false;
    await checkpoints.mark(on(client), [held], goingOn(held));
    return true;
  });
}

/** Lets deadlines of this kind that a rule has refused be tried again, by whoever runs them; gives how many those are. */
export const retryDeadlines = ({ database, settled }: ReadSide, deadlines: Deadlines): Promise<number> => settled.reopen(database.ask, deadlines);

/**
 * After the event store was restored or replaced, and an operator has found it to be the right one: takes the processes back to where its past parted from
 * what they have read, rebuilds the read models, and lets deadlines fire again whose events are not in it. What was only in the lost part of the store is lost.
 */
export async function acceptStore(side: ReadSide, readers: Readers, options: RebuildOptions = {}): Promise<void> {
  const { checkpoints, database, parked, settled, store } = side;
  await install(side, readers);
  const identity = await store.identity();
  const head = await store.head();
  const keys = readers.processes.map(keyOfProcess);
  await database.transaction(async (client) => {
    for (const held of await checkpoints.lock(on(client), keys)) {
      if (isOfStore(held, identity, head)) continue;
      const parted = partedAt(held, identity, head);
      await checkpoints.place(on(client), held, parted, identity);
      await parked.clear(on(client), held, parted);
      await checkpoints.mark(on(client), [held], 'live');
    }
    await settled.clear(on(client));
  });
  for (const model of readers.readModels) await rebuild(side, model, options);
}
