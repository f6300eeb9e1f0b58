import type { Process } from '@cairn/event-sourcing';
import { START } from '@cairn/event-store';
import { keyOf } from './batch.js';
import { checkpointId, on, type Checkpoint, type CheckpointKey } from './checkpoints.js';
import { versioned, type ReadModel } from './define-read-model.js';
import { PositionNotReached } from './errors.js';
import { definitionOf } from './install.js';
import type { ReadSide } from './read-side.js';
import { isSameLife } from './store-identity.js';
import type { Bell } from './waiting.js';

/** Between two looks at the checkpoints of another replica, in milliseconds. */
const lookAgain = 25;
/** How long a version counts as followed after it was last seen so, in milliseconds: meanwhile another replica takes it over. */
const takeOver = 5000;

type Version = Pick<ReadModel, 'name' | 'version'>;

/** Where the read models of a service stand, whichever replica runs them, and which versions answer its queries. */
export class Standing {
  private active: ReadonlyMap<string, number> = new Map();
  /** What was active at the first look: the queries of this process know these versions, and those of this release. */
  private activeAtFirst: ReadonlyMap<string, number> | undefined;
  /** When somebody was last seen following them, by {@link checkpointId}. */
  private readonly seen = new Map<string, number>();
  private followed: ReadonlySet<string> = new Set();
  /** Versions of this release that answer because nobody follows the active one. */
  private readonly standIns = new Set<string>();
  private checkpoints: readonly Checkpoint[] = [];
  private looking: Promise<void> | undefined;

  constructor(
    private readonly side: ReadSide,
    private readonly readModels: readonly ReadModel[],
    private readonly processes: readonly Pick<Process, 'name'>[],
    /** The position of a version that runs in this process: newer than its checkpoint. */
    private readonly here: (name: string, version: number) => bigint | undefined,
    /** Rings when a position here has moved. */
    private readonly moved: Bell,
  ) {}

  /** Reads what the checkpoints say. Those who ask at the same time share the answer. */
  look(): Promise<void> {
    return (this.looking ??= this.read().finally(() => (this.looking = undefined)));
  }

  /** As {@link look}, but certainly sees what was committed before the call. */
  async lookAfresh(): Promise<void> {
    await this.looking?.catch(() => undefined);
    await this.look();
  }

  private async read(): Promise<void> {
    const { checkpoints, database } = this.side;
    const followed = await database.transaction(async (client) => {
      this.checkpoints = await checkpoints.all(on(client));
      this.active = await checkpoints.active(on(client));
      return checkpoints.followed(on(client));
    });
    this.activeAtFirst ??= this.active;
    const now = performance.now();
    for (const id of followed) this.seen.set(id, now);
    this.followed = new Set([...this.seen].flatMap(([id, at]) => (now - at < takeOver ? [id] : [])));
    for (const model of this.readModels) this.compare(model);
  }

  /** Whoever answers next has come at least as far as whoever has answered so far, so that nobody is answered from an earlier state. */
  private compare(model: ReadModel): void {
    const active = this.active.get(model.name);
    if (active === undefined) return;
    const [ours, theirs] = [model.version, active].map((version) => this.checkpoint('read-model', model.name, version));
    const own = this.positionOf(model.name, model.version);
    const other = ours && theirs && isSameLife(ours, theirs) ? this.positionOf(model.name, active) : START;
    if (this.isFollowed(model.name, active)) {
      if (other >= own) this.standIns.delete(versioned(model));
    } else if (own >= other && ours?.built) this.standIns.add(versioned(model));
  }

  checkpoint = (kind: Checkpoint['kind'], name: string, version: number): Checkpoint | undefined =>
    this.checkpoints.find((each) => each.kind === kind && each.name === name && each.version === version);

  of = (keys: readonly CheckpointKey[]): Checkpoint[] => keys.flatMap(({ kind, name, version }) => this.checkpoint(kind, name, version) ?? []);

  all = (): readonly Checkpoint[] => this.checkpoints;

  isActive = ({ name, version }: Version): boolean => this.active.get(name) === version;

  /** Whether deadlines of this version are performed where it runs: those of the active one, or while nobody follows that, of any. */
  performs = ({ name, version }: Version): boolean => {
    const active = this.active.get(name);
    return active === version || (active !== undefined && !this.isFollowed(name, active));
  };

  private isFollowed = (name: string, version: number): boolean => this.followed.has(checkpointId(keyOf({ name, version })));

  /**
   * The version that answers queries which are written for this one: the active version, as long as its rows have the same columns and somebody follows it.
   * Otherwise this version itself, complete or not: then it is the previous release that answers until this one is ready.
   */
  answering(model: ReadModel): number {
    const active = this.active.get(model.name);
    if (active === undefined || this.standIns.has(versioned(model))) return model.version;
    if (!this.isDefined(model.name, active) && this.activeAtFirst?.get(model.name) !== active) return model.version;
    return this.checkpoint('read-model', model.name, active)?.columns === definitionOf(model) ? active : model.version;
  }

  /** Every version that answers a query of this process has come to the head once and goes on, or has stopped there; or has stopped before, and no other could answer. */
  get complete(): boolean {
    return this.answers().every(({ name, version }) => {
      const checkpoint = this.checkpoint('read-model', name, version);
      return checkpoint?.built ? this.isDefined(name, version) || this.isFollowed(name, version) : checkpoint?.status === 'stopped' && !this.active.has(name);
    });
  }

  /** Defined by this release, or what its queries are answered from. */
  isCurrent({ kind, name, version }: CheckpointKey): boolean {
    if (kind === 'process') return this.processes.some((each) => each.name === name);
    return this.isDefined(name, version) || this.answers().some((each) => each.name === name && each.version === version);
  }

  private isDefined = (name: string, version: number): boolean => this.readModels.some((each) => each.name === name && each.version === version);

  /** Only what queries are answered from; of a read model that is defined in several versions, the newest of this process decides. */
  private answers(): { name: string; version: number }[] {
    const newest = new Map<string, ReadModel>();
    for (const model of this.readModels) if (model.version > (newest.get(model.name)?.version ?? 0)) newest.set(model.name, model);
    return [...newest.values()].map((model) => ({ name: model.name, version: this.answering(model) }));
  }

  /**
   * Until everything that answers queries has reached the position. A read model that has stopped is not waited for: it is reported as such.
   * Throws {@link PositionNotReached}.
   */
  async waitFor(position: bigint, timeoutMs: number): Promise<void> {
    const deadline = performance.now() + timeoutMs;
    for (;;) {
      const elsewhere = this.open(position).some(({ name, version }) => this.here(name, version) === undefined);
      if (elsewhere) await this.look().catch(() => undefined); // while the database does not answer, nothing is reached
      const open = this.open(position);
      if (open.length === 0) return;
      const left = deadline - performance.now();
      if (left <= 0) throw new PositionNotReached(this.side.service, position, this.slowest(open));
      await this.moved.wait(elsewhere ? Math.min(lookAgain, left) : left);
    }
  }

  private open(position: bigint): { name: string; version: number }[] {
    return this.answers().filter((each) => !this.reached(each, position));
  }

  private reached({ name, version }: { name: string; version: number }, position: bigint): boolean {
    const checkpoint = this.checkpoint('read-model', name, version);
    const waits = checkpoint?.status === 'stopped' && (checkpoint.built || !this.active.has(name));
    return waits || this.positionOf(name, version) >= position;
  }

  private slowest(open: readonly { name: string; version: number }[]): bigint {
    return open.map(({ name, version }) => this.positionOf(name, version)).reduce((a, b) => (a < b ? a : b));
  }

  private positionOf(name: string, version: number): bigint {
    const here = this.here(name, version);
    const stored = this.checkpoint('read-model', name, version)?.position ?? START;
    return here !== undefined && here > stored ? here : stored;
  }
}
