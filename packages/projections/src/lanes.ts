import { keyOf, Member } from './batch.js';
import { checkpointId, goingOn, on, type Checkpoint, type CheckpointKey } from './checkpoints.js';
import type { ReadModel } from './define-read-model.js';
import type { Feed } from './feed.js';
import type { Readers } from './install.js';
import { Lane, type LaneHost } from './lane.js';
import { pendingOf } from './pending.js';
import type { Perform } from './perform.js';
import { keyOfProcess, ProcessLane } from './process-lane.js';
import type { ReadSide } from './read-side.js';
import { Ticker } from './ticker.js';

/** What the supervisor of the lanes wants to know. */
export interface LaneEvents {
  /** Something has come further. */
  moved(): void;
  /** Another version answers queries, or a read model is complete. */
  flipped(): Promise<void>;
  /** A lane has ended; with what it could not cope with, if that was why. */
  ended(error?: unknown): void;
}

/** How what is decided is done, and by which clock it is due. */
export interface Doing {
  readonly perform: Perform;
  readonly now: () => Date;
}

/** All that one process runs of a service at the moment. */
export class Lanes implements LaneHost {
  private readonly reading = new Set<Lane>();
  private readonly processing = new Map<string, ProcessLane>();
  /** By name of the deadlines. */
  private readonly ticking = new Set<string>();
  private readonly inHand = new Set<Promise<void>>();
  private readonly stoppedHere = new Map<string, CheckpointKey>();
  readonly keys: readonly CheckpointKey[];

  constructor(
    readonly side: ReadSide,
    readonly feed: Feed,
    private readonly readers: Readers,
    private readonly doing: Doing,
    /** Whether deadlines of this version are to be performed. */
    private readonly performs: (version: Pick<ReadModel, 'name' | 'version'>) => boolean,
    private readonly events: LaneEvents,
  ) {
    this.keys = [...readers.readModels.map(keyOf), ...readers.processes.map(keyOfProcess)];
  }

  leader(): Lane | undefined {
    let leader: Lane | undefined;
    for (const lane of this.reading) if (!leader || lane.position > leader.position) leader = lane;
    return leader;
  }

  advanced = (): void => this.events.moved();
  flipped = (): Promise<void> => this.events.flipped();

  stopped({ key }: Pick<Member, 'key'>): void {
    this.stoppedHere.set(checkpointId(key), key);
  }

  /** Where a version stands that runs here. */
  position = (name: string, version: number): bigint | undefined => [...this.reading].find((lane) => lane.has(name, version))?.position;

  /** Of those that may be run here, the ones that are not, and that no event has stopped. `status` says what the checkpoints say. */
  idle(held: ReadonlySet<string>, status: (key: CheckpointKey) => Checkpoint['status'] | undefined): CheckpointKey[] {
    for (const [id, key] of this.stoppedHere) if (status(key) !== 'stopped') this.stoppedHere.delete(id);
    return this.keys.filter((key) => held.has(checkpointId(key)) && !this.runs(key) && !this.stoppedHere.has(checkpointId(key)));
  }

  private runs({ kind, name, version }: CheckpointKey): boolean {
    return kind === 'process' ? this.processing.has(name) : this.position(name, version) !== undefined;
  }

  /** Starts what is idle from its checkpoint, until the signal aborts; what had stopped gets another chance. */
  async begin(keys: readonly CheckpointKey[], signal: AbortSignal): Promise<void> {
    const { checkpoints, database } = this.side;
    const found = await database.transaction((client) => checkpoints.of(on(client), keys));
    await database.transaction(async (client) => {
      for (const each of found) if (each.status === 'stopped') await checkpoints.mark(on(client), [each], goingOn(each));
    });
    for (const { kind, name, position } of found) if (kind === 'process') this.beginProcess(name, position, signal);
    for (const [position, members] of this.byPosition(found)) {
      const lane = new Lane(this, members, position);
      this.reading.add(lane);
      this.follow(lane.run(signal), () => this.reading.delete(lane));
    }
    this.beginTickers(found, signal);
    this.events.moved(); // the checkpoint may be further than anybody heard: whoever waits for it looks again
  }

  /** Where what is pending is folded, there it is also performed. */
  private beginTickers(found: readonly CheckpointKey[], signal: AbortSignal): void {
    for (const deadlines of this.readers.deadlines ?? []) {
      const { name, version } = pendingOf(deadlines);
      const isFolded = found.some((each) => each.kind === 'read-model' && each.name === name && each.version === version);
      if (!isFolded || this.ticking.has(name)) continue;
      this.ticking.add(name);
      const ticker = new Ticker({
        ...{ side: this.side, deadlines, ...this.doing },
        position: () => this.position(name, version),
        isActive: () => this.performs({ name, version }),
      });
      this.follow(ticker.run(signal), () => this.ticking.delete(name));
    }
  }

  private byPosition(found: readonly Checkpoint[]): Map<bigint, Member[]> {
    const members = new Map<bigint, Member[]>();
    for (const { kind, name, version, position, built } of found) {
      const model = this.readers.readModels.find((each) => kind === 'read-model' && each.name === name && each.version === version);
      if (model) members.set(position, [...(members.get(position) ?? []), new Member(this.side.service, model, built)]);
    }
    return members;
  }

  private beginProcess(name: string, position: bigint, signal: AbortSignal): void {
    const process = this.readers.processes.find((each) => each.name === name)!;
    const lane = new ProcessLane(this, process, this.doing.perform, position);
    this.processing.set(name, lane);
    this.follow(lane.run(signal), () => this.processing.delete(name));
  }

  private follow(running: Promise<void>, remove: () => void): void {
    const run: Promise<void> = running.then(
      () => this.gone(run, remove),
      (error: unknown) => this.gone(run, remove, error),
    );
    this.inHand.add(run);
  }

  private gone(run: Promise<void>, remove: () => void, error?: unknown): void {
    remove();
    this.inHand.delete(run);
    this.events.ended(error);
  }

  /** Until every batch in hand is finished. */
  async finished(): Promise<void> {
    await Promise.all(this.inHand);
  }
}
