import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { installedServers, startLocalPostgres, type LocalPostgres } from '@cairn/local-postgres';
import pg from 'pg';

/** What the adapter is tested for on the PostgreSQL of the test run, once more on the oldest server that is installed here. */
const [server] = installedServers();
const home = mkdtempSync(join(tmpdir(), 'cairn-older-'));
// The server may not be allowed into a folder of its owner alone.
chmodSync(home, 0o755);
let running: LocalPostgres | undefined;

if (server) {
  beforeAll(async () => {
    running = await startLocalPostgres(join(home, 'cluster'), { max_connections: '200', fsync: 'off' }, server);
    // Where the specs below get their databases from.
    process.env['CAIRN_TEST_POSTGRES'] = running.url;
  }, 120_000);
  await import('./postgres-event-store.spec.js');
  await import('./guards.spec.js');
  await import('./faults.spec.js');
  await import('./surroundings.pg.spec.js');
  await import('./migration.pg.spec.js');
}
afterAll(async () => {
  await running?.stopImmediately();
  rmSync(home, { recursive: true, force: true });
});

it(
  server ? `ran on PostgreSQL ${server.version}, from ${server.directory}` : 'no PostgreSQL 15 or newer is installed here: nothing of this file ran',
  async () => {
    if (!server) return expect(installedServers()).toEqual([]);
    const client = new pg.Client({ connectionString: running!.url });
    await client.connect();
    const { rows } = await client.query<{ server_version: string }>('SHOW server_version');
    await client.end();
    expect(rows[0]?.server_version).toMatch(new RegExp(`^${server.version}\\.`));
    console.info(`the contract, the guards, the faults and the migration ran on PostgreSQL ${rows[0]?.server_version}`);
  },
);
