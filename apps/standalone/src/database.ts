import { join } from 'node:path';
import { startLocalPostgres } from '@cairn/local-postgres';
import pg from 'pg';

export interface Database {
  readonly databaseUrl: string;
  readonly eventStoreUrl: string;
  /** Stops the PostgreSQL that is ours, unless another process works with it still. */
  leave(): Promise<void>;
}

/** The database of the six services: the one that is named, or a PostgreSQL of our own whose data lives under `dataDirectory`. */
export async function database(wanted: { databaseUrl?: string | undefined; eventStoreUrl?: string | undefined; dataDirectory: string }): Promise<Database> {
  const { databaseUrl, eventStoreUrl, dataDirectory } = wanted;
  if (databaseUrl) return { databaseUrl, eventStoreUrl: eventStoreUrl ?? databaseUrl, leave: async () => undefined };
  const { url, stop } = await startLocalPostgres(join(dataDirectory, 'postgres'));
  const leave = async () => {
    if (!(await othersUse(url))) await stop();
  };
  return { databaseUrl: url, eventStoreUrl: eventStoreUrl ?? url, leave };
}

async function othersUse(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rowCount } = await client.query(`SELECT FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid <> pg_backend_pid() LIMIT 1`);
    return rowCount === 1;
  } finally {
    await client.end();
  }
}
