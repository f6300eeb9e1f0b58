import pg from 'pg';
import { StoreUnavailable } from '../port.js';
import { roles } from './schema.js';

export interface Connecting {
  readonly url: string;
  /** Longest wait for a connection, and for an answer, in milliseconds. */
  readonly deadline: number;
}

/** A connection gives up by itself on both sides: the server cancels the statement, and the client does not wait for a server that is silent. */
export const clientConfig = ({ url, deadline }: Connecting): pg.ClientConfig => ({
  connectionString: url,
  application_name: 'cairn event store',
  connectionTimeoutMillis: deadline,
  statement_timeout: deadline,
  query_timeout: deadline,
  keepAlive: true,
});

/** Connections that may append and read, and nothing else, even where the URL's user may do more. */
export function openPool(connecting: Connecting, max: number): pg.Pool {
  // Kept, however long nothing comes: whoever ends a quiet hour does not wait for a new one.
  const pool = new pg.Pool({ ...clientConfig(connecting), max, idleTimeoutMillis: 0, onConnect: asApp });
  // An idle connection that the server has closed is replaced by the pool; whoever needs it next is told by its own query.
  pool.on('error', () => undefined);
  return pool;
}

/**
 * Every query of ours is answered by an index. A prepared statement that was planned while the tables were empty would scan them for ever, so scans are off;
 * then one plan fits all, and is kept.
 *
 * What the database or the login has as its default does not count: an append is acknowledged when it is as durable as `synchronous_commit = on` makes it, or
 * more, and `append` needs READ COMMITTED.
 */
const asApp = async (client: pg.ClientBase) =>
  void (await client.query(`
    SET plan_cache_mode = force_generic_plan; SET enable_seqscan = off; SET enable_bitmapscan = off; SET jit = off;
    SET default_transaction_isolation = 'read committed';
    SELECT set_config('synchronous_commit', 'on', false) WHERE current_setting('synchronous_commit') NOT IN ('on', 'remote_apply');
    SELECT set_config('role', '${roles.app}', false) WHERE pg_has_role(session_user, '${roles.app}', 'MEMBER')`));

/** Runs a query; whatever means "no answer" becomes {@link StoreUnavailable}, and the connection is not used again. */
export async function ask<Row extends pg.QueryResultRow>(pool: pg.Pool, query: pg.QueryConfig): Promise<Row[]> {
  try {
    return (await pool.query<Row>(query)).rows;
  } catch (error) {
    throw unavailable(error) ?? error;
  }
}

/** SQLSTATEs by which a server says that it cannot serve now: connection, resources, operator, system, rolled back, a standby, lock not available. */
const passing = /^(08|53|57|58|40|25006|55P03)/;

/** {@link StoreUnavailable} where the error says that the store did not answer; undefined for an answer that is a fault of the question. */
export function unavailable(error: unknown): StoreUnavailable | undefined {
  if (error instanceof StoreUnavailable) return error;
  if (!(error instanceof pg.DatabaseError)) return new StoreUnavailable('PostgreSQL did not answer', { cause: error });
  return passing.test(error.code ?? '') ? new StoreUnavailable(`PostgreSQL cannot serve now (SQLSTATE ${error.code})`, { cause: error }) : undefined;
}
