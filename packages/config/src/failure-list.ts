/** One of the failures that the event engine must live through. A test of it has `failure <number>` at the beginning of its title. */
export interface Failure {
  readonly what: string;
  /** What `npm run test:long` does more. */
  readonly long?: string;
  /** Why nothing of it runs. */
  readonly reason?: string;
}

/** The numbers are for ever, as those of the engine's list. */
export const failures: Readonly<Record<number, Failure>> = {
  1: { what: 'killed between writing rows and committing, or before it remembers where it is: a batch is folded once' },
  2: { what: 'kill -9 of the services and of PostgreSQL at any moment, again and again: rows are those of a clean rebuild', long: '40 kills instead of 6' },
  3: { what: 'the same batch again, or one that overlaps it: nothing changes' },
  4: {
    what: 'two runners of one read model, also when the connection that holds the lock is cut: one is fenced; two replicas of all services, one killed: the other takes over within 10 s',
    long: '6 kills in turn, each replica started again',
  },
  5: { what: '100 appends that expect the same revision: one wins, 99 are told the true one' },
  6: { what: '100 appends without expectation to a new stream: revisions 0 to 99' },
  7: { what: 'a writer that holds its transaction open, and commits or rolls back: no reader misses its events' },
  8: {
    what: 'any schedule of appends, roll-backs, cancelled statements and cut connections: dense, nothing lost, nothing twice, one order for all',
    long: '40 seeds instead of 3; 500 histories against the model instead of 30',
  },
  9: { what: 'an answer is lost: the same append again has the first outcome' },
  10: { what: 'an append that is repeated after others, and one that overlaps an earlier one in part' },
  11: { what: 'an event that cannot be folded: parked with its key and replayed in order, or the model stops' },
  12: { what: 'a fold that throws once, throws for ever, or is asked to stop' },
  13: { what: 'the store or the database is away at the start, or later: said so, and recovered from without a restart' },
  14: { what: 'the store dies in the middle of an append, a read, a subscription' },
  15: { what: 'a server that accepts and never answers: our own deadline' },
  16: { what: 'a store that was restored from an older copy halts its readers, until an operator accepts it' },
  17: { what: 'transactions that stay open for long, here and in another database, delay nothing' },
  18: { what: 'events of every earlier version are lifted; one of a later version is an error, never skipped' },
  19: { what: 'clocks that are wrong by an hour, or step back, change no order' },
  20: { what: 'the largest event, append and page, and one byte more; text and numbers that cannot be stored' },
  21: { what: 'a replay of a million events, and a slow reader: memory stays flat', long: '10 million events' },
  22: { what: 'events that arrive while a reader catches up: its position never passes one that it has not seen' },
  23: { what: 'a notification that is lost, or the connection that brings it: the polling interval at most' },
  24: { what: 'a filter that finds nothing: the checkpoint moves, and nothing is looked through twice' },
  25: {
    what: 'versions side by side, built under load, killed, flipped and rolled back: no empty and no mixed read',
    long: '100,000 events before and 40 flips instead of 4000 and 3',
  },
  26: { what: 'a rebuild in parallel shards is the rebuild in one; a shard is killed' },
  27: { what: 'a destroyed key: no plain text anywhere, and the replay goes on', reason: 'events are not encrypted yet' },
  28: { what: 'UPDATE, DELETE and TRUNCATE of events are refused, whoever asks' },
  29: { what: 'a fresh database and one after a bulk import: appends are as fast as later' },
  30: { what: 'positions beyond 2^53 are exact from end to end' },
  31: { what: 'no query of events scans the table' },
  32: { what: 'a release that changes the schema, or writes later versions of events, beside the one before it' },
};
