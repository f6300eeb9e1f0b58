import type { AllPage } from './port.js';

export interface ReadOptions {
  readonly limit?: number;
  readonly categories?: readonly string[];
}

/** Tells that something was stored. May lose some: a subscription also polls. */
export interface WakeUps {
  /** Rises with every wake-up: compare, to learn whether one came meanwhile. */
  readonly count: number;
  /** Until a wake-up after `seen`, or `milliseconds` have passed, or the signal aborts. */
  sleep(seen: number, milliseconds: number, signal: AbortSignal): Promise<void>;
}

/** Those who sleep until somebody wakes them. */
export class Sleepers implements WakeUps {
  count = 0;
  private readonly sleeping = new Set<() => void>();
  private closed = false;

  sleep(seen: number, milliseconds: number, signal: AbortSignal): Promise<void> {
    if (this.count !== seen || signal.aborted || this.closed) return Promise.resolve();
    return new Promise((resolve) => {
      const done = () => {
        clearTimeout(timer);
        signal.removeEventListener('abort', done);
        this.sleeping.delete(done);
        resolve();
      };
      const timer = setTimeout(done, milliseconds);
      signal.addEventListener('abort', done);
      this.sleeping.add(done);
    });
  }

  readonly wake = (): void => {
    this.count++;
    for (const done of this.sleeping) done();
  };

  /** Wakes everybody; from now on nobody sleeps. */
  close(): void {
    this.closed = true;
    this.wake();
  }
}

/** Longest sleep of an idle subscription, in milliseconds: how late an event is when its wake-up was lost. */
const pollInterval = 250;

/** Pages of all that is there and of all that comes, as `EventStore.subscribe` promises. While it catches up, the next page is read as this one is used. */
export async function* subscription(
  read: (after: bigint) => Promise<AllPage>,
  wakeUps: WakeUps,
  after: bigint,
  signal: AbortSignal,
): AsyncGenerator<AllPage, void, void> {
  const begin = (from: bigint) => {
    // What is stored after this point wakes us, or is in the page.
    const seen = wakeUps.count;
    const page = read(from);
    page.catch(() => undefined); // thrown where the page is awaited; nobody awaits it when the consumer has left
    return { seen, page };
  };
  let last: Pick<AllPage, 'position' | 'atHead'> = { position: after, atHead: false };
  let ahead: ReturnType<typeof begin> | undefined;
  while (!signal.aborted) {
    const reading = ahead ?? begin(last.position);
    const page = await unlessAborted(reading.page, signal);
    if (!page || signal.aborted) return;
    ahead = page.atHead ? undefined : begin(page.position);
    const news = page.position > last.position || (page.atHead && !last.atHead);
    last = page;
    if (news) yield page;
    if (page.atHead) await wakeUps.sleep(reading.seen, pollInterval, signal);
  }
}

/** The promise's outcome, or undefined as soon as the signal aborts: a look through millions of events of other categories takes its time. */
function unlessAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T | undefined> {
  return new Promise((resolve, reject) => {
    const leave = () => resolve(undefined);
    signal.addEventListener('abort', leave, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', leave));
  });
}
