import type { Deadlines } from '@cairn/event-sourcing';
import type { Checkpoint } from './checkpoints.js';
import type { ReadSide } from './read-side.js';
import type { DeadlineCounts } from './settled.js';
import type { Standing } from './standing.js';

/** How a read model or a process stands. Positions are decimal strings: they end beyond 2^53. */
export interface ReaderStatus {
  readonly name: string;
  readonly version: number;
  readonly status: Checkpoint['status'];
  readonly position: string;
  /** Positions between it and the end of the store; a store may leave gaps, so at most as many events. */
  readonly lag: string;
  /** Events that wait for an operator. */
  readonly parked: number;
  readonly stoppedBy?: { readonly code: string; readonly position: string };
  readonly updatedAt: string;
}

export interface ReadModelStatus extends ReaderStatus {
  /** Queries are answered from this version. */
  readonly active: boolean;
}

/** How deadlines of one kind stand. */
export interface DeadlineStatus extends Omit<DeadlineCounts, 'next'> {
  readonly name: string;
  /** When the next one is due. */
  readonly next?: string;
}

export interface ServiceStatus {
  readonly service: string;
  /** `unavailable`: the store or the database does not answer at the moment. */
  readonly state: 'starting' | 'running' | 'halted' | 'unavailable';
  /** What an operator must do, when it is halted. */
  readonly instruction?: string;
  readonly head?: string;
  readonly readModels: readonly ReadModelStatus[];
  readonly processes: readonly ReaderStatus[];
  readonly deadlines: readonly DeadlineStatus[];
}

type Readers = Pick<ServiceStatus, 'head' | 'readModels' | 'processes' | 'deadlines'>;
export const nothingRead: Readers = { readModels: [], processes: [], deadlines: [] };

/** What the checkpoints say now; they trail what runs by at most some 100 ms. */
export async function readersOf(side: ReadSide, standing: Standing, deadlines: readonly Deadlines[], now: Date): Promise<Readers> {
  await standing.lookAfresh();
  const head = await side.store.head();
  const all = standing.all();
  return {
    head: String(head),
    readModels: all.filter(({ kind }) => kind === 'read-model').map((each) => ({ ...statusOf(each, head), active: standing.isActive(each) })),
    processes: all.filter(({ kind }) => kind === 'process').map((each) => statusOf(each, head)),
    deadlines: await Promise.all(deadlines.map((each) => deadlineStatusOf(side, each, now))),
  };
}

async function deadlineStatusOf({ database, settled }: ReadSide, deadlines: Deadlines, now: Date): Promise<DeadlineStatus> {
  const { next, ...counts } = await settled.counts(database.ask, deadlines, now.getTime());
  return { name: deadlines.name, ...counts, ...(next !== null && { next: new Date(next).toISOString() }) };
}

const statusOf = ({ name, version, status, position, parked, errorCode, errorPosition, updatedAt }: Checkpoint, head: bigint): ReaderStatus => ({
  name,
  version,
  status,
  position: String(position),
  lag: String(head > position ? head - position : 0n),
  parked,
  ...(errorCode !== null && errorPosition !== null && { stoppedBy: { code: errorCode, position: String(errorPosition) } }),
  updatedAt: updatedAt.toISOString(),
});
