import type { AllPage } from '../port.js';
import type { WakeUp } from './wake-up.js';

/** Longest sleep of an idle subscription, in milliseconds: how late an event is when its wake-up was lost. */
const pollInterval = 250;

/** Pages of all that is there and of all that comes, as `EventStore.subscribe` promises. While it catches up, the next page is read as this one is used. */
export async function* subscription(
  read: (after: bigint) => Promise<AllPage>,
  wakeUp: WakeUp,
  after: bigint,
  signal: AbortSignal,
): AsyncGenerator<AllPage, void, void> {
  const begin = (from: bigint) => {
    // What is stored after this point wakes us, or is in the page.
    const seen = wakeUp.count;
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
    if (page.atHead) await wakeUp.sleep(reading.seen, pollInterval, signal);
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
