import { StoreUnavailable } from '../port.js';
import type { AppendRow, SettledAppend } from './append-batch.js';

/** Most appends, and about the most bytes, of one call. One append that is larger travels alone. */
const batchLimits = { appends: 256, bytes: 512 * 1024 };
/** Fewer appends than this are not divided among free lanes. */
const worthDividing = 64;

/** Appends many at once; answers in their order. */
export type SendAppends = (batch: readonly SettledAppend[]) => Promise<readonly AppendRow[]>;

interface Waiting {
  readonly append: SettledAppend;
  readonly key: string;
  readonly bytes: number;
  readonly since: number;
  readonly resolve: (row: AppendRow) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Makes one call of many appends: while a lane is busy, what arrives waits and goes together. No timer: a single append leaves at once.
 * Appends to one stream leave in their order, one in a call and one call at a time. A call that fails is repeated append by append, so that nobody fails
 * for another; when the store does not answer, all of its appends are {@link StoreUnavailable}, and so is whoever has waited longer than the deadline.
 */
export class AppendQueue {
  private waiting: Waiting[] = [];
  private readonly busy = new Set<string>();
  private free: number;
  private scheduled = false;
  private closed = false;
  private drained: (() => void) | undefined;

  constructor(
    private readonly send: SendAppends,
    private readonly options: { readonly lanes: number; readonly deadline: number },
  ) {
    this.free = options.lanes;
  }

  append(append: SettledAppend): Promise<AppendRow> {
    if (this.closed) return Promise.reject(new StoreUnavailable('the event store is closed'));
    return new Promise((resolve, reject) => {
      const bytes = append.events.reduce((sum, event) => sum + event.bytes, 0);
      this.waiting.push({ append, key: `${append.tenant}/${append.stream}`, bytes, since: performance.now(), resolve, reject });
      this.schedule();
    });
  }

  /** Refuses new appends and waits for those that are here. */
  async close(): Promise<void> {
    this.closed = true;
    if (this.waiting.length > 0 || this.free < this.options.lanes) await new Promise<void>((resolve) => (this.drained = resolve));
  }

  /** Once the callers that the last answers woke have had their say: their next appends travel together. */
  private schedule(): void {
    if (this.scheduled) return;
    this.scheduled = true;
    setImmediate(() => {
      this.scheduled = false;
      this.dispatch();
    });
  }

  private dispatch(): void {
    while (this.free > 0) {
      const batch = this.take();
      if (batch.length === 0) break;
      this.free--;
      for (const { key } of batch) this.busy.add(key);
      void this.run(batch).finally(() => {
        this.free++;
        for (const { key } of batch) this.busy.delete(key);
        this.schedule();
      });
    }
    if (this.free === this.options.lanes && this.waiting.length === 0) this.drained?.();
  }

  private take(): Waiting[] {
    const tooOld = performance.now() - this.options.deadline;
    const share = Math.min(batchLimits.appends, Math.max(worthDividing, Math.ceil(this.waiting.length / this.free)));
    const batch: Waiting[] = [];
    const left: Waiting[] = [];
    const passed = new Set<string>();
    let [bytes, looked] = [0, 0];
    for (const item of this.waiting) {
      if (batch.length === share || (batch.length > 0 && bytes + item.bytes > batchLimits.bytes)) break;
      looked++;
      if (item.since < tooOld) {
        item.reject(new StoreUnavailable('the appends before this one took too long'));
        continue;
      }
      if (this.busy.has(item.key) || passed.has(item.key)) left.push(item);
      else {
        batch.push(item);
        bytes += item.bytes;
      }
      passed.add(item.key);
    }
    this.waiting = left.concat(this.waiting.slice(looked));
    return batch;
  }

  private async run(batch: readonly Waiting[]): Promise<void> {
    try {
      const rows = await this.send(batch.map((item) => item.append));
      batch.forEach((item, index) => item.resolve(rows[index]!));
    } catch (error) {
      if (error instanceof StoreUnavailable || batch.length === 1) batch.forEach((item) => item.reject(error));
      else for (const item of batch) await this.run([item]);
    }
  }
}
