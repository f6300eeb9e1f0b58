import { keyOf, Member } from './batch.js';
import { checkpointId, on, type Checkpoint, type CheckpointKey } from './checkpoints.js';
import { codeOf, Fenced, Halted } from './errors.js';
import type { Feed } from './feed.js';
import { install, type Readers } from './install.js';
import { Lane, type LaneHost } from './lane.js';
import { Lease } from './lease.js';
import type { Perform } from './perform.js';
import { keyOfProcess, ProcessLane } from './process-lane.js';
import type { ReadSide } from './read-side.js';
import { Standing } from './standing.js';
import { readersOf, type ServiceStatus } from './status.js';
import { assertSameStore } from './store-identity.js';
import { BackOff, Bell, pause } from './waiting.js';

/** Between two looks at who runs what, in milliseconds: how late another replica takes over. */
const round = 1000;
/** Between two looks while an operator has to act, in milliseconds. */
const haltedRound = 5000;

/**
 * Keeps the read models and processes of one service running, as far as no other replica does. Whatever fails is started again from its checkpoint after a
 * pause; only {@link Halted} waits for an operator.
 */
export class ServiceRunner implements LaneHost {
  readonly standing: Standing;
  /** Why nothing runs, when an operator has to act. */
  halted: Halted | undefined;
  private readonly lanes = new Set<Lane>();
  private readonly processLanes = new Map<string, ProcessLane>();
  private readonly inHand = new Set<Promise<void>>();
  private readonly stoppedHere = new Map<string, CheckpointKey>();
  private readonly moved = new Bell();
  private readonly attention = new Bell();
  private readonly backOff = new BackOff();
  private readonly ending = new AbortController();
  private readonly lease: Lease;
  /** Ends the lanes when the locks are lost. */
  private term = new AbortController();
  private supervising: Promise<void> | undefined;
  private installed = false;
  private called = false;
  private restAfterFailure = 0;

  constructor(
    readonly side: ReadSide,
    readonly feed: Feed,
    private readonly readers: Readers,
    private readonly perform: Perform,
    /** Runs once the tables are there. */
    private readonly whenInstalled: () => Promise<void>,
  ) {
    const here = (name: string, version: number) => [...this.lanes].find((lane) => lane.has(name, version))?.position;
    this.standing = new Standing(side, readers.readModels, here, this.moved);
    this.lease = new Lease(side.database.url, side.service, () => this.endTerm());
  }

  start(): void {
    this.supervising ??= this.supervise();
  }

  /** Finishes the batches in hand and gives the locks back. */
  async stop(): Promise<void> {
    this.ending.abort();
    this.attention.ring();
    await this.supervising;
    await Promise.all(this.inHand);
    await this.lease.close();
  }

  /** Everything that answers queries is complete, and an operator has nothing to do. */
  get ready(): boolean {
    return this.installed && !this.halted && this.standing.complete;
  }

  /** Until it is {@link ready}; at once when the runner stops. */
  async whenReady(): Promise<void> {
    while (!this.ready && !this.ending.signal.aborted) await this.moved.wait(100);
  }

  async status(): Promise<ServiceStatus> {
    const { service, store } = this.side;
    try {
      const readers = this.installed ? await readersOf(this.standing, store) : { readModels: [], processes: [] };
      if (this.halted) return { service, state: 'halted', instruction: this.halted.message, ...readers };
      return { service, state: this.installed ? 'running' : 'starting', ...readers };
    } catch {
      return { service, state: 'unavailable', readModels: [], processes: [] };
    }
  }

  leader(): Lane | undefined {
    let leader: Lane | undefined;
    for (const lane of this.lanes) if (!leader || lane.position > leader.position) leader = lane;
    return leader;
  }

  advanced = (): void => this.moved.ring();

  async flipped(): Promise<void> {
    await this.standing.lookAfresh();
    this.moved.ring();
  }

  stopped({ key }: Member): void {
    this.stoppedHere.set(checkpointId(key), key);
    this.call();
  }

  private async supervise(): Promise<void> {
    const { signal } = this.ending;
    while (!signal.aborted) {
      this.called = false;
      let rest = round;
      try {
        await this.look(this.term.signal);
      } catch (error) {
        this.called = false;
        rest = this.trouble(error);
      }
      if (!signal.aborted && !this.called) await this.attention.wait(rest);
      await pause(this.restAfterFailure, signal);
      this.restAfterFailure = 0;
    }
  }

  /** Something has ended: look at once. */
  private call(): void {
    this.called = true;
    this.attention.ring();
  }

  private async look(term: AbortSignal): Promise<void> {
    if (!this.installed) {
      await install(this.side, this.readers);
      await this.standing.look();
      await this.whenInstalled();
      this.installed = true;
    }
    const keys = [...this.readers.readModels.map(keyOf), ...this.readers.processes.map(keyOfProcess)];
    const held = await this.lease.acquire(keys.map(checkpointId));
    await this.standing.look();
    for (const [id, { kind, name, version }] of this.stoppedHere)
      if (this.standing.checkpoint(kind, name, version)?.status !== 'stopped') this.stoppedHere.delete(id);
    const idle = keys.filter((key) => held.has(checkpointId(key)) && !this.runs(key) && !this.stoppedHere.has(checkpointId(key)));
    if (idle.length > 0) await this.begin(idle, term);
    else this.backOff.succeeded();
    this.halted = undefined;
  }

  private runs({ kind, name, version }: CheckpointKey): boolean {
    return kind === 'process' ? this.processLanes.has(name) : [...this.lanes].some((lane) => lane.has(name, version));
  }

  /** Starts what is idle from its checkpoint; what had stopped gets another chance. */
  private async begin(keys: readonly CheckpointKey[], term: AbortSignal): Promise<void> {
    const { checkpoints, database } = this.side;
    const found = await database.transaction(async (client) => {
      const stored = await checkpoints.of(on(client), keys);
      const again = stored.filter(({ status }) => status === 'stopped');
      for (const each of again) await checkpoints.mark(on(client), [each], each.built ? 'live' : 'building');
      return stored;
    });
    await assertSameStore(this.side, found);
    for (const checkpoint of found.filter(({ kind }) => kind === 'process')) this.beginProcess(checkpoint, term);
    for (const [position, members] of this.byPosition(found)) {
      const lane = new Lane(this, members, position);
      this.lanes.add(lane);
      this.follow(lane, term, () => this.lanes.delete(lane));
    }
  }

  private byPosition(found: readonly Checkpoint[]): Map<bigint, Member[]> {
    const members = new Map<bigint, Member[]>();
    for (const { name, version, position, built } of found) {
      const model = this.readers.readModels.find((each) => each.name === name && each.version === version);
      if (model) members.set(position, [...(members.get(position) ?? []), new Member(this.side.service, model, built)]);
    }
    return members;
  }

  private beginProcess({ name, position }: Checkpoint, term: AbortSignal): void {
    const process = this.readers.processes.find((each) => each.name === name);
    if (!process) return;
    const lane = new ProcessLane(this.side, this.feed, process, this.perform, position, this.advanced);
    this.processLanes.set(name, lane);
    this.follow(lane, term, () => this.processLanes.delete(name));
  }

  private follow(lane: Lane | ProcessLane, term: AbortSignal, ended: () => void): void {
    const run = lane
      .run(AbortSignal.any([term, this.ending.signal]))
      .catch((error: unknown) => this.laneFailed(error))
      .finally(() => {
        ended();
        this.inHand.delete(run);
        this.call();
      });
    this.inHand.add(run);
  }

  private laneFailed(error: unknown): void {
    const { log, service } = this.side;
    if (error instanceof Fenced) log('info', 'another process has moved a checkpoint; going on from there', { service });
    else log('warn', 'reading was interrupted; it goes on from the checkpoint', { service, code: codeOf(error) });
    this.restAfterFailure = this.backOff.failed();
  }

  /** Gives how long to rest. */
  private trouble(error: unknown): number {
    const { log, service } = this.side;
    if (!(error instanceof Halted)) {
      log('warn', 'the read side cannot work at the moment; trying again', { service, code: codeOf(error) });
      return this.backOff.failed();
    }
    if (this.halted?.message !== error.message) log('error', error.message, { service, code: error.code });
    this.halted = error;
    this.term.abort();
    this.term = new AbortController();
    return haltedRound;
  }

  private endTerm(): void {
    this.term.abort();
    this.term = new AbortController();
    this.call();
  }
}
