import pg from 'pg';
import type { StoreIdentity } from '../port.js';
import { clientConfig, unavailable, type Connecting } from './connection.js';
import { install } from './install.js';
import { identityOf, identityRow, type IdentityRow } from './reading.js';
import { roles } from './schema.js';

/** Gives the store its next epoch. The URL's user must own the store, or be an administrator. */
export async function raisePostgresEpoch(where: Connecting): Promise<StoreIdentity> {
  await install(where);
  const client = new pg.Client(clientConfig(where));
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.query(`SET ROLE ${roles.owner}`);
    const end = 'SELECT coalesce(max(position), -1) FROM event_store.events';
    const { rows } = await client.query<IdentityRow>(`UPDATE event_store.store SET epoch = epoch + 1, began = began || (${end}) RETURNING ${identityRow}`);
    return identityOf(rows[0]!);
  } catch (error) {
    throw unavailable(error) ?? error;
  } finally {
    await client.end().catch(() => undefined);
  }
}
