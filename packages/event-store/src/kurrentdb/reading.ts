import type { AllStreamResolvedEvent, KurrentDBClient, ReadAllOptions, RecordedEvent, ResolvedEvent } from '@kurrent/kurrentdb-client';
import { StoreUnavailable, type AllPage, type StoredEvent, type StreamPage } from '../port.js';
import type { Connection } from './connection.js';
import { positionOf, storedEvent } from './stored-event.js';
import { categoryPrefix } from './stream-name.js';
import { isType, normalised } from './unavailable.js';

/** Most characters of payload in a page of all events, unless its last event alone is larger: keeps memory flat when events are large. */
const pageSize = 8 * 1024 * 1024;
/** Longest silence of a server that looks through events of other categories, in milliseconds: some ten million of them. */
const scanPatience = 60_000;
/** Least patience with a client's first read, in milliseconds: its native part starts up with it, which takes half a second by itself. */
const coldPatience = 5_000;

type Resolved = ResolvedEvent | AllStreamResolvedEvent;

/** Reads through the client's native part, which has no deadline of its own. */
export class Reading {
  private readonly warm = new WeakSet<KurrentDBClient>();

  constructor(private readonly connection: Connection) {}

  async stream(name: string, from: bigint, limit: number | undefined): Promise<StreamPage> {
    const events: StoredEvent[] = [];
    let [came, lastCome] = [0, -1n];
    const take = (recorded: RecordedEvent) => {
      came++;
      lastCome = recorded.revision;
      const event = storedEvent(recorded);
      if (event) events.push(event);
      return true;
    };
    const options = { fromRevision: from, ...(limit !== undefined && { maxCount: limit }) };
    if (limit !== 0) await this.streamEvents((client) => client.readStream(name, options), take);
    const complete = came > 0 && (limit === undefined || came < limit);
    return { events, lastRevision: complete ? lastCome : ((await this.last(name))?.revision ?? -1n) };
  }

  /** The last event of a stream. */
  last(name: string): Promise<RecordedEvent | undefined> {
    return this.one((client) => client.readStream(name, { direction: 'backwards', fromRevision: 'end', maxCount: 1 }));
  }

  /** The event of a stream at a revision. */
  at(name: string, revision: bigint): Promise<RecordedEvent | undefined> {
    return this.one((client) => client.readStream(name, { fromRevision: revision, maxCount: 1 }));
  }

  /** Position of the last event of all, the system's included; undefined in an empty store. */
  async head(): Promise<bigint | undefined> {
    const last = await this.one((client) => client.readAll({ direction: 'backwards', fromPosition: 'end', maxCount: 1 }));
    return last && positionOf(last);
  }

  /** Our events after a position. The position of the page counts the events of others too, also of those categories that were not asked for. */
  all(after: bigint, limit: number, categories: readonly string[] | undefined): Promise<AllPage> {
    return categories ? this.ofCategories(after, limit, categories) : this.page(after, limit, {}, this.connection.deadline);
  }

  private async ofCategories(after: bigint, limit: number, categories: readonly string[]): Promise<AllPage> {
    // Read before the events: what the filter then does not find up to here is not there.
    const head = (await this.head()) ?? after;
    if (head <= after || categories.length === 0) return { events: [], position: later(head, after), atHead: true };
    const filter = this.connection.library.streamNameFilter({ prefixes: categories.map(categoryPrefix) });
    const page = await this.page(after, limit, { filter }, scanPatience);
    return page.atHead ? { ...page, position: later(head, page.position) } : page;
  }

  private async page(after: bigint, limit: number, filtering: Pick<ReadAllOptions, 'filter'>, patience: number): Promise<AllPage> {
    // A read begins at its position, which has been seen; and one event more tells whether there are more.
    const asked = limit + 2;
    const page = new PageOfAll(after, limit);
    const options = { fromPosition: { commit: after, prepare: after }, maxCount: asked, ...filtering };
    await this.collect(
      (client) => client.readAll(options),
      patience,
      (recorded) => page.take(recorded),
    );
    return { events: page.events, position: page.examined, atHead: !page.full && page.came < asked };
  }

  private async one(read: (client: KurrentDBClient) => AsyncIterable<Resolved>): Promise<RecordedEvent | undefined> {
    let found: RecordedEvent | undefined;
    await this.streamEvents(read, (recorded) => {
      found = recorded;
      return true;
    });
    return found;
  }

  private async streamEvents(read: (client: KurrentDBClient) => AsyncIterable<Resolved>, take: (recorded: RecordedEvent) => boolean): Promise<void> {
    try {
      await this.collect(read, this.connection.deadline, take);
    } catch (error) {
      if (!isType(error, 'stream-not-found')) throw error;
    }
  }

  /** Gives every event to `take`, until that has enough. Throws {@link StoreUnavailable} when nothing comes for so long. */
  private collect(read: (client: KurrentDBClient) => AsyncIterable<Resolved>, patience: number, take: (recorded: RecordedEvent) => boolean): Promise<void> {
    const { reader } = this.connection;
    const longest = this.warm.has(reader) ? patience : Math.max(patience, coldPatience);
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.connection.replace(reader);
        reject(new StoreUnavailable(`KurrentDB was silent for ${longest} ms`));
      }, longest);
      const run = async () => {
        const events = read(reader)[Symbol.asyncIterator]();
        for (let next = await answerOf(events); !next.done; next = await answerOf(events)) {
          timer.refresh();
          const { event } = next.value;
          if (event && !take(event)) return void events.return?.();
        }
        this.warm.add(reader);
      };
      run()
        .then(resolve, reject)
        .finally(() => clearTimeout(timer));
    });
  }
}

/** Takes events until it is full. */
class PageOfAll {
  readonly events: StoredEvent[] = [];
  came = 0;
  full = false;
  private size = 0;

  constructor(
    /** The last position that was looked at. */
    public examined: bigint,
    private readonly limit: number,
  ) {}

  take(recorded: RecordedEvent): boolean {
    this.came++;
    const position = positionOf(recorded);
    if (position <= this.examined) return true;
    this.full = this.events.length === this.limit || this.size >= pageSize;
    if (this.full) return false;
    this.examined = position;
    const event = storedEvent(recorded);
    if (event) this.size += event.data.length + event.metadata.length;
    if (event) this.events.push(event);
    return true;
  }
}

async function answerOf<T>(events: AsyncIterator<T>): Promise<IteratorResult<T>> {
  try {
    return await events.next();
  } catch (error) {
    throw normalised(error);
  }
}

const later = (a: bigint, b: bigint) => (a > b ? a : b);
