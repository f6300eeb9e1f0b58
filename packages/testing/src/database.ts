import { randomBytes } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startLocalPostgres } from '@cairn/local-postgres';
import pg from 'pg';

export interface TestDatabase {
  /** URL of a fresh, empty database, as its administrator. */
  readonly url: string;
  drop(): Promise<void>;
}

/**
 * A fresh database in the cluster that the test run shares. `CAIRN_TEST_POSTGRES` names the cluster (an administrator's URL); without it
 * a local one is started, and left running for the next test file to adopt.
 */
export async function testDatabase(): Promise<TestDatabase> {
  const admin = process.env['CAIRN_TEST_POSTGRES'] ?? (await startLocalPostgres(join(tmpdir(), 'cairn-test-postgres'), { max_connections: '400' })).url;
  const name = `test_${randomBytes(6).toString('hex')}`;
  await execute(admin, `CREATE DATABASE ${name}`);
  const url = new URL(admin);
  url.pathname = `/${name}`;
  return { url: url.href, drop: () => execute(admin, `DROP DATABASE ${name} WITH (FORCE)`) };
}

async function execute(url: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}
