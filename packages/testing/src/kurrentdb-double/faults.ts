/** How the double can misbehave, each the next time that its occasion comes. */
export type Fault =
  /** Takes an append, stores nothing, never answers. */
  | 'swallow-append'
  /** Stores an append, never answers. */
  | 'lose-append-reply'
  /** Resets the append stream, and with it everything in flight on it, before the append is complete. */
  | 'reset-before-append'
  /** Stores an append, then resets the append stream instead of answering. */
  | 'reset-after-append'
  /** Sends the append elsewhere: to the leader, which is this same node. */
  | 'append-not-leader'
  /** Answers an append twice. */
  | 'duplicate-append-reply'
  /** Answers an append that nobody sent, before the one that somebody did. */
  | 'stray-append-reply'
  /** Says that it is busy, in the form that has no type of its own. */
  | 'append-busy'
  /** Stores an append and reports that it took too long. */
  | 'append-timeout'
  /** Accepts an append without telling its position, as a server does for an append that is stored but not yet indexed. */
  | 'append-without-position'
  /** Refuses an append for its expected version without telling the current one. */
  | 'wrong-version-without-current'
  /** Sends a reader elsewhere: to the leader, which is this same node. */
  | 'read-not-leader'
  /** Takes a read, never answers. */
  | 'swallow-read'
  /** Breaks a read or a subscription off after its next message. */
  | 'break-read'
  /** Waits 20 ms before every message of a read. */
  | 'slow-read';

/** What the double is told to get wrong, and how often. */
export class Faults {
  private readonly due = new Map<Fault, number>();

  set(fault: Fault, times: number): void {
    this.due.set(fault, times);
  }

  clear(): void {
    this.due.clear();
  }

  /** True when this fault is due; each call that is true counts. */
  take(fault: Fault): boolean {
    const left = this.due.get(fault) ?? 0;
    if (left > 0) this.due.set(fault, left - 1);
    return left > 0;
  }
}
