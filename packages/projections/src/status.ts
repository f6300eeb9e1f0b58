import type { Deadlines } from '@cairn/event-sourcing';
import type { EventStore } from '@cairn/event-store';
import { on, type Checkpoint } from './checkpoints.js';
import type { ReadSide } from './read-side.js';
import type { RebuildRecord } from './rebuilds.js';
import type { DeadlineCounts } from './settled.js';
import type { Standing } from './standing.js';

/** How a read model or a process stands. Positions are decimal strings: they end beyond 2^53. */
export interface ReaderStatus {
  readonly name: string;
  readonly version: number;
  readonly status: Checkpoint['status'];
  /** This release defines it, or is answered from it. Others wait for a release that does, or to be retired. */
  readonly current: boolean;
  readonly position: string;
  /** Positions between it and the end of the store; a store may leave gaps, so at most as many events. */
  readonly lag: string;
  /** How long ago the oldest event was stored that it has not seen; 0 at the end of the store. */
  readonly lagSeconds: number;
  /** Events that wait for an operator. */
  readonly parked: number;
  readonly stoppedBy?: { readonly code: string; readonly position: string };
  readonly updatedAt: string;
}

export interface ReadModelStatus extends ReaderStatus {
  /** Queries are answered from this version. */
  readonly active: boolean;
  /** The last one of this version, if there ever was one. */
  readonly rebuild?: RebuildStatus;
}

export interface RebuildStatus {
  /** `interrupted`: whoever did it is gone. It changed nothing, as one that has `failed`. */
  readonly state: 'running' | 'done' | 'failed' | 'interrupted';
  readonly startedAt: string;
  readonly finishedAt?: string;
  /** How far it has read, and to where it goes. */
  readonly position: string;
  readonly until: string;
  /** Events that it could not fold, and the later ones of their keys. */
  readonly parked?: number;
  readonly error?: string;
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
  const rebuilds = await side.database.transaction((client) => side.rebuilds.all(on(client)));
  const age = agesIn(side.store, head, now);
  const readers = await Promise.all(
    standing.all().map(async (each) => ({ each, status: statusOf(each, standing.isCurrent(each), head, await age(each.position)) })),
  );
  const rebuildOf = (each: Checkpoint) => rebuilds.find(({ name, version }) => name === each.name && version === each.version);
  return {
    head: String(head),
    readModels: readers
      .filter(({ each }) => each.kind === 'read-model')
      .map(({ each, status }) => ({ ...status, active: standing.isActive(each), ...rebuildStatusOf(rebuildOf(each)) })),
    processes: readers.filter(({ each }) => each.kind === 'process').map(({ status }) => status),
    deadlines: await Promise.all(deadlines.map((each) => deadlineStatusOf(side, each, now))),
  };
}

async function deadlineStatusOf({ database, settled }: ReadSide, deadlines: Deadlines, now: Date): Promise<DeadlineStatus> {
  const { next, ...counts } = await settled.counts(database.ask, deadlines, now.getTime());
  return { name: deadlines.name, ...counts, ...(next !== null && { next: new Date(next).toISOString() }) };
}

/** Seconds since the first event after a position was stored. Who stands at the same position shares the look. */
function agesIn(store: EventStore, head: bigint, now: Date): (position: bigint) => Promise<number> {
  const looks = new Map<bigint, Promise<number>>();
  const look = async (position: bigint) => {
    const [oldest] = (await store.readAll(position, { limit: 1 })).events;
    return oldest ? Math.max(0, now.getTime() - oldest.created.getTime()) / 1000 : 0;
  };
  return (position) => {
    if (position >= head) return Promise.resolve(0);
    const looking = looks.get(position) ?? look(position);
    looks.set(position, looking);
    return looking;
  };
}

function rebuildStatusOf(record: RebuildRecord | undefined): { rebuild?: RebuildStatus } {
  if (!record) return {};
  const { startedAt, finishedAt, position, until, parked, errorCode } = record;
  return {
    rebuild: {
      state: rebuildState(record),
      startedAt: startedAt.toISOString(),
      ...(finishedAt && { finishedAt: finishedAt.toISOString() }),
      position: String(position),
      until: String(until),
      ...(parked !== null && { parked }),
      ...(errorCode !== null && { error: errorCode }),
    },
  };
}

function rebuildState({ finishedAt, running, errorCode }: RebuildRecord): RebuildStatus['state'] {
  if (finishedAt) return errorCode === null ? 'done' : 'failed';
  return running ? 'running' : 'interrupted';
}

const statusOf = (
  { name, version, status, position, parked, errorCode, errorPosition, updatedAt }: Checkpoint,
  current: boolean,
  head: bigint,
  lagSeconds: number,
): ReaderStatus => ({
  name,
  version,
  status,
  current,
  position: String(position),
  lag: String(head > position ? head - position : 0n),
  lagSeconds,
  parked,
  ...(errorCode !== null && errorPosition !== null && { stoppedBy: { code: errorCode, position: String(errorPosition) } }),
  updatedAt: updatedAt.toISOString(),
});
