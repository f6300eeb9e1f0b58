import { openEventStore } from './open.js';
import { StoreUnavailable, type AllPage, type Append, type Appended, type EventStore, type StoreIdentity, type StreamPage } from './port.js';

/**
 * Opens the event store at a URL, or gives one that opens when the server is there: until then everything is {@link StoreUnavailable}, and each call tries again.
 * So a service may start before its store. Throws what no waiting would mend, such as a scheme that nobody speaks or a password that is wrong.
 */
export async function openEventStoreOrLater(url: string): Promise<EventStore> {
  const store = new LateEventStore(() => openEventStore(url));
  try {
    await store.opened();
  } catch (error) {
    if (!(error instanceof StoreUnavailable)) throw error;
  }
  return store;
}

class LateEventStore implements EventStore {
  private opening: Promise<EventStore> | undefined;
  private closed = false;

  constructor(private readonly open: () => Promise<EventStore>) {}

  /** The store; whoever comes while it is being opened waits for the same. */
  opened(): Promise<EventStore> {
    if (this.closed) return Promise.reject(new StoreUnavailable('the event store is closed'));
    if (!this.opening) {
      this.opening = this.open();
      this.opening.catch(() => (this.opening = undefined));
    }
    return this.opening;
  }

  append = async (append: Append): Promise<Appended> => (await this.opened()).append(append);
  readStream = async (...asked: Parameters<EventStore['readStream']>): Promise<StreamPage> => (await this.opened()).readStream(...asked);
  readAll = async (...asked: Parameters<EventStore['readAll']>): Promise<AllPage> => (await this.opened()).readAll(...asked);
  head = async (): Promise<bigint> => (await this.opened()).head();
  identity = async (): Promise<StoreIdentity> => (await this.opened()).identity();

  async *subscribe(...asked: Parameters<EventStore['subscribe']>): AsyncGenerator<AllPage, void, void> {
    yield* (await this.opened()).subscribe(...asked);
  }

  async close(): Promise<void> {
    this.closed = true;
    const store = await this.opening?.catch(() => undefined);
    await store?.close();
  }
}
