import { DomainError, UnknownEventSchema, type AnyRecorded, type Performance, type Process } from '@cairn/event-sourcing';
import { StoreUnavailable } from '@cairn/event-store';
import type { Obstacle } from './batch.js';
import { codeOf } from './errors.js';
import type { Arrival } from './page.js';
import type { ParkedEvent } from './parked.js';
import { causedBy, type Perform } from './perform.js';
import { BackOff, late, pause, within } from './waiting.js';

/** Streams that one process writes to at the same time. */
const sideBySide = 16;
/** How long a performance may take before it counts as unanswered, in milliseconds. */
export const patience = 30_000;
/** How often an unexpected fault is tried before the event is parked. */
export const tries = 3;

interface Job {
  readonly cause: AnyRecorded;
  readonly performance: Performance;
  readonly ordinal: number;
}

/** What became of some events. */
export interface Performed {
  /** Those that could not be acted upon. */
  readonly parked: readonly ParkedEvent[];
  /** Where the process has to stop, because a newer release has written the event, or to the stream that it leads to: from there on all must come again. */
  readonly obstacle: Obstacle | undefined;
}

/**
 * Performs what the process decides upon these events: in their order where they lead to the same stream, side by side otherwise. While the store cannot be
 * reached it tries on. Undefined when the signal aborted first: then the same events must come again.
 */
export async function performAll(process: Process, arrivals: readonly Arrival[], perform: Perform, signal: AbortSignal): Promise<Performed | undefined> {
  const parked = new Map<bigint, ParkedEvent>();
  const obstacles: Obstacle[] = [];
  const giveUp = ({ position, stream, revision }: Place, tenant: string, error: unknown) => {
    const errorCode = codeOf(error);
    if (error instanceof UnknownEventSchema) obstacles.push({ position, code: errorCode });
    else parked.set(position, { tenant, key: stream, position, stream, revision, errorCode });
  };
  const jobs: Job[] = [];
  for (const arrival of arrivals) {
    if (obstacles.length > 0) break;
    try {
      jobs.push(...jobsOf(process, arrival));
    } catch (error) {
      giveUp(arrival.stored, arrival.stored.tenant, error);
    }
  }
  const targetOf = ({ cause, performance }: Job) => targetKey(cause.metadata.tenant, performance);
  await inOrderPerTarget(jobs, targetOf, (job) =>
    performUntilSettled(process.name, job, perform, signal).catch((error: unknown) => void giveUp(job.cause, job.cause.metadata.tenant, error)),
  );
  if (signal.aborted) return undefined;
  const obstacle = obstacles.reduce<Obstacle | undefined>((first, each) => (first && first.position < each.position ? first : each), undefined);
  return { parked: [...parked.values()].filter(({ position }) => !obstacle || position < obstacle.position), obstacle };
}

export const targetKey = (tenant: string, { stream, id }: Performance): string => JSON.stringify([tenant, stream.category, id]);

/** Works through the jobs in their order where they have the same target, side by side otherwise. */
export async function inOrderPerTarget<J>(jobs: readonly J[], targetOf: (job: J) => string, work: (job: J) => Promise<void>): Promise<void> {
  const queues = new Map<string, J[]>();
  for (const job of jobs) queues.set(targetOf(job), [...(queues.get(targetOf(job)) ?? []), job]);
  const waiting = [...queues.values()];
  const worker = async () => {
    for (let queue = waiting.shift(); queue; queue = waiting.shift()) for (const job of queue) await work(job);
  };
  await Promise.all(Array.from({ length: Math.min(sideBySide, waiting.length) }, worker));
}

type Place = Pick<AnyRecorded, 'position' | 'stream' | 'revision'>;

function jobsOf(process: Process, arrival: Arrival): Job[] {
  const jobs = process.reactions
    .filter(({ definition }) => definition.type === arrival.stored.type)
    .flatMap(({ definition, react }) => {
      const cause = arrival.as(definition);
      return react(cause).map((performance) => ({ cause, performance }));
    });
  return jobs.map((job, ordinal) => ({ ...job, ordinal }));
}

/** Until it is done, or the signal aborts. Throws that for which it was given up. */
async function performUntilSettled(process: string, { cause, performance, ordinal }: Job, perform: Perform, signal: AbortSignal): Promise<void> {
  const backOff = new BackOff();
  let faults = 0;
  while (!signal.aborted) {
    try {
      if ((await within(perform(performance, causedBy(cause, process, performance, ordinal)), patience)) !== late) return;
    } catch (error) {
      if (isRefusal(error) || error instanceof UnknownEventSchema || (!isPassing(error) && ++faults === tries)) throw error;
    }
    await pause(backOff.failed(), signal);
  }
}

/** A rule said no, and will say no again. Being overtaken by others is not a rule. */
export const isRefusal = (error: unknown): boolean => error instanceof DomainError && error.code !== 'CONCURRENT_CHANGE';

/** The store or a database cannot be reached or does not serve at the moment, or a newer release is about to take over. */
export function isPassing(error: unknown): boolean {
  if (error instanceof StoreUnavailable || error instanceof DomainError || error instanceof UnknownEventSchema) return true;
  if (!(error instanceof Error)) return false;
  const code = 'code' in error ? String(error.code) : '';
  return /^(08|53|57|58|40|55P03|E[A-Z]+$)/.test(code) || /^(Connection terminated|timeout exceeded|Query read timeout)/.test(error.message);
}
