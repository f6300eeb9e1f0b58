import type { Envelope } from '@cairn/event-sourcing';
import type { EventData, JSONType, RecordedEvent } from '@kurrent/kurrentdb-client';
import { canonicalJson, type CanonicalEvent } from '../canonical.js';
import type { StoredEvent } from '../port.js';
import { placeOf } from './stream-name.js';

/** What the protocol says for "unknown". */
const noPosition = 2n ** 64n - 1n;

/**
 * The event as it is sent. Metadata travels as the canonical bytes; data passes through the client's own JSON writer, which puts properties with integer
 * names first, so its bytes may be another spelling of the same JSON. {@link storedEvent} restores the canonical one.
 */
export const eventToSend = ({ id, type, data, metadata }: CanonicalEvent): EventData => ({
  id,
  type,
  contentType: 'application/json',
  data: JSON.parse(data) as JSONType,
  // Only what is exactly a Uint8Array is sent as it is; a Buffer would be written as JSON.
  metadata: Uint8Array.from(Buffer.from(metadata, 'utf8')),
});

/** The event as it was appended; undefined when it is not ours: in another stream, or put into one of ours by others, without an envelope. `created` is in whole seconds: the native part of the client drops the rest. */
export function storedEvent(recorded: RecordedEvent): StoredEvent | undefined {
  const place = placeOf(recorded.streamId);
  const schemaVersion = schemaVersionIn(recorded.metadata);
  if (!place || !recorded.isJson || schemaVersion === undefined) return undefined;
  const { id, type, revision, created, data, metadata } = recorded;
  return {
    id,
    type,
    schemaVersion,
    ...place,
    revision,
    position: positionOf(recorded),
    created,
    data: canonicalJson(data, 'data'),
    metadata: canonicalJson(metadata, 'metadata'),
  };
}

/** What an envelope says; undefined for what is none. */
function schemaVersionIn(metadata: unknown): number | undefined {
  const { schemaVersion } = (metadata ?? {}) as Partial<Envelope>;
  return Number.isInteger(schemaVersion) ? schemaVersion : undefined;
}

/** The event's place among all. Commit and prepare position are the same for events that are not part of an explicit transaction, as ours never are. */
export function positionOf({ position }: RecordedEvent): bigint {
  if (position === undefined || position.commit === noPosition)
    throw new Error('this KurrentDB is too old: before 22.6, events of a stream come without their position');
  return position.commit;
}
