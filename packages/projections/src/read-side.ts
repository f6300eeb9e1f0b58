import type { EventStore } from '@cairn/event-store';
import { Checkpoints } from './checkpoints.js';
import type { Database } from './database.js';
import type { Log } from './errors.js';
import { Parked } from './parked.js';
import { Rebuilds } from './rebuilds.js';
import { Settled } from './settled.js';

/** Where one service keeps what it has read, and what it reads from. */
export interface ReadSide {
  /** Also the PostgreSQL schema. */
  readonly service: string;
  readonly store: EventStore;
  readonly database: Database;
  readonly checkpoints: Checkpoints;
  readonly parked: Parked;
  readonly settled: Settled;
  readonly rebuilds: Rebuilds;
  readonly log: Log;
}

export function readSide({ service, store, database, log }: Pick<ReadSide, 'service' | 'store' | 'database' | 'log'>): ReadSide {
  if (!/^[a-z][a-z0-9_]{0,62}$/.test(service)) throw new Error(`a service is named in lower case with underscores, not "${service}"`);
  return {
    service,
    store,
    database,
    log,
    checkpoints: new Checkpoints(service),
    parked: new Parked(service),
    settled: new Settled(service),
    rebuilds: new Rebuilds(service),
  };
}
