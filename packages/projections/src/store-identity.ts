import { START, type StoreIdentity } from '@cairn/event-store';
import { on, type Checkpoint, type StoreLife } from './checkpoints.js';
import { Halted } from './errors.js';
import type { ReadSide } from './read-side.js';

export const isSameLife = (one: StoreLife, other: StoreLife): boolean => one.storeId === other.storeId && one.epoch === other.epoch;

/** The checkpoint speaks of this store, and of nothing that it does not hold. */
export const isOfStore = (checkpoint: Checkpoint, identity: StoreIdentity, head: bigint): boolean =>
  isSameLife(checkpoint, identity) && checkpoint.rewoundTo === null && checkpoint.position <= head;

/**
 * Throws {@link Halted} when a checkpoint was written in another store than this one, or ahead of everything that this one holds: it was restored from a
 * backup, or replaced, and what was read since is not in it. Notes it, so that it holds, for every replica, however far the store grows meanwhile.
 * `checkpoints` were read before this call.
 */
export async function assertSameStore({ service, store, database, checkpoints: kept }: ReadSide, checkpoints: readonly Checkpoint[]): Promise<void> {
  const identity = await store.identity();
  const head = await store.head();
  const strange = checkpoints.filter((each) => !isOfStore(each, identity, head));
  if (!strange[0]) return;
  await database.transaction((client) => kept.rewind(on(client), strange, identity, head));
  const { kind, name, version, position, storeId, epoch, rewoundTo } = strange[0];
  const reader = kind === 'process' ? `the process ${name}` : `${name}@${version}`;
  const why = isSameLife(strange[0], identity)
    ? `this store ended at ${rewoundTo ?? head}`
    : `that was in store ${storeId}, epoch ${epoch}; this is store ${identity.storeId}, epoch ${identity.epoch}`;
  throw new Halted(
    'STORE_REPLACED',
    `${service} is halted: ${reader} has read up to position ${position}, but ${why}. The event store was restored from a backup or replaced. ` +
      `Check which copy is right; then accept this store for ${service}, which rebuilds its read models and takes its processes back to where the two parted`,
  );
}

/** Up to where what was read for the checkpoint is certainly what the store holds; before everything, when it is another store. */
export function partedAt({ storeId, epoch, position, rewoundTo }: Checkpoint, identity: StoreIdentity, head: bigint): bigint {
  if (storeId !== identity.storeId) return START;
  const since = identity.epoch > epoch ? identity.began.slice(epoch - identity.epoch) : [];
  return [rewoundTo ?? head, ...since].reduce((least, each) => (each < least ? each : least), position);
}
