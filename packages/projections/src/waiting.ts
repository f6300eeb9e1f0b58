import { setTimeout as timer } from 'node:timers/promises';

/** Waits, or returns early when the signal aborts. */
export const pause = (ms: number, signal?: AbortSignal): Promise<void> => timer(ms, undefined, signal && { signal }).catch(() => undefined);

/** What the promise gives, or undefined when the signal aborts first. The promise itself goes on. */
export function unlessAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T | undefined> {
  if (signal.aborted) return Promise.resolve(undefined);
  return new Promise((resolve, reject) => {
    const leave = () => resolve(undefined);
    signal.addEventListener('abort', leave, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', leave));
  });
}

export const late = Symbol('late');

/** What the promise gives, or {@link late} when that takes longer. The promise itself goes on. */
export async function within<T>(promise: Promise<T>, ms: number): Promise<T | typeof late> {
  const watch = new AbortController();
  try {
    return await Promise.race([promise, timer(ms, late, { signal: watch.signal })]);
  } finally {
    watch.abort();
  }
}

/** Wakes everybody who waits at that moment. */
export class Bell {
  private readonly sleepers = new Set<() => void>();

  ring(): void {
    for (const wake of this.sleepers) wake();
  }

  /** Until it rings, and at most so long. */
  async wait(ms: number): Promise<void> {
    let sleeper: () => void = () => undefined;
    const rung = new Promise<void>((wake) => (sleeper = wake));
    this.sleepers.add(sleeper);
    await within(rung, ms);
    this.sleepers.delete(sleeper);
  }
}

/** Growing pauses between tries that fail, up to 2 s. */
export class BackOff {
  private failures = 0;
  succeeded(): void {
    this.failures = 0;
  }
  /** Milliseconds until the next try. */
  failed(): number {
    return Math.min(2000, 50 * 2 ** this.failures++);
  }
}

/** Runs tasks one after the other. */
export class Turns {
  private last: Promise<unknown> = Promise.resolve();
  take<T>(task: () => Promise<T>): Promise<T> {
    const mine = this.last.then(task, task);
    this.last = mine.catch(() => undefined);
    return mine;
  }
}
