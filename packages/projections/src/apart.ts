import { randomBytes } from 'node:crypto';
import type pg from 'pg';
import { dedicatedConnection, lockClass, wholeTableDeadline } from './database.js';
import { versioned, type ReadModel } from './define-read-model.js';
import { CannotOperate } from './errors.js';
import type { ReadSide } from './read-side.js';
import { rebuildLock } from './rebuilds.js';
import { RowTable, tableName } from './row-table.js';

/**
 * Lets `work` fill a table beside that of the read model; refuses while another process rebuilds or verifies the same one. The lock lives as long as the
 * session, so that what needs the lock must be done in the session. Who has lost it and does not know yet disturbs nobody: the table is his alone, and the next
 * one drops it.
 */
export async function apart<T>(side: ReadSide, model: ReadModel, work: (session: pg.Client, scratch: RowTable) => Promise<T>): Promise<T> {
  const session = await dedicatedConnection(side.database.url, wholeTableDeadline);
  try {
    await lock(session, side, model);
    const scratch = await scratchTable(session, side, model);
    try {
      return await work(session, scratch);
    } finally {
      await scratch.drop(session).catch(() => undefined); // the next one does
    }
  } finally {
    await session.end().catch(() => undefined);
  }
}

async function lock(session: pg.Client, { service }: ReadSide, model: ReadModel): Promise<void> {
  await session.query(`SET idle_in_transaction_session_timeout = '15s'`);
  const { rows } = await session.query<{ locked: boolean }>('SELECT pg_try_advisory_lock($1, hashtext($2)) AS locked', [
    lockClass,
    rebuildLock(service, model),
  ]);
  if (!rows[0]!.locked) throw new CannotOperate('READ_MODEL_BUSY', `${versioned(model)} is being rebuilt or verified already`);
}

/** An empty one, under a name that was never used; those that were left behind are dropped. */
async function scratchTable(session: pg.Client, { service }: ReadSide, model: ReadModel): Promise<RowTable> {
  const inUse = tableName(model, model.version);
  const { rows } = await session.query<{ name: string }>('SELECT tablename AS name FROM pg_tables WHERE schemaname = $1 AND tablename ~ $2', [
    service,
    `^${inUse}_(rebuild|verify|scratch_[0-9a-f]{8})$`,
  ]);
  for (const { name } of rows) await new RowTable(service, model, name).drop(session);
  const table = new RowTable(service, model, `${inUse}_scratch_${randomBytes(4).toString('hex')}`);
  await table.create(session);
  return table;
}
