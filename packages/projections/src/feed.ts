import { StoreUnavailable, type AllPage, type EventStore } from '@cairn/event-store';
import { after, bytesOf, pageOf, upTo, type Page } from './page.js';
import { unlessAborted } from './waiting.js';

/** A reader that has so much in hand asks for no further page. */
export const batchOf = { pages: 8, bytes: 8 * 1024 * 1024 };
/** What is kept for those who are a little behind: what the fastest has in hand, and what it has read ahead. */
const kept = { pages: 2 * batchOf.pages, bytes: 2 * batchOf.bytes };

/**
 * The one reader of a process. Everybody asks for what comes after their own position: at the end of what was read, all share the next page of one
 * subscription; a little behind, they share the pages that are kept; further behind, they read the store themselves until they have caught up.
 * It reads as fast as the fastest asks, and at most one page ahead of that.
 */
export class Feed {
  private readonly window: Page[] = [];
  private subscription: Subscription | undefined;
  /** Where the subscription has come to. */
  private tail: bigint | undefined;
  private headSeen = false;

  constructor(
    private readonly store: EventStore,
    private readonly pageSize = 1000,
  ) {}

  /**
   * What the store holds after the position, as soon as there is something, or an empty page at the head; undefined when the signal aborts.
   * Throws `StoreUnavailable`; the next call tries again.
   */
  async after(position: bigint, signal: AbortSignal): Promise<Page | undefined> {
    while (!signal.aborted) {
      if (this.tail === undefined || position > this.tail) this.subscribe(position);
      const behind = position < this.tail!;
      const page = behind ? await this.earlier(position) : await unlessAborted(this.next(), signal);
      if (page?.from === position) return page;
    }
    return undefined;
  }

  /** Nothing was stored after this position when the subscription came here. */
  isHead = (position: bigint): boolean => this.headSeen && this.tail === position;

  /** Events that are there already. */
  private async earlier(position: bigint): Promise<Page | undefined> {
    const page = this.window.find((each) => each.from <= position && position < each.position);
    if (page) return { ...after(page, position), atHead: this.isHead(page.position) };
    const read = upTo(pageOf(position, await this.store.readAll(position, { limit: this.pageSize })), this.tail!);
    if (read.position > position) return read;
    // The store has less than was read from it before: it was replaced. Whoever has read more is told by the checkpoints.
    this.subscribe(position);
    return undefined;
  }

  private next(): Promise<Page | undefined> {
    const subscription = (this.subscription ??= this.open(this.tail!));
    return (subscription.pending ??= this.pull(subscription));
  }

  /** Undefined when the subscription was replaced meanwhile: whoever waited looks again. */
  private async pull(subscription: Subscription): Promise<Page | undefined> {
    try {
      const { value, done } = await subscription.pages.next();
      if (this.subscription !== subscription) return undefined;
      if (done) throw new StoreUnavailable('the subscription has ended');
      const page = pageOf(this.tail!, value);
      if (page.events.length > 0) this.keep(page);
      this.tail = page.position;
      this.headSeen = page.atHead;
      return page;
    } catch (error) {
      if (this.subscription !== subscription) return undefined;
      this.close();
      throw error;
    } finally {
      delete subscription.pending;
    }
  }

  private keep(page: Page): void {
    this.window.push(page);
    let bytes = this.window.reduce((sum, each) => sum + bytesOf(each), 0);
    while (this.window.length > 1 && (this.window.length > kept.pages || bytes > kept.bytes)) bytes -= bytesOf(this.window.shift()!);
  }

  private subscribe(position: bigint): void {
    this.close();
    this.tail = position;
    this.headSeen = false;
  }

  private open(position: bigint): Subscription {
    const end = new AbortController();
    return { end, pages: this.store.subscribe(position, { limit: this.pageSize, signal: end.signal })[Symbol.asyncIterator]() };
  }

  /** Ends the subscription; the next call opens another. */
  close(): void {
    this.subscription?.end.abort();
    this.subscription = undefined;
  }
}

interface Subscription {
  readonly pages: AsyncIterator<AllPage, unknown>;
  readonly end: AbortController;
  /** The page that everybody at the tail waits for. */
  pending?: Promise<Page | undefined>;
}
