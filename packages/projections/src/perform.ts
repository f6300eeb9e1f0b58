import type { AnyRecorded, Performance } from '@cairn/event-sourcing';
import type { Outcome, Streams } from '@cairn/event-store';
import { v5 as uuidv5 } from 'uuid';

/**
 * Carries out what a process wants done because of an event. MUST do it at most once per process, cause, target stream and ordinal, however often it is
 * called. Throws `DomainError` when a rule refuses it; anything else means: try again.
 */
export type Perform = (process: string, performance: Performance, cause: AnyRecorded, ordinal: number) => Promise<unknown>;

/** Namespace of the command ids that processes derive. */
const processes = '5d1c0c52-4f0e-5e5e-9f64-0f9d3f2f6a11';

/** The command id of a performance: the same for every delivery of its cause. */
export const performanceId = (process: string, causeId: string, stream: string, ordinal: number): string =>
  uuidv5(JSON.stringify([process, causeId, stream, ordinal]), processes);

/**
 * Performs by `transact`. The process acts under its own name, on behalf of the person whose doing set it off, in the same correlation, and at the same time
 * of occurrence: what follows from a fact of last year was true last year.
 */
export function performWith(streams: Streams): Perform {
  return (process, { stream, id, decide }, { metadata }, ordinal): Promise<Outcome> =>
    streams.transact(stream, id, decide, {
      tenant: metadata.tenant,
      actor: { person: `process:${process}`, role: 'process', onBehalfOf: metadata.actor.onBehalfOf ?? metadata.actor.person },
      correlationId: metadata.correlationId,
      causationId: metadata.id,
      commandId: performanceId(process, metadata.id, `${stream.category}-${id}`, ordinal),
      occurredAt: metadata.occurredAt,
    });
}
