import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { startLocalPostgres } from './index.js';

describe('a PostgreSQL on this machine', () => {
  const directory = mkdtempSync(join(tmpdir(), 'cairn-local-postgres-'));
  afterAll(() => rmSync(directory, { recursive: true, force: true }));

  it('starts, is adopted while it runs, keeps its data when it stops', async () => {
    const first = await startLocalPostgres(directory);
    expect(first.adopted).toBe(false);
    await query(first.url, 'CREATE TABLE kept AS SELECT 42 AS n');
    const second = await startLocalPostgres(directory);
    expect(second).toMatchObject({ adopted: true, pid: first.pid, url: first.url });
    await second.stopImmediately();
    const third = await startLocalPostgres(directory);
    expect(third.adopted).toBe(false);
    expect(await query(third.url, 'SELECT n FROM kept')).toEqual([{ n: 42 }]);
    await third.stop();
  }, 60_000);
});

async function query(url: string, sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(sql)).rows as unknown[];
  } finally {
    await client.end();
  }
}
