import { upcast, type AnyRecorded, type Envelope, type EventDefinition } from '@cairn/event-sourcing';
import type { StoredEvent } from './port.js';

export type Decode = (stored: StoredEvent) => AnyRecorded;

/**
 * Reads stored events in the shape of today's definitions. Loose, so that releases can run side by side: unknown fields stay, and an event of a type that is
 * not listed keeps its data as it was stored. Throws `UnknownEventSchema` for a version of a listed type that is newer than its definition.
 */
export function decoderOf(definitions: readonly EventDefinition[]): Decode {
  const byType = new Map(definitions.map((definition) => [definition.type, definition]));
  return (stored) => {
    const definition = byType.get(stored.type);
    const data = JSON.parse(stored.data) as Record<string, unknown>;
    return {
      type: stored.type,
      data: definition ? upcast(definition, stored.schemaVersion, data) : data,
      metadata: JSON.parse(stored.metadata) as Envelope,
      stream: stored.stream,
      revision: stored.revision,
      position: stored.position,
    };
  };
}
