import { randomUUID } from 'node:crypto';
import { openPostgresEventStore, type EventStore } from '@cairn/event-store';
import { testDatabase, type TestDatabase } from '@cairn/testing';
import pg from 'pg';
import { on } from './checkpoints.js';
import { Database } from './database.js';
import { bareSide } from './fixtures/lane-host.js';
import { losingAnswers } from './fixtures/losing-answers.js';
import { accounts, append, census, fault, logged, NothingRead, opened, paid, poisonous, projector, service } from './fixtures/world.js';
import type { ReadSide } from './read-side.js';
import { rebuild } from './rebuild.js';
import { verify } from './verify.js';

let database: TestDatabase;
let store: EventStore;
let admin: pg.Client;
let side: ReadSide;

const ids = Array.from({ length: 40 }, () => randomUUID());
beforeAll(async () => {
  database = await testDatabase();
  store = await openPostgresEventStore({ url: database.url });
  admin = new pg.Client({ connectionString: database.url });
  await admin.connect();
  side = await bareSide(store, database.url, service, [accounts]);
  Object.assign(fault, { active: true, thrown: 0, times: Infinity });
  for (const id of ids) await append(store, id, [opened(id)]);
  for (let n = 0; n < 120; n++) {
    const id = ids[n % ids.length]!;
    await append(
      store,
      id,
      Array.from({ length: 40 }, (_, k) => paid(id, n === 60 && k === 7 ? poisonous : n + k, [ids[(n * 7 + k) % ids.length]!])),
    );
  }
});
afterAll(async () => {
  await side.database.close();
  await admin.end();
  await store.close();
  await database.drop();
});
beforeEach(() => void (logged.length = 0));
const interruptions = () => logged.filter(({ level }) => level === 'warn').map(({ fields }) => fields);

/** Rows, and what is parked, as one value. */
const result = async () => ({
  rows: (await admin.query(`SELECT md5(string_agg(a::text, '|' ORDER BY tenant, key)) AS sum, count(*)::int FROM ${service}.accounts_v1 AS a`)).rows[0],
  parked: (await admin.query(`SELECT name, tenant, key, position, stream, revision, error_code FROM ${service}.parked ORDER BY key, position`)).rows,
});

describe('failure 26: a rebuild in shards', () => {
  let single: Awaited<ReturnType<typeof result>>;
  beforeAll(async () => {
    await rebuild(side, accounts, { shards: 1 });
    single = await result();
    expect(single).toMatchObject({ rows: { count: ids.length }, parked: expect.arrayContaining([expect.objectContaining({ error_code: 'RangeError' })]) });
  });

  it.each([2, 7])('comes to the same rows in %i shards as in one, however often they write', async (shards) => {
    for (const rowsInMemory of [1, 20_000]) {
      await admin.query(`TRUNCATE ${service}.accounts_v1`);
      await rebuild(side, accounts, { shards, rowsInMemory });
      expect(await result()).toEqual(single);
    }
    expect(await verify(side, accounts)).toMatchObject({ identical: true, rows: ids.length });
  });

  it('goes on from the checkpoint of a shard whose connection is killed while it writes', async () => {
    await admin.query(`
      CREATE SEQUENCE kills;
      CREATE FUNCTION kill() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        IF nextval('kills') IN (2, 3, 5) THEN PERFORM pg_terminate_backend(pg_backend_pid()); END IF;
        RETURN NEW;
      END $$;
      CREATE TRIGGER kill AFTER UPDATE ON ${service}.rebuild_shard FOR EACH ROW WHEN (NEW.shard = 2) EXECUTE FUNCTION kill()`);
    await admin.query(`TRUNCATE ${service}.accounts_v1`);
    await rebuild(side, accounts, { shards: 4, rowsInMemory: 8 });
    expect(interruptions()).toEqual(Array(3).fill({ service, readModel: 'accounts@1', shard: 2, code: '57P01' }));
    expect(await result()).toEqual(single);
    await admin.query(`DROP TRIGGER kill ON ${service}.rebuild_shard`);
  });

  it('goes on when the answer to a commit of a shard is lost, and counts nothing twice', async () => {
    const losing = await losingAnswers(database.url, /UPDATE "bank"\.rebuild_shard/, [2, 5, 6]);
    const remote = { ...side, database: new Database(losing.url) };
    try {
      await admin.query(`TRUNCATE ${service}.accounts_v1`);
      await rebuild(remote, accounts, { shards: 4, rowsInMemory: 8 });
    } finally {
      await remote.database.close();
      await losing.close();
    }
    expect(losing.lost()).toBe(3);
    expect(interruptions()).toHaveLength(3);
    expect(await result()).toEqual(single);
  });

  it('that ends in the middle changes nothing, says so, and is done anew by the next', async () => {
    await admin.query(`CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'no' USING ERRCODE = '22000'; END $$;
      CREATE TRIGGER refuse BEFORE UPDATE ON ${service}.rebuild_shard FOR EACH ROW WHEN (NEW.shard = 1 AND NEW.position > 1000) EXECUTE FUNCTION refuse()`);
    await expect(rebuild(side, accounts, { rowsInMemory: 8 })).rejects.toThrow('no');
    await admin.query(`DROP TRIGGER refuse ON ${service}.rebuild_shard`);
    expect(await result()).toEqual(single);
    const last = async () => (await side.database.transaction((client) => side.rebuilds.all(on(client))))[0];
    expect(await last()).toMatchObject({ name: 'accounts', version: 1, running: false, errorCode: '22000', parked: null });
    let during: unknown;
    const { parked } = await rebuild(side, accounts, { onProgress: () => void (during ??= last()) });
    expect(await during).toMatchObject({ running: true, errorCode: null, until: await store.head() });
    expect(await last()).toMatchObject({ running: false, errorCode: null, parked, position: await store.head() });
    expect(await result()).toEqual(single);
  });

  it.each(['at its beginning', 'at its end'])(
    'that loses its lock %s changes nothing, neither the rows nor the rebuild that another begins meanwhile',
    async (when) => {
      const [othersReads, goOn] = [gate(), gate()];
      let second: Promise<unknown> | undefined;
      const loseLock = async () => {
        if (second) return;
        await admin.query(
          `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'cairn projections lock'`,
        );
        const readAll: EventStore['readAll'] = async (after, options) => {
          if (after > 2000n) await Promise.all([othersReads.open(), goOn.opened]);
          return store.readAll(after, options);
        };
        second = rebuild({ ...side, store: Object.assign(Object.create(store) as EventStore, { readAll }) }, accounts, { rowsInMemory: 8 });
        second.catch(othersReads.open);
        await othersReads.opened;
      };
      let heads = 0;
      const losing: Partial<EventStore> = {
        readAll: async (after, options) => {
          if (when === 'at its beginning') await loseLock();
          return store.readAll(after, options);
        },
        head: async () => {
          if (when === 'at its end' && ++heads === 2) await loseLock();
          return store.head();
        },
      };
      const first = rebuild({ ...side, store: Object.assign(Object.create(store) as EventStore, losing) }, accounts);
      await expect(first).rejects.toThrow();
      expect(await result()).toEqual(single);
      goOn.open();
      await second;
      expect(await result()).toEqual(single);
      const [last] = await side.database.transaction((client) => side.rebuilds.all(on(client)));
      expect(last).toMatchObject({ running: false, errorCode: null, position: await store.head() });
    },
  );
});

it('failure 26: as many at once as the pool has connections neither wait for each other nor hold up what runs', async () => {
  const models = Array.from({ length: 8 }, (_, n) => ({ ...census, name: `census-${n}` }));
  const running = projector(store, database.url, { readModels: models });
  await running.whenReady();
  const types = (await admin.query<{ types: number }>('SELECT count(DISTINCT type)::int AS types FROM event_store.events')).rows[0]!.types;
  let working = true;
  const traffic = (async () => {
    while (working) await running.waitFor(service, await append(store, ids[0]!, [paid(ids[0]!, 1)]), 10_000);
  })();
  try {
    for (const each of await Promise.all(models.map((model) => verify(running.side(service), model))))
      expect(each).toMatchObject({ identical: true, rows: types });
    await Promise.all(models.map((model) => rebuild(running.side(service), model)));
    expect(await verify(running.side(service), models[0]!)).toMatchObject({ identical: true, rows: types });
  } finally {
    working = false;
    await traffic.finally(() => running.stop());
  }
}, 60_000);

it('failure 26: what comes during a verification is folded before its snapshot is opened, all but the last page', async () => {
  const running = projector(store, database.url, { readModels: [census] });
  await running.whenReady();
  const growth = [1000, 1000, 500];
  let readInSnapshot = 0;
  const readAll: EventStore['readAll'] = async (after, options) => {
    const { rowCount } = await admin.query(`SELECT FROM pg_stat_activity
      WHERE datname = current_database() AND application_name = 'cairn projections lock' AND state = 'idle in transaction'`);
    const page = await store.readAll(after, options);
    if (rowCount) readInSnapshot += page.events.length;
    const some = Array.from({ length: growth.shift() ?? 0 }, () => NothingRead({}));
    if (some.length > 0) await running.waitFor(service, await append(store, ids[0]!, some), 10_000);
    return page;
  };
  const growing = Object.assign(Object.create(store) as EventStore, { readAll });
  const verified = await verify({ ...running.side(service), store: growing }, census).finally(() => running.stop());
  expect(verified).toMatchObject({ identical: true, position: String(await store.head()) });
  expect(readInSnapshot).toBeLessThanOrEqual(1000);
});

/** Somebody waits until it is opened. */
function gate() {
  let open: () => void = () => undefined;
  const opened = new Promise<void>((resolve) => (open = resolve));
  return { opened, open: () => open() };
}
