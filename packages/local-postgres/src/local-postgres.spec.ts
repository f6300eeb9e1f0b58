import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
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

  it('is made and started once when several ask for it at one moment', async () => {
    const at = join(directory, 'together');
    const script = `import('@cairn/local-postgres').then(async ({ startLocalPostgres }) => {
      const { pid, adopted, url } = await startLocalPostgres(${JSON.stringify(at)});
      console.log(JSON.stringify({ pid, adopted, url }));
    });`;
    const options = { cwd: dirname(fileURLToPath(import.meta.url)) };
    const started = await Promise.all([1, 2, 3].map(() => promisify(execFile)(process.execPath, ['--input-type=module', '--eval', script], options)));
    const servers = started.map(({ stdout }) => JSON.parse(stdout) as { pid: number; adopted: boolean; url: string });
    expect(new Set(servers.map(({ pid, url }) => `${pid} ${url}`)).size).toBe(1);
    expect(servers.map(({ adopted }) => adopted).sort()).toEqual([false, true, true]);
    await (await startLocalPostgres(at)).stop();
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
