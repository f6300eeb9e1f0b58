import { checkpointId } from './checkpoints.js';
import { codeOf, Fenced, Halted } from './errors.js';
import type { Feed } from './feed.js';
import { install, type Readers } from './install.js';
import { Lanes, type Doing } from './lanes.js';
import { Lease } from './lease.js';
import type { ReadSide } from './read-side.js';
import { Standing } from './standing.js';
import { assertSameStore } from './store-identity.js';
import { nothingRead, readersOf, type ServiceStatus } from './status.js';
import { BackOff, Bell, pause } from './waiting.js';

/** Between two looks at who runs what, in milliseconds: how late another replica takes over. */
const round = 1000;
/** Between two looks while an operator has to act, in milliseconds. */
const haltedRound = 5000;

/**
 * Keeps the read models and processes of one service running, as far as no other replica does. Whatever fails is started again from its checkpoint after a
 * pause; only {@link Halted} waits for an operator.
 */
export class ServiceRunner {
  readonly standing: Standing;
  private readonly lanes: Lanes;
  private readonly lease: Lease;
  private readonly moved = new Bell();
  private readonly attention = new Bell();
  private readonly backOff = new BackOff();
  private readonly ending = new AbortController();
  /** Ends what runs when the locks are lost. */
  private term = new AbortController();
  private supervising: Promise<void> | undefined;
  private installed = false;
  private halted: Halted | undefined;
  /** Something has ended since the last look. */
  private called = false;
  private restAfterFailure = 0;

  constructor(
    readonly side: ReadSide,
    feed: Feed,
    private readonly readers: Readers,
    private readonly doing: Doing,
    /** Runs once the tables are there. */
    private readonly whenInstalled: () => Promise<void>,
  ) {
    this.lanes = new Lanes(side, feed, readers, doing, (version) => this.standing.performs(version), {
      moved: () => this.moved.ring(),
      flipped: () => this.flipped(),
      ended: (error) => this.laneEnded(error),
    });
    this.standing = new Standing(side, readers.readModels, readers.processes, this.lanes.position, this.moved);
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
    await this.lanes.finished();
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
    const { service } = this.side;
    try {
      const readers = this.installed ? await readersOf(this.side, this.standing, this.readers.deadlines ?? [], this.doing.now()) : nothingRead;
      if (this.halted) return { service, state: 'halted', instruction: this.halted.message, ...readers };
      return { service, state: this.installed ? 'running' : 'starting', ...readers };
    } catch {
      return { service, state: 'unavailable', ...nothingRead };
    }
  }

  private async supervise(): Promise<void> {
    const { signal } = this.ending;
    while (!signal.aborted) {
      this.called = false;
      let rest = round;
      try {
        await this.look(this.term.signal);
      } catch (error) {
        rest = this.trouble(error);
        this.called = false;
      }
      if (!signal.aborted && !this.called) await this.attention.wait(rest);
      await pause(this.restAfterFailure, signal);
      this.restAfterFailure = 0;
    }
  }

  private async look(term: AbortSignal): Promise<void> {
    if (!this.installed) {
      await install(this.side, this.readers);
      await this.standing.look();
      await this.whenInstalled();
      this.installed = true;
    }
    const held = await this.lease.acquire(this.lanes.keys.map(checkpointId));
    await this.standing.look();
    await assertSameStore(this.side, this.standing.of(this.lanes.keys));
    const idle = this.lanes.idle(held, ({ kind, name, version }) => this.standing.checkpoint(kind, name, version)?.status);
    if (idle.length > 0) await this.lanes.begin(idle, AbortSignal.any([term, this.ending.signal]));
    else this.backOff.succeeded();
    this.halted = undefined;
  }

  private async flipped(): Promise<void> {
    await this.standing.lookAfresh();
    this.moved.ring();
  }

  private laneEnded(error?: unknown): void {
    const { log, service } = this.side;
    if (error instanceof Fenced) log('info', 'another process has moved a checkpoint; going on from there', { service });
    else if (error !== undefined) log('warn', 'reading was interrupted; it goes on from the checkpoint', { service, code: codeOf(error) });
    if (error !== undefined) this.restAfterFailure = this.backOff.failed();
    this.call();
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
    this.endTerm();
    return haltedRound;
  }

  private endTerm(): void {
    this.term.abort();
    this.term = new AbortController();
    this.call();
  }

  /** Look at once. */
  private call(): void {
    this.called = true;
    this.attention.ring();
  }
}
