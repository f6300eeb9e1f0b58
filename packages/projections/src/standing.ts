import { START } from '@cairn/event-store';
import { on, type Checkpoint } from './checkpoints.js';
import type { ReadModel } from './define-read-model.js';
import { PositionNotReached } from './errors.js';
import { definitionOf } from './install.js';
import type { ReadSide } from './read-side.js';
import type { Bell } from './waiting.js';

/** Between two looks at the checkpoints of another replica, in milliseconds. */
const lookAgain = 25;

/** Where the read models of a service stand, whichever replica runs them, and which versions answer its queries. */
export class Standing {
  private active: ReadonlyMap<string, number> = new Map();
  private checkpoints: readonly Checkpoint[] = [];
  private looking: Promise<void> | undefined;

  constructor(
    private readonly side: ReadSide,
    private readonly readModels: readonly ReadModel[],
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
    await database.transaction(async (client) => {
      this.checkpoints = await checkpoints.all(on(client));
      this.active = await checkpoints.active(on(client));
    });
  }

  checkpoint = (kind: Checkpoint['kind'], name: string, version: number): Checkpoint | undefined =>
    this.checkpoints.find((each) => each.kind === kind && each.name === name && each.version === version);

  all = (): readonly Checkpoint[] => this.checkpoints;

  isActive = ({ name, version }: Pick<ReadModel, 'name' | 'version'>): boolean => this.active.get(name) === version;

  /**
   * The version that answers queries which are written for this one: the active version, as long as its rows have the same columns. Otherwise this version
   * itself, complete or not: then it is the previous release that answers until this one is ready.
   */
  answering(model: ReadModel): number {
    const active = this.active.get(model.name);
    if (active === undefined || active === model.version) return model.version;
    return this.checkpoint('read-model', model.name, active)?.columns === definitionOf(model) ? active : model.version;
  }

  /** Every version that answers a query of this process has come to the head once, or has stopped there. */
  get complete(): boolean {
    return this.answers().every(({ name, version }) => {
      const checkpoint = this.checkpoint('read-model', name, version);
      return checkpoint?.built === true || checkpoint?.status === 'stopped';
    });
  }

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
    return this.checkpoint('read-model', name, version)?.status === 'stopped' || this.positionOf(name, version) >= position;
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
