import type { AllStreamSubscription } from '@kurrent/kurrentdb-client';
import { Sleepers, type WakeUps } from '../subscription.js';
import type { Connection } from './connection.js';

/** No stream has such a name. */
const nothing = 'cairn.wake-up';
/** Shortest and longest wait before listening again, in milliseconds. */
const [shortest, longest] = [100, 5_000];

/**
 * Tells subscribers that something was stored: a live subscription that asks for nothing, so that the server sends no events, only a checkpoint for each. A
 * mere accelerator: what it loses, the subscribers' polling finds. Its checkpoints are never used as positions.
 */
export class WakeUp implements WakeUps {
  private readonly sleepers = new Sleepers();
  private subscription: AllStreamSubscription | undefined;
  private again: NodeJS.Timeout | undefined;
  private pause = shortest;
  private closed = false;

  constructor(private readonly connection: Connection) {}

  get count(): number {
    return this.sleepers.count;
  }

  sleep(seen: number, milliseconds: number, signal: AbortSignal): Promise<void> {
    if (!this.subscription && !this.again) this.listen();
    return this.sleepers.sleep(seen, milliseconds, signal);
  }

  async close(): Promise<void> {
    this.closed = true;
    clearTimeout(this.again);
    this.sleepers.close();
    await this.subscription?.unsubscribe().catch(() => undefined);
  }

  private listen(): void {
    this.again = undefined;
    if (this.closed) return;
    const { reader, library } = this.connection;
    const filter = library.streamNameFilter({ prefixes: [nothing], maxSearchWindow: 1, checkpointReached: async () => this.sleepers.wake() });
    const subscription = reader.subscribeToAll({ fromPosition: 'end', filter });
    this.subscription = subscription;
    subscription.on('confirmation', () => {
      this.pause = shortest;
      this.sleepers.wake();
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
