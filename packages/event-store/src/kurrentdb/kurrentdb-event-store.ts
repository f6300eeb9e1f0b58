import { canonicalAppend } from '../canonical.js';
import {
  START,
  StoreUnavailable,
  WrongExpectedRevision,
  type AllPage,
  type Append,
  type Appended,
  type EventStore,
  type StoreIdentity,
  type StreamPage,
} from '../port.js';
import { Appending } from './appending.js';
import { Connection } from './connection.js';
import { founding, nextEpoch } from './founding.js';
import { Reading } from './reading.js';
import { positionOf } from './stored-event.js';
import { wireName } from './stream-name.js';
import { subscription, type ReadOptions } from '../subscription.js';
import { WakeUp } from './wake-up.js';

export interface KurrentDbEventStoreOptions {
  /** A KurrentDB connection string. User and password belong in it: given with a call, they would make the client append another way, without positions. */
  readonly url: string;
  /** Longest wait for an answer, and for one's turn, in milliseconds; default 5000. An append is sent at most twice, each time with this much patience. */
  readonly deadline?: number;
}

const defaultPage = 500;

/**
 * Opens the event store in a KurrentDB of 22.6 or newer, and gives it an identity when it has none. The first read takes half a second, for the client's
 * native part starts up with it. Throws `StoreUnavailable` when the server does not answer.
 */
export async function openKurrentDbEventStore({ url, deadline = 5000 }: KurrentDbEventStoreOptions): Promise<EventStore> {
  const connection = await Connection.open({ url, deadline });
  const reading = new Reading(connection);
  const appending = new Appending(connection);
  try {
    const { position } = await founding(reading, appending);
    return new KurrentDbEventStore(connection, reading, appending, position);
  } catch (error) {
    await connection.close();
    throw error;
  }
}

/** Gives the store its next epoch. */
export async function raiseKurrentDbEpoch({ url, deadline = 5000 }: KurrentDbEventStoreOptions): Promise<StoreIdentity> {
  const connection = await Connection.open({ url, deadline });
  try {
    return await nextEpoch(new Reading(connection), new Appending(connection));
  } finally {
    await connection.close();
  }
}

class KurrentDbEventStore implements EventStore {
  private readonly wakeUp: WakeUp;
  /** The highest position that this process knows of. */
  private known: bigint;
  private closing: Promise<void> | undefined;

  constructor(
    private readonly connection: Connection,
    private readonly reading: Reading,
    private readonly appending: Appending,
    /** Position of the identity: before our first event. */
    private readonly origin: bigint,
  ) {
    this.known = origin;
    this.wakeUp = new WakeUp(connection);
  }

  /**
   * KurrentDB does not say whether it has stored an append now or found it stored. A position that was known before the append was sent gives it away; where
   * another process has stored the same append and this one has not read that far since, `idempotent` is false although nothing was stored now.
   */
  async append(append: Append): Promise<Appended> {
    if (this.closing) throw new StoreUnavailable('the event store is closed');
    const events = canonicalAppend(append);
    const { stream, expected } = append;
    const name = wireName(append);
    const knownBefore = this.known;
    const outcome = await this.appending.append(name, expected, events);
    if ('current' in outcome) throw new WrongExpectedRevision(stream, expected, outcome.current ?? (await this.reading.last(name))?.revision ?? -1n);
    const { revision } = outcome;
    const position = outcome.position ?? (await this.positionAt(name, revision));
    this.learn(position);
    return { revision, position, idempotent: outcome.position === undefined || position <= knownBefore };
  }

  async readStream(tenant: string, stream: string, { from = 0n, limit }: { from?: bigint; limit?: number } = {}): Promise<StreamPage> {
    const page = await this.reading.stream(wireName({ tenant, stream }), from, limit);
    this.learn(page.events.at(-1)?.position ?? START);
    return page;
  }

  async readAll(after: bigint, { limit = defaultPage, categories }: ReadOptions = {}): Promise<AllPage> {
    const page = await this.reading.all(after < this.origin ? this.origin : after, limit, categories);
    this.learn(page.position);
    return { ...page, position: this.outward(page.position) };
  }

  subscribe(after: bigint, { signal, ...options }: ReadOptions & { signal: AbortSignal }): AsyncIterable<AllPage> {
    return subscription((position) => this.readAll(position, options), this.wakeUp, after, signal);
  }

  async head(): Promise<bigint> {
    const head = (await this.reading.head()) ?? START;
    this.learn(head);
    return this.outward(head);
  }

  async identity(): Promise<StoreIdentity> {
    return (await founding(this.reading, this.appending)).identity;
  }

  close(): Promise<void> {
    return (this.closing ??= this.finish());
  }

  private async finish(): Promise<void> {
    await this.appending.settled();
    await this.wakeUp.close();
    await this.connection.close();
  }

  private async positionAt(name: string, revision: bigint): Promise<bigint> {
    const event = await this.reading.at(name, revision);
    if (!event) throw new Error(`${name} holds no event at revision ${revision}, where KurrentDB has accepted one`);
    return positionOf(event);
  }

  private learn(position: bigint): void {
    if (position > this.known) this.known = position;
  }

  /** What lies before our first event does not exist for our callers. */
  private outward(position: bigint): bigint {
    return position <= this.origin ? START : position;
  }
}
