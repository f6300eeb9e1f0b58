import type { EventLog } from './event-log.js';
import type { Faults } from './faults.js';

/** What the calls of the double share: a leader of a cluster of one. */
export interface Node {
  readonly host: string;
  /** Known once it listens. */
  port: number;
  readonly log: EventLog;
  readonly faults: Faults;
  /** `appendBytes`: most bytes of one append; servers up to 24.10 take 1 MiB unless they are configured otherwise. */
  readonly limits: { readonly appendBytes: number };
  readonly counts: Counts;
}

export interface Counts {
  /** Calls by the last word of their path. */
  readonly calls: Record<string, number>;
  /** Events that were handed to the network, over all reads and subscriptions. */
  eventsSent: number;
  openSubscriptions: number;
}
