import type { AnyRecorded, Deadlines, Performance } from '@cairn/event-sourcing';
import type { CommandContext, Streams } from '@cairn/event-store';
import { v5 as uuidv5 } from 'uuid';
import { deadlineOf } from './pending.js';
import type { Open } from './settled.js';

/**
 * Carries out what a process or a deadline wants done. MUST do it at most once per command id, however often it is called. Throws `DomainError` when a rule
 * refuses it; anything else means: try again.
 */
export type Perform = (performance: Performance, context: CommandContext) => Promise<unknown>;

/** Performs by `transact`. */
export const performWith =
  (streams: Streams): Perform =>
  ({ stream, id, decide }, context) =>
    streams.transact(stream, id, decide, context);

/** Namespaces of the command ids that processes and deadlines derive. */
const processes = '5d1c0c52-4f0e-5e5e-9f64-0f9d3f2f6a11';
const deadlines = '0b6a9e0e-6a55-5d0c-8f0f-3f5c1c7d2b90';

/** The command id of a performance: the same for every delivery of its cause. */
export const performanceId = (process: string, causeId: string, stream: string, ordinal: number): string =>
  uuidv5(JSON.stringify([process, causeId, stream, ordinal]), processes);

/** The command id of a deadline: the same for everybody who finds it due. So one that was performed and is set again to the same instant is done already. */
export const deadlineId = (stream: string, name: string, due: string): string => uuidv5(JSON.stringify([stream, name, due]), deadlines);

/**
 * The process acts under its own name, on behalf of the person whose doing set it off, in the same correlation, and at the same time of occurrence: what
 * follows from a fact of last year was true last year.
 */
export const causedBy = ({ metadata }: AnyRecorded, process: string, { stream, id }: Performance, ordinal: number): CommandContext => ({
  tenant: metadata.tenant,
  actor: { person: `process:${process}`, role: 'process', onBehalfOf: metadata.actor.onBehalfOf ?? metadata.actor.person },
  correlationId: metadata.correlationId,
  causationId: metadata.id,
  commandId: performanceId(process, metadata.id, `${stream.category}-${id}`, ordinal),
  follows: metadata.occurredAt,
});

/** As of a process, because of the event that set the deadline; what follows from it was true at the instant when it was due, however late that is seen. */
export function dueNow({ name }: Deadlines, { stream, id }: Performance, open: Open): CommandContext {
  const { of, due } = deadlineOf(open);
  return {
    tenant: open.tenant,
    actor: { person: `deadline:${name}`, role: 'process', onBehalfOf: open.onBehalfOf },
    correlationId: open.correlationId,
    causationId: open.setBy,
    commandId: deadlineId(`${stream.category}-${id}`, of === undefined ? name : `${name}/${of}`, due),
    follows: due,
  };
}
