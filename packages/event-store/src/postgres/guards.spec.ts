import { randomBytes, randomUUID } from 'node:crypto';
import { testDatabase, type TestDatabase } from '@cairn/testing';
import pg from 'pg';
import { newEvents, newStream } from '../contract/fixtures.js';
import { openPool } from './connection.js';
import { openPostgresEventStore } from './postgres-event-store.js';
import { readCategories, readEverything, readStream } from './reading.js';
import { roles } from './schema.js';

describe('the tables of the event store', () => {
  let database: TestDatabase;
  let admin: pg.Client;
  beforeAll(async () => {
    database = await testDatabase();
    const store = await openPostgresEventStore({ url: database.url });
    await store.append({ tenant: 'ward', stream: newStream(), expected: 'no-stream', events: newEvents(2) });
    await store.close();
    admin = new pg.Client({ connectionString: database.url });
    await admin.connect();
  });
  afterAll(async () => {
    await admin.end();
    await database.drop();
  });

  const writes = [
    'INSERT INTO event_store.events SELECT position + 10, stream_id, revision + 10, created, gen_random_uuid(), 1, tenant, stream, type, data, metadata FROM event_store.events',
    `UPDATE event_store.events SET data = '{}'`,
    'DELETE FROM event_store.events',
    'TRUNCATE event_store.events',
    `INSERT INTO event_store.streams VALUES (99, 'ward', 'walk-1')`,
    'UPDATE event_store.streams SET name = tenant',
    'DELETE FROM event_store.streams',
    'TRUNCATE event_store.streams',
  ];
  describe.each([roles.app, roles.owner, 'the administrator'])('as %s', (role) => {
    it.each(writes)('failure 28: refuse %s', async (sql) => {
      await admin.query(role === 'the administrator' ? 'RESET ROLE' : `SET ROLE ${role}`);
      await expect(admin.query(sql)).rejects.toMatchObject({ code: '42501' });
      await admin.query('RESET ROLE');
      expect((await admin.query('SELECT count(*)::int AS events FROM event_store.events')).rows).toEqual([{ events: 2 }]);
    });
  });

  it('are closed to cairn_app also when it says that it is append(), and to the owner for all but an insert', async () => {
    const said = `SET LOCAL event_store.writer = 'append'`;
    await admin.query(`SET ROLE ${roles.app}`);
    for (const sql of writes) await expect(admin.query(`${said}; ${sql}`)).rejects.toMatchObject({ code: '42501' });
    await admin.query(`SET ROLE ${roles.owner}`);
    for (const sql of writes.filter((each) => !each.startsWith('INSERT')))
      await expect(admin.query(`${said}; ${sql}`)).rejects.toMatchObject({ code: '42501' });
    await admin.query(`BEGIN; ${said}; ${writes[0]}; ROLLBACK; RESET ROLE`);
  });

  it('may be mended by the owner under maintenance, which ends with its transaction', async () => {
    await admin.query(`BEGIN; SET LOCAL event_store.maintenance = 'on'; DELETE FROM event_store.events WHERE revision = 1; ROLLBACK`);
    await expect(admin.query('DELETE FROM event_store.events')).rejects.toMatchObject({ code: '42501' });
  });

  it.each(Object.entries({ readStream, readEverything, readCategories }))('failure 31: are never scanned whole: %s', async (_, sql) => {
    const pool = openPool({ url: database.url, deadline: 5000 }, 1);
    const parameters = new Set(sql.match(/\$\d/g)).size;
    const values = Array.from({ length: parameters }, () => 'NULL').join(', ');
    await pool.query(`PREPARE ours AS ${sql}`);
    const { rows } = await pool.query<{ 'QUERY PLAN': string }>(`EXPLAIN EXECUTE ours (${values})`);
    await pool.end();
    const plan = rows.map((row) => row['QUERY PLAN']).join('\n');
    expect(plan).toMatch(/Index (Only )?Scan.* on events/);
    expect(plan).not.toMatch(/Seq Scan|Bitmap/);
    // What everybody follows comes in the order of its index.
    if (sql === readEverything) expect(plan).not.toMatch(/Sort|Join/);
  });

  it.each([
    "append('{ward,ward}', '{walk-1,walk-2}', '{-2,-2}', '{0,1}', '{1,1}', $1, '{T,T}', '{1,1}', '{2,4,6,8}', '{}{}{}{}')",
    "append_one('ward', 'walk-1', -2, $1, '{T,T}', '{1,1}', '{2,4,6,8}', '{}{}{}{}')",
  ])('failure 31: are never scanned whole, to begin a stream, continue it and repeat an append: %s', async (call) => {
    const pool = openPool({ url: database.url, deadline: 5000 }, 1);
    const client = await pool.connect();
    await client.query('BEGIN');
    const ids = Array.from({ length: 4 }, () => randomUUID());
    for (const sent of [ids.slice(0, 2), ids.slice(2), ids.slice(2)]) await client.query(`SELECT event_store.${call}`, [sent]);
    const { rows } = await client.query(
      `SELECT relname, pg_stat_get_xact_numscans(oid)::int AS scans FROM pg_class WHERE oid IN ('event_store.events'::regclass, 'event_store.streams'::regclass)`,
    );
    await client.query('ROLLBACK');
    client.release();
    await pool.end();
    expect(rows.map(({ scans }: { scans: number }) => scans)).toEqual([0, 0]);
  });

  it.each([
    "append('{ward}', '{walk-1}', '{-2}', '{0}', '{1}', '{00000000-0000-4000-8000-000000000001}', '{T}', '{1}', '{2,4}', '{}{}')",
    "append_one('ward', 'walk-1', -2, '{00000000-0000-4000-8000-000000000001}', '{T}', '{1}', '{2,4}', '{}{}')",
  ])('are appended to under READ COMMITTED alone: %s', async (call) => {
    await admin.query('BEGIN ISOLATION LEVEL REPEATABLE READ');
    await expect(admin.query(`SELECT event_store.${call}`)).rejects.toThrow('READ COMMITTED');
    await admin.query('ROLLBACK');
  });

  it.each([
    ['off', 'on'],
    ['local', 'on'],
    ['on', 'on'],
    ['remote_apply', 'remote_apply'],
  ])('are appended to durably and under READ COMMITTED, whatever is the default of the database: %s', async (theirs, ours) => {
    const name = new URL(database.url).pathname.slice(1);
    await admin.query(
      `ALTER DATABASE ${name} SET synchronous_commit = ${theirs}; ALTER DATABASE ${name} SET default_transaction_isolation = 'repeatable read'`,
    );
    try {
      const store = await openPostgresEventStore({ url: database.url });
      const { position } = await store.append({ tenant: 'ward', stream: newStream(), expected: 'no-stream', events: newEvents(1) });
      expect(await store.head()).toBe(position);
      await store.close();
      const pool = openPool({ url: database.url, deadline: 5000 }, 1);
      const { rows } = await pool.query(`SELECT current_setting('synchronous_commit') AS durable, current_setting('transaction_isolation') AS isolation`);
      await pool.end();
      expect(rows).toEqual([{ durable: ours, isolation: 'read committed' }]);
    } finally {
      await admin.query(`ALTER DATABASE ${name} RESET ALL`);
    }
  });

  it('are read and appended to by an ordinary login that is a member of cairn_app, and by no other', async () => {
    const login = `login_${randomBytes(6).toString('hex')}`;
    await admin.query(`CREATE ROLE ${login} LOGIN PASSWORD 'pass'`);
    const url = new URL(database.url);
    url.username = login;
    url.password = 'pass';
    try {
      await expect(openPostgresEventStore({ url: url.href })).rejects.toThrow('this user may not install the event store');
      await admin.query(`GRANT ${roles.app} TO ${login}`);
      const store = await openPostgresEventStore({ url: url.href });
      expect(await store.append({ tenant: 'ward', stream: newStream(), expected: 'no-stream', events: newEvents(1) })).toMatchObject({ revision: 0n });
      expect((await store.readAll(-1n)).events.length).toBeGreaterThan(2);
      await store.close();
    } finally {
      await admin.query(`DROP ROLE ${login}`);
    }
  });
});

describe('installing', () => {
  it('happens once, however many processes start at once on empty databases', async () => {
    const databases = await Promise.all([testDatabase(), testDatabase()]);
    const opened = await Promise.all(
      Array.from({ length: 16 }, (_, index) => openPostgresEventStore({ url: databases[index % 2]!.url, appending: 1, reading: 1 })),
    );
    const ids = await Promise.all(opened.map(async (store) => (await store.identity()).storeId));
    expect(new Set(ids).size).toBe(2);
    await Promise.all(opened.map((store) => store.close()));
    await Promise.all(databases.map((database) => database.drop()));
  });

  it('is done by a user who may create roles and schemas, without being a superuser', async () => {
    const database = await testDatabase();
    const admin = new pg.Client({ connectionString: database.url });
    await admin.connect();
    const login = `login_${randomBytes(6).toString('hex')}`;
    const name = new URL(database.url).pathname.slice(1);
    await admin.query(`CREATE ROLE ${login} LOGIN CREATEROLE PASSWORD 'pass'; GRANT CREATE ON DATABASE ${name} TO ${login}`);
    // The roles are older than this user, so an administrator has to hand them over.
    await admin.query(`GRANT ${roles.owner}, ${roles.app} TO ${login} WITH ADMIN OPTION`);
    const url = new URL(database.url);
    url.username = login;
    url.password = 'pass';
    const store = await openPostgresEventStore({ url: url.href });
    expect(await store.head()).toBe(-1n);
    await store.close();
    await admin.query(`REVOKE CREATE ON DATABASE ${name} FROM ${login}; DROP ROLE ${login}`);
    await admin.end();
    await database.drop();
  });
});
