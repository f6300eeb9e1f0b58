import pg from 'pg';

/** Anything that runs a statement: a connection in a transaction, or a pool. */
export type Query = <R extends pg.QueryResultRow>(text: string, values: unknown[]) => Promise<{ rows: R[]; rowCount: number | null }>;

/** First number of all advisory locks of this package, in the two-integer form (`CAIP` in ASCII), so that they collide with nobody else's. */
export const lockClass = 0x43414950;

/** SQL: whether somebody holds the lock whose name the expression `name` gives. */
export const isLocked = (name: string): string =>
  `EXISTS (SELECT FROM pg_locks WHERE locktype = 'advisory' AND granted AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
    AND classid::bigint = ${lockClass} AND objid::bigint = hashtext(${name})::bigint & 4294967295)`;

/**
 * What every connection of the runner is set to. Rows and their checkpoint commit together, so losing the last of them in a crash costs a fold and nothing
 * else: commits need not wait for the disk.
 */
const settings = `SET synchronous_commit = off; SET idle_in_transaction_session_timeout = '15s'`;

/** Longest wait for a connection, and for the answer to a statement of a batch, in milliseconds. */
const connectDeadline = 5_000;
const answerDeadline = 60_000;
/** The same for a statement that goes through a whole table: an index of a large one takes its time. */
export const wholeTableDeadline = 6 * 3_600_000;

/** Connections to one PostgreSQL database, for batches. */
export class Database {
  private readonly pool: pg.Pool;

  constructor(
    readonly url: string,
    max = 8,
  ) {
    this.pool = new pg.Pool({
      connectionString: url,
      max,
      application_name: 'cairn projections',
      connectionTimeoutMillis: connectDeadline,
      query_timeout: answerDeadline,
      keepAlive: true,
      onConnect: async (client) => void (await client.query(settings)),
    });
    // The pool replaces an idle connection that the server has closed; whoever needs it next is told by its own query.
    this.pool.on('error', () => undefined);
  }

  /** One statement, which is a transaction of its own. */
  readonly ask: Query = (text, values) => this.pool.query(text, values);

  /**
   * Runs `work` in one transaction; rolls back what it did when it throws. It must not ask for another connection of this database: whoever waits for one
   * while he holds one waits in a circle with others who do.
   */
  async transaction<T>(work: (client: pg.ClientBase) => Promise<T>): Promise<T> {
    const client = await this.pool.connect();
    client.on('error', ignore);
    let broken = true;
    try {
      return await inTransaction(client, work, { whenOver: () => (broken = false) });
    } finally {
      client.off('error', ignore);
      client.release(broken);
    }
  }

  close(): Promise<void> {
    return this.pool.end();
  }
}

interface Transaction {
  readonly isolation?: 'READ COMMITTED' | 'REPEATABLE READ';
  /** It was committed or rolled back; never called when nobody can tell. */
  readonly whenOver?: () => void;
}

/** Runs `work` in one transaction of this connection; rolls back what it did when it throws. */
export async function inTransaction<C extends pg.ClientBase, T>(
  client: C,
  work: (client: C) => Promise<T>,
  { isolation = 'READ COMMITTED', whenOver = ignore }: Transaction = {},
): Promise<T> {
  await client.query(`BEGIN ISOLATION LEVEL ${isolation}`);
  try {
    const result = await work(client);
    await client.query('COMMIT');
    whenOver();
    return result;
  } catch (error) {
    await client.query('ROLLBACK').then(whenOver, ignore);
    throw error;
  }
}

/** A connection that breaks in a transaction fails the query that is waiting on it; that is where it is handled. */
const ignore = () => undefined;

/** A connection of its own, for locks that last as long as it does. Not through a pooler in transaction mode. The server notices within 10 s when its peer is gone. */
export async function dedicatedConnection(url: string, deadline = answerDeadline): Promise<pg.Client> {
  const client = new pg.Client({
    connectionString: url,
    application_name: 'cairn projections lock',
    connectionTimeoutMillis: connectDeadline,
    query_timeout: deadline,
    keepAlive: true,
  });
  client.on('error', ignore);
  await client.connect();
  await client.query('SET tcp_keepalives_idle = 4; SET tcp_keepalives_interval = 2; SET tcp_keepalives_count = 3');
  return client;
}
