import type { CheckpointKey } from './checkpoints.js';
import { on } from './checkpoints.js';
import type { ReadSide } from './read-side.js';
import { late, within } from './waiting.js';

/**
 * How far checkpoints that stand at the same position have come. What matched is stored at once, with what was made of it; a position that was reached
 * without a match is true in memory at once and stored a little later, so that a checkpoint follows the head and costs little.
 */
export class Progress {
  private stored: bigint;
  private behindSince: number | undefined;

  constructor(
    private readonly side: ReadSide,
    /** The keys may grow and shrink; all of them stand where this stands. */
    private readonly keys: () => readonly CheckpointKey[],
    public position: bigint,
    /** How long a position may stay in memory only, in milliseconds. */
    private readonly patience: number,
  ) {
    this.stored = position;
  }

  /** What the checkpoint says, and a batch must find there. */
  get checkpoint(): bigint {
    return this.stored;
  }

  /** Nothing matched up to here. */
  pass(position: bigint): void {
    this.position = position;
    if (position !== this.stored) this.behindSince ??= performance.now();
  }

  /** A batch has stored this position. */
  reach(position: bigint): void {
    this.position = this.stored = position;
    this.behindSince = undefined;
  }

  /** Stores the position. Throws `Fenced` when the checkpoint is not where it was left. */
  async store(): Promise<void> {
    const { position, stored } = this;
    if (position === stored) return;
    await this.side.database.transaction((client) => this.side.checkpoints.move(on(client), this.keys(), stored, position));
    this.reach(position);
  }

  async storeWhenDue(): Promise<void> {
    if (this.behindSince !== undefined && performance.now() - this.behindSince >= this.patience) await this.store();
  }

  /** What the promise gives; meanwhile stores the position when that is due, in turn with whatever else moves these checkpoints. */
  async during<T>(promise: Promise<T>, inTurn: (store: () => Promise<void>) => Promise<void> = (store) => store()): Promise<T> {
    if (this.behindSince === undefined) return promise;
    const result = await within(promise, Math.max(0, this.behindSince + this.patience - performance.now()));
    if (result !== late) return result as T;
    await inTurn(() => this.store());
    return promise;
  }
}
