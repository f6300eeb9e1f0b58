import type pg from 'pg';
import { canonicalAppend } from '../canonical.js';
import { WrongExpectedRevision, type AllPage, type Append, type Appended, type EventStore, type StoreIdentity, type StreamPage } from '../port.js';
import { appendCall, type AppendRow, type SettledAppend } from './append-batch.js';
import { AppendQueue } from './append-queue.js';
import { ask, openPool, type Connecting } from './connection.js';
import { install } from './install.js';
import {
  categoryWindow,
  eventsOf,
  eventsOfStream,
  identityOf,
  identityRow,
  readCategories,
  readEverything,
  readStream,
  type IdentityRow,
  type PageRow,
  type StreamRow,
} from './reading.js';
import { subscription, type ReadOptions } from '../subscription.js';
import { WakeUp } from './wake-up.js';

export interface PostgresEventStoreOptions {
  readonly url: string;
  /** Longest wait for a connection, for an answer, and for one's turn, in milliseconds; default 5000. */
  readonly deadline?: number;
  /** Connections that append. All appends take turns under one lock; the next one's call travels while the one before it commits. */
  readonly appending?: number;
  /** Connections that read. */
  readonly reading?: number;
}

const defaultPage = 500;

/** Opens the event store in a PostgreSQL database, and installs it there when it is absent. Throws `StoreUnavailable` when the server does not answer. */
export async function openPostgresEventStore({ url, deadline = 5000, appending = 2, reading = 4 }: PostgresEventStoreOptions): Promise<EventStore> {
  const where = { url, deadline };
  await install(where);
  return new PostgresEventStore(where, appending, reading);
}

class PostgresEventStore implements EventStore {
  private readonly appends: pg.Pool;
  private readonly reads: pg.Pool;
  private readonly queue: AppendQueue;
  private readonly wakeUp: WakeUp;
  private closing: Promise<void> | undefined;

  constructor(where: Connecting, appending: number, reading: number) {
    this.appends = openPool(where, appending);
    this.reads = openPool(where, reading);
    this.wakeUp = new WakeUp(where);
    this.queue = new AppendQueue((batch) => this.send(batch), { lanes: appending, deadline: where.deadline });
  }

  async append(append: Append): Promise<Appended> {
    const { tenant, stream, expected } = append;
    const { outcome, revision, position } = await this.queue.append({ tenant, stream, expected, events: canonicalAppend(append) });
    if (outcome === 'conflict' || position === null) throw new WrongExpectedRevision(stream, expected, BigInt(revision));
    return { revision: BigInt(revision), position: BigInt(position), idempotent: outcome === 'idempotent' };
  }

  private async send(batch: readonly SettledAppend[]): Promise<AppendRow[]> {
    const rows = await ask<AppendRow>(this.appends, appendCall(batch));
    if (rows.some(({ outcome }) => outcome === 'appended')) this.wakeUp.announce();
    return rows;
  }

  async readStream(tenant: string, stream: string, { from = 0n, limit }: { from?: bigint; limit?: number } = {}): Promise<StreamPage> {
    const rows = await ask<StreamRow & { last: string }>(this.reads, {
      name: 'event_store.read_stream',
      text: readStream,
      values: [tenant, stream, String(from), limit ?? null],
    });
    return { events: eventsOfStream(rows, { tenant, stream }), lastRevision: rows[0] ? BigInt(rows[0].last) : -1n };
  }

  readAll(after: bigint, { limit = defaultPage, categories }: ReadOptions = {}): Promise<AllPage> {
    return categories ? this.ofCategories(after, limit, categories) : this.ofAll(after, limit);
  }

  private async ofAll(after: bigint, limit: number): Promise<AllPage> {
    const rows = await ask<PageRow>(this.reads, { name: 'event_store.read_everything', text: readEverything, values: [String(after), limit] });
    const events = eventsOf(rows);
    const position = events.at(-1)?.position ?? after;
    // No row means that nothing follows, unless none was asked for.
    const atHead = rows[0] ? position >= BigInt(rows[0].head) : limit > 0 || position >= (await this.head());
    return { events, position, atHead };
  }

  private async ofCategories(after: bigint, limit: number, categories: readonly string[]): Promise<AllPage> {
    const end = after + categoryWindow;
    const values = [String(after), limit, categories, String(end)];
    const rows = await ask<PageRow>(this.reads, { name: 'event_store.read_categories', text: readCategories, values });
    const events = eventsOf(rows);
    const head = BigInt(rows[0]!.head);
    const last = events.at(-1)?.position ?? after;
    const examinedAll = events.length < limit && !rows.at(-1)!.cut;
    const position = examinedAll ? laterOf(last, head < end ? head : end) : last;
    return { events, position, atHead: position >= head };
  }

  subscribe(after: bigint, { signal, ...options }: ReadOptions & { signal: AbortSignal }): AsyncIterable<AllPage> {
    return subscription((position) => this.readAll(position, options), this.wakeUp, after, signal);
  }

  async head(): Promise<bigint> {
    const [row] = await ask<{ head: string }>(this.reads, { text: 'SELECT coalesce(max(position), -1) AS head FROM event_store.events' });
    return BigInt(row!.head);
  }

  async identity(): Promise<StoreIdentity> {
    const [row] = await ask<IdentityRow>(this.reads, { text: `SELECT ${identityRow} FROM event_store.store` });
    return identityOf(row!);
  }

  close(): Promise<void> {
    return (this.closing ??= this.drain());
  }

  private async drain(): Promise<void> {
    await this.queue.close();
    await this.wakeUp.close();
    await Promise.all([this.appends.end(), this.reads.end()]);
  }
}

const laterOf = (a: bigint, b: bigint) => (a > b ? a : b);
