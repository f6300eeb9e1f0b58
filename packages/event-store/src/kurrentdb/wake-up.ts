import type { AllStreamSubscription } from '@kurrent/kurrentdb-client';
import type { Connection } from './connection.js';

/** No stream has such a name. */
const nothing = 'cairn.wake-up';
/** Shortest and longest wait before listening again, in milliseconds. */
const [shortest, longest] = [100, 5_000];

/**
 * Tells subscribers that something was stored: a live subscription that asks for nothing, so that the server sends no events, only a checkpoint for each. A
 * mere accelerator: what it loses, the subscribers' polling finds. Its checkpoints are never used as positions.
 */
export class WakeUp {
  /** Rises with every wake-up: compare, to learn whether one came meanwhile. */
  count = 0;
  private readonly sleepers = new Set<() => void>();
  private subscription: AllStreamSubscription | undefined;
  private again: NodeJS.Timeout | undefined;
  private pause = shortest;
  private closed = false;

  constructor(private readonly connection: Connection) {}

  /** Until a wake-up after `seen`, or `milliseconds` have passed, or the signal aborts. */
  sleep(seen: number, milliseconds: number, signal: AbortSignal): Promise<void> {
    if (!this.subscription && !this.again) this.listen();
    if (this.count !== seen || signal.aborted || this.closed) return Promise.resolve();
    return new Promise((resolve) => {
      const done = () => {
        clearTimeout(timer);
        signal.removeEventListener('abort', done);
        this.sleepers.delete(done);
        resolve();
      };
      const timer = setTimeout(done, milliseconds);
      signal.addEventListener('abort', done);
      this.sleepers.add(done);
    });
  }

  async close(): Promise<void> {
    this.closed = true;
    clearTimeout(this.again);
    this.wake();
    await this.subscription?.unsubscribe().catch(() => undefined);
  }

  private readonly wake = () => {
    this.count++;
    for (const done of this.sleepers) done();
  };

  private listen(): void {
    this.again = undefined;
    if (this.closed) return;
    const { reader, library } = this.connection;
    const filter = library.streamNameFilter({ prefixes: [nothing], maxSearchWindow: 1, checkpointReached: async () => this.wake() });
    const subscription = reader.subscribeToAll({ fromPosition: 'end', filter });
    this.subscription = subscription;
    subscription.on('confirmation', () => {
      this.pause = shortest;
      this.wake();
    });
    subscription.on('error', () => this.lose(subscription));
    subscription.on('end', () => this.lose(subscription));
    subscription.resume();
  }

  private lose(subscription: AllStreamSubscription): void {
    if (this.subscription !== subscription || this.closed) return;
    this.subscription = undefined;
    this.again = setTimeout(() => this.listen(), this.pause);
    this.again.unref();
    this.pause = Math.min(this.pause * 2, longest);
  }
}
