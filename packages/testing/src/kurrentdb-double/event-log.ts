import { checkCommit, type Expected, type Verdict } from './commit-check.js';

export interface ProposedEvent {
  readonly id: string;
  readonly type: string;
  readonly contentType: string;
  readonly data: Uint8Array;
  readonly metadata: Uint8Array;
}

export interface LoggedEvent extends ProposedEvent {
  readonly stream: string;
  readonly revision: bigint;
  /** Commit and prepare position in one, as for every event that is not part of an explicit transaction. */
  readonly position: bigint;
  /** In units of 100 ns since 1970. */
  readonly created: bigint;
}

/** One accepted append. */
export interface Commit {
  readonly stream: string;
  readonly created: bigint;
  readonly events: readonly ProposedEvent[];
}

export type Appended = Exclude<Verdict, { decision: 'idempotent' | 'ok' }> | { readonly decision: 'ok' | 'idempotent'; readonly last: LoggedEvent };

/** What a record takes in the log beside its texts and bytes: positions are byte offsets, so they are sparse and never a count. */
const recordOverhead = 78;
/** How many ids the server remembers for appends that expect `any`. */
const rememberedIds = 100_000;

/** The transaction log, in memory: appends and look-ups in constant time, positions by bisection. */
export class EventLog {
  private readonly events: LoggedEvent[] = [];
  private readonly streams = new Map<string, LoggedEvent[]>();
  private readonly categories = new Map<string, number[]>();
  private readonly recent = new Map<string, LoggedEvent>();
  private readonly waiting = new Set<() => void>();

  constructor(
    private nextPosition: bigint,
    private readonly keep: (commit: Commit) => void = () => undefined,
  ) {}

  get length(): number {
    return this.events.length;
  }

  at(index: number): LoggedEvent {
    return this.events[index]!;
  }

  stream(name: string): readonly LoggedEvent[] {
    return this.streams.get(name) ?? [];
  }

  append(stream: string, expected: Expected, events: readonly ProposedEvent[]): Appended {
    const stored = this.stream(stream);
    const verdict = checkCommit(
      {
        current: BigInt(stored.length) - 1n,
        idAt: (revision) => stored[Number(revision)]?.id,
        recently: (id) => (this.recent.get(id)?.stream === stream ? this.recent.get(id)?.revision : undefined),
      },
      expected,
      events.map(({ id }) => id),
    );
    if (verdict.decision === 'wrong-version') return verdict;
    if (verdict.decision === 'idempotent') return { decision: 'idempotent', last: stored[Number(verdict.last)]! };
    const commit = { stream, created: BigInt(Date.now()) * 10_000n, events };
    this.keep(commit);
    return { decision: 'ok', last: this.add(commit, true) };
  }

  /** Takes in what was accepted before. Ids are not remembered: a restarted server has forgotten them. */
  replay(commit: Commit): void {
    this.add(commit, false);
  }

  /** Index of the first event at or after a position; an event lies at (position, position). */
  indexFrom(commit: bigint, prepare: bigint): number {
    let [low, high] = [0, this.events.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      const { position } = this.at(middle);
      if (position < commit || (position === commit && position < prepare)) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** Index of the first event from `from` on whose category (the stream's name up to its first dash) is this one; the log's length when there is none. */
  nextOfCategory(category: string, from: number): number {
    const indexes = this.categories.get(category) ?? [];
    let [low, high] = [0, indexes.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (indexes[middle]! < from) low = middle + 1;
      else high = middle;
    }
    return indexes[low] ?? this.length;
  }

  /** Resolves when the log is longer than `length`, or the signal aborts. */
  async grownBeyond(length: number, signal: AbortSignal): Promise<void> {
    if (this.length > length || signal.aborted) return;
    await new Promise<void>((resolve) => {
      const done = () => {
        this.waiting.delete(done);
        signal.removeEventListener('abort', done);
        resolve();
      };
      this.waiting.add(done);
      signal.addEventListener('abort', done);
    });
  }

  private add({ stream, created, events }: Commit, remember: boolean): LoggedEvent {
    const stored = this.streams.get(stream) ?? [];
    this.streams.set(stream, stored);
    const category = stream.split('-', 1)[0]!;
    const indexes = this.categories.get(category) ?? [];
    this.categories.set(category, indexes);
    for (const event of events) {
      const logged: LoggedEvent = { ...event, stream, created, revision: BigInt(stored.length), position: this.nextPosition };
      this.nextPosition += BigInt(recordOverhead + stream.length + event.type.length + event.data.length + event.metadata.length);
      indexes.push(this.events.push(logged) - 1);
      stored.push(logged);
      if (remember) this.remember(logged);
    }
    for (const done of [...this.waiting]) done();
    return stored.at(-1)!;
  }

  private remember(event: LoggedEvent): void {
    this.recent.delete(event.id);
    this.recent.set(event.id, event);
    if (this.recent.size > rememberedIds) this.recent.delete(this.recent.keys().next().value!);
  }
}
