import type { Checkpoint } from './checkpoints.js';
import { Halted } from './errors.js';
import type { ReadSide } from './read-side.js';

/**
 * Throws {@link Halted} when a checkpoint was written in another store than this one, or ahead of everything that this one holds: it was restored from a
 * backup, or replaced, and what was read since is not in it. `checkpoints` were read before this call.
 */
export async function assertSameStore({ service, store }: ReadSide, checkpoints: readonly Checkpoint[]): Promise<void> {
  const { storeId, epoch } = await store.identity();
  const head = await store.head();
  for (const { kind, name, version, position, ...of } of checkpoints) {
    const same = of.storeId === storeId && of.epoch === epoch;
    if (same && position <= head) continue;
    const reader = kind === 'process' ? `the process ${name}` : `${name}@${version}`;
    const why = same ? `this store ends at ${head}` : `that was in store ${of.storeId}, epoch ${of.epoch}; this is store ${storeId}, epoch ${epoch}`;
    throw new Halted(
      'STORE_REPLACED',
      `${service} is halted: ${reader} has read up to position ${position}, but ${why}. The event store was restored from a backup or replaced. ` +
        `Check which copy is right; then accept this store for ${service}, which rebuilds its read models and takes its processes back to the end of the store`,
    );
  }
}
