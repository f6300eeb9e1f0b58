import type { Envelope } from '@cairn/event-sourcing';

export interface EventToAppend {
  /** A UUID in lower case, new in its stream. */
  readonly id: string;
  readonly type: string;
  /** As in the metadata. */
  readonly schemaVersion: number;
  /** JSON that survives a round trip byte for byte: no NaN, no -0, no bigint, no lone surrogate, no U+0000; a property that is undefined is left out. */
  readonly data: object;
  readonly metadata: Envelope;
}

/** What the stream must look like for an append to be accepted: its last revision, from 0, or one of the three words. */
export type ExpectedRevision = bigint | 'no-stream' | 'exists' | 'any';

export interface Append {
  readonly tenant: string;
  /** `<category>-<uuid>`. Names that begin with `$` are refused. */
  readonly stream: string;
  readonly expected: ExpectedRevision;
  /** 1 to {@link limits.eventsPerAppend} events, each of at most {@link limits.bytesPerEvent} bytes of canonical data and metadata, {@link limits.bytesPerAppend} in all. */
  readonly events: readonly EventToAppend[];
}

export interface Appended {
  /** Revision of the last event of this append. */
  readonly revision: bigint;
  /** Position of the last event of this append. */
  readonly position: bigint;
  /** True when exactly these events were stored before: nothing was appended now. */
  readonly idempotent: boolean;
}

export interface StoredEvent {
  readonly id: string;
  readonly type: string;
  readonly schemaVersion: number;
  readonly tenant: string;
  readonly stream: string;
  /** From 0, without gaps. */
  readonly revision: bigint;
  /** Strictly increasing over the whole store. Opaque: an adapter may leave gaps. */
  readonly position: bigint;
  /** The store's clock in ms precision. May step back: never order by it. */
  readonly created: Date;
  /** Canonical JSON (RFC 8785): exactly the bytes that were stored. */
  readonly data: string;
  readonly metadata: string;
}

export interface StreamPage {
  readonly events: readonly StoredEvent[];
  /** The stream's last revision when the page was read; -1n when there is no such stream. */
  readonly lastRevision: bigint;
}

export interface AllPage {
  readonly events: readonly StoredEvent[];
  /** Where to continue after this page: the last position that was examined, whether or not it matched. Never behind the last event of the page. */
  readonly position: bigint;
  /** True when nothing was stored after `position` at the moment of reading. */
  readonly atHead: boolean;
}

/** Names this store and this life of it. A consumer keeps it beside its checkpoint and halts when it differs: the store was restored or replaced. */
export interface StoreIdentity {
  readonly storeId: string;
  readonly epoch: number;
  /**
   * Where the store ended when its epochs began, the current one last. Without the first, and without those of which that is not known. What lies after one
   * of these, nobody has read in an earlier epoch.
   */
  readonly began: readonly bigint[];
}

/** Before the first event. */
export const START = -1n;

export const limits = { bytesPerEvent: 1024 * 1024, eventsPerAppend: 1000, bytesPerAppend: 16 * 1024 * 1024 } as const;

/**
 * An append-only, totally ordered store of events.
 *
 * Every adapter MUST: accept an append whole or not at all; know an append that is repeated with the same ids and the same exact or `no-stream`
 * expectation, and return its first outcome (for `any` and `exists` this is best effort); treat a partial overlap of what follows the expected revision as a
 * conflict; never let a reader who has seen position p see an event at a lower position later; keep tenants apart, so that a stream name means
 * another stream in another tenant.
 *
 * Callers MUST give every event a new id, and a repetition its first expectation: an adapter may store an id once more that the stream holds before the
 * expected revision.
 *
 * Errors: {@link WrongExpectedRevision}; {@link InvalidAppend} before anything is sent; {@link StoreUnavailable} when the outcome is unknown or nothing
 * was done (appending again with the same ids is safe).
 */
export interface EventStore {
  append(append: Append): Promise<Appended>;
  /** The events of one stream from `from` (inclusive, default 0n), oldest first, at most `limit` (default: all). */
  readStream(tenant: string, stream: string, options?: { from?: bigint; limit?: number }): Promise<StreamPage>;
  /** At most `limit` events of all tenants after the position (exclusive), in order, only of `categories` where given. */
  readAll(after: bigint, options?: { limit?: number; categories?: readonly string[] }): Promise<AllPage>;
  /**
   * Pages of everything after the position, for ever, in order: first what is there, then what comes. Yields an empty page when it has reached the head
   * and when only other categories have moved on. Reads ahead by at most one page. Ends when the signal aborts; throws {@link StoreUnavailable} when
   * the connection is lost, and the caller resubscribes from its own checkpoint.
   */
  subscribe(after: bigint, options: { limit?: number; categories?: readonly string[]; signal: AbortSignal }): AsyncIterable<AllPage>;
  /** The position of the last event, or {@link START}. */
  head(): Promise<bigint>;
  identity(): Promise<StoreIdentity>;
  close(): Promise<void>;
}

/** The stream is not where the append expected it. `current` is its last revision, -1n when it does not exist. */
export class WrongExpectedRevision extends Error {
  override readonly name = 'WrongExpectedRevision';
  constructor(
    readonly stream: string,
    readonly expected: ExpectedRevision,
    readonly current: bigint,
  ) {
    super(`${stream} was expected at ${String(expected)} and is at ${String(current)}`);
  }
}

/** The append breaks a rule of the port; nothing was sent. */
export class InvalidAppend extends Error {
  override readonly name = 'InvalidAppend';
  constructor(
    readonly code:
      | 'EVENT_TOO_LARGE'
      | 'APPEND_TOO_LARGE'
      | 'TOO_MANY_EVENTS'
      | 'EMPTY_APPEND'
      | 'RESERVED_NAME'
      | 'NOT_CANONICAL_JSON'
      | 'BAD_STREAM_NAME'
      | 'BAD_TENANT'
      | 'BAD_EXPECTATION'
      | 'BAD_EVENT',
    message: string,
  ) {
    super(message);
  }
}

/** The store cannot be reached or did not answer in time. The outcome of an append is unknown; repeat it with the same ids. */
export class StoreUnavailable extends Error {
  override readonly name = 'StoreUnavailable';
}
