import { randomUUID } from 'node:crypto';
import { canonicalJson, type CanonicalEvent } from '../canonical.js';
import type { StoreIdentity } from '../port.js';
import type { Appending } from './appending.js';
import type { Reading } from './reading.js';
import { positionOf } from './stored-event.js';

/**
 * Where the store keeps who it is: its last event tells. Not a name that a stream of ours can have, so it is in no page.
 * After a restore from a backup the operator has another event appended here, with the same `storeId` and the next `epoch`.
 */
export const identityStream = 'cairn.identity';

/** What its events say. Where an epoch began is where its event is. */
type Stored = Pick<StoreIdentity, 'storeId' | 'epoch'>;

export interface Founding {
  readonly identity: StoreIdentity;
  /** Nothing of ours lies at or before it: the first thing that we ever store is the identity. */
  readonly position: bigint;
}

/** Who the store is; a store that nobody has opened before is given an identity now. */
export async function founding(reading: Reading, appending: Appending): Promise<Founding> {
  const founded = await findIdentity(reading);
  if (founded) return founded;
  // Whoever comes second is refused, and finds what the first has written.
  await appending.append(identityStream, 'no-stream', [identityEvent('StoreFounded', { storeId: randomUUID(), epoch: 1 })]);
  const found = await findIdentity(reading);
  if (!found) throw new Error(`the stream ${identityStream} was written and cannot be read`);
  return found;
}

/** After the store was restored from a backup: whoever has read it before is told. */
export async function nextEpoch(reading: Reading, appending: Appending): Promise<StoreIdentity> {
  const { identity } = await founding(reading, appending);
  await appending.append(identityStream, 'exists', [identityEvent('StoreRestored', { storeId: identity.storeId, epoch: identity.epoch + 1 })]);
  return (await founding(reading, appending)).identity;
}

function identityEvent(type: string, identity: Stored): CanonicalEvent {
  const data = canonicalJson(identity, 'identity');
  return { id: randomUUID(), type, schemaVersion: 1, data, metadata: '{}', bytes: data.length };
}

async function findIdentity(reading: Reading): Promise<Founding | undefined> {
  const first = await reading.at(identityStream, 0n);
  const last = await reading.last(identityStream);
  if (!first || !last) return undefined;
  const { storeId, epoch } = last.data as Stored;
  const began: bigint[] = [];
  for (let revision = first.revision + 1n; revision < last.revision; revision++) {
    const raised = await reading.at(identityStream, revision);
    if (raised) began.push(positionOf(raised));
  }
  if (last.revision > first.revision) began.push(positionOf(last));
  return { identity: { storeId, epoch, began }, position: positionOf(first) };
}
