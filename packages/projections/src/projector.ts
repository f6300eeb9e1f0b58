import type { Deadlines, Process } from '@cairn/event-sourcing';
import type { EventStore } from '@cairn/event-store';
import type { CheckpointKey } from './checkpoints.js';
import { Database } from './database.js';
import { versioned, type ReadModel, type RowOf } from './define-read-model.js';
import type { Log } from './errors.js';
import { Feed } from './feed.js';
import { pendingOf } from './pending.js';
import type { Perform } from './perform.js';
import { readSide, type ReadSide } from './read-side.js';
import { Queries } from './queries.js';
import type { Rows } from './rows.js';
import { ServiceRunner } from './service-runner.js';
import type { ServiceStatus } from './status.js';

export interface ProjectedService {
  /** The service's name, which is also its PostgreSQL schema. */
  readonly name: string;
  /** Where the service's database is. */
  readonly url: string;
  readonly readModels: readonly ReadModel[];
  readonly processes?: readonly Process[];
  /** What is pending of these is folded as a read model of their name. */
  readonly deadlines?: readonly Deadlines[];
  /** Carries out what processes and deadlines decide: `performWith(streams)`. */
  readonly perform?: Perform;
}

export interface ProjectorOptions {
  readonly store: EventStore;
  readonly services: readonly ProjectedService[];
  readonly log?: Log;
  /** By which deadlines are due; default: the clock of this machine. */
  readonly now?: () => Date;
  /** Connections per service that answer queries; default 4. */
  readonly queryConnections?: number;
  /** Most events in a batch; default 1000. */
  readonly batchSize?: number;
}

/**
 * The read side of one operating-system process: reads the store once and keeps the read models and processes of all its services at the head, as far as no
 * other replica does. Nothing that fails outside stops it: it tries on from the checkpoints.
 */
export class Projector {
  private readonly services = new Map<string, Projected>();
  private readonly databases = new Map<string, Database>();
  private readonly feed: Feed;
  private stopping: Promise<void> | undefined;

  constructor(private readonly options: ProjectorOptions) {
    this.feed = new Feed(options.store, options.batchSize);
    for (const service of options.services) this.services.set(service.name, this.project(service));
  }

  private project({ name, url, readModels: own, processes = [], deadlines = [], perform }: ProjectedService): Projected {
    const readModels = [...own, ...deadlines.map(pendingOf)];
    refuseTwice(readModels.map(versioned), `read model of ${name}`);
    refuseTwice(namesOf(deadlines), `deadline of ${name}`);
    refuseTwice(namesOf(processes), `process of ${name}`);
    if (!perform && processes.length + deadlines.length > 0) throw new Error(`${name} has processes or deadlines, but nothing that performs what they decide`);
    const { store, log = () => undefined, queryConnections = 4, now = () => new Date() } = this.options;
    const database = this.databases.get(url) ?? new Database(url);
    this.databases.set(url, database);
    const side = readSide({ service: name, store, database, log });
    const doing = { perform: perform ?? (async () => undefined), now };
    const runner: ServiceRunner = new ServiceRunner(side, this.feed, { readModels, processes, deadlines }, doing, () => queries.open());
    const queries = new Queries(url, name, readModels, runner.standing, queryConnections);
    return { runner, queries, perform: doing.perform };
  }

  /** Begins in the background: neither the store nor a database need be there yet. */
  start(): void {
    for (const { runner } of this.services.values()) runner.start();
  }

  /** Finishes the batches in hand, stores every position, gives the locks back. The store stays open. */
  stop(): Promise<void> {
    return (this.stopping ??= this.end());
  }

  private async end(): Promise<void> {
    const services = [...this.services.values()];
    await Promise.all(services.map(({ runner }) => runner.stop()));
    this.feed.close();
    await Promise.all(services.map(({ queries }) => queries.close()));
    await Promise.all([...this.databases.values()].map((database) => database.close()));
  }

  /** Until everything that answers queries of these services, by default of all, has come to the head once. */
  async whenReady(services: readonly string[] = [...this.services.keys()]): Promise<void> {
    await Promise.all(services.map((service) => this.of(service).runner.whenReady()));
  }

  isReady(service: string): boolean {
    return this.of(service).runner.ready;
  }

  /** Until all that queries of the service are answered from has reached the position, on whichever replica it runs. Throws `PositionNotReached`. */
  waitFor(service: string, position: bigint, timeoutMs: number): Promise<void> {
    return this.of(service).runner.standing.waitFor(position, timeoutMs);
  }

  /** This release defines it, or its queries are answered from it. */
  isCurrent(service: string, of: CheckpointKey): boolean {
    return this.of(service).runner.standing.isCurrent(of);
  }

  rows<M extends ReadModel>(service: string, model: M): Rows<RowOf<M> & object> {
    return this.of(service).queries.rows(model);
  }

  /** For `rebuild`, `verify`, `replayParked` and the like, beside what runs. */
  side(service: string): ReadSide {
    return this.of(service).runner.side;
  }

  /** Carries out what processes of the service decide. */
  perform(service: string): Perform {
    return this.of(service).perform;
  }

  status(): Promise<ServiceStatus[]> {
    return Promise.all([...this.services.values()].map(({ runner }) => runner.status()));
  }

  private of(service: string): Projected {
    const found = this.services.get(service);
    if (!found) throw new Error(`no service named ${service} is read here`);
    return found;
  }
}

interface Projected {
  readonly runner: ServiceRunner;
  readonly queries: Queries;
  readonly perform: Perform;
}

const namesOf = (all: readonly { readonly name: string }[]) => all.map(({ name }) => name);

function refuseTwice(names: readonly string[], what: string): void {
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) throw new Error(`${twice} is listed twice as a ${what}`);
}
