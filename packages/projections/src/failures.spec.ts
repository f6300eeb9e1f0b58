import { randomUUID } from 'node:crypto';
import { openPostgresEventStore, type EventStore } from '@cairn/event-store';
import { testDatabase, type TestDatabase } from '@cairn/testing';
import pg from 'pg';
import { z } from 'zod';
import { applyBatch, Member, sharesOf } from './batch.js';
import { defineReadModel, type ReadModel } from './define-read-model.js';
import { Fenced } from './errors.js';
import { bareSide, strayLane } from './fixtures/lane-host.js';
import { losingAnswers } from './fixtures/losing-answers.js';
import {
  accounts,
  AmountPaid,
  append,
  auditedAccounts,
  census,
  eventually,
  fault,
  logged,
  opened,
  paid,
  poisonous,
  projector,
  service,
  tenant,
} from './fixtures/world.js';
import { acceptStore, resume } from './operate.js';
import { pageOf, upTo } from './page.js';
import { Projector } from './projector.js';
import { rebuild } from './rebuild.js';
import { replayParked } from './replay-parked.js';
import { verify } from './verify.js';

let database: TestDatabase;
let store: EventStore;
let admin: pg.Client;
const started: Projector[] = [];

const run = (...args: Parameters<typeof projector>) => {
  const each = projector(...args);
  started.push(each);
  return each;
};

beforeEach(async () => {
  database = await testDatabase();
  store = await openPostgresEventStore({ url: database.url });
  admin = new pg.Client({ connectionString: database.url });
  admin.on('error', () => undefined);
  await admin.connect();
  Object.assign(fault, { active: true, thrown: 0, times: Infinity });
  logged.length = 0;
});
afterEach(async () => {
  await Promise.all(started.splice(0).map((each) => each.stop()));
  await admin.end();
  await store.close();
  await database.drop();
});

/** Ends the backends of a kind; gives how many there were. */
const terminate = async (where: string): Promise<number> =>
  (await admin.query(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid() AND ${where}`))
    .rowCount ?? 0;

const expectIdentical = async (running: Projector, of: ReadModel = accounts) =>
  expect(await verify(running.side(service), of)).toMatchObject({ identical: true, differences: [] });

/** Some accounts, and payments between them in an order that a double count would show. */
async function traffic(events: number, ids = [randomUUID(), randomUUID(), randomUUID()]): Promise<bigint> {
  let position = 0n;
  for (const id of ids) position = await append(store, id, [opened(id)]);
  for (let i = 0; i < events; i += 5) {
    const [from, to] = [ids[i % 3]!, ids[(i + 1) % 3]!];
    position = await append(
      store,
      from,
      Array.from({ length: 5 }, (_, j) => paid(from, i + j, [to])),
    );
  }
  return position;
}

it('failure 1: killed between upsert and commit, a batch is folded once', async () => {
  const running = run(store, database.url);
  await running.whenReady();
  await admin.query(`CREATE FUNCTION hold() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN PERFORM pg_advisory_xact_lock(42); RETURN NEW; END'`);
  await admin.query(`CREATE TRIGGER hold BEFORE UPDATE OF position ON ${service}.checkpoint FOR EACH ROW EXECUTE FUNCTION hold()`);
  await admin.query('SELECT pg_advisory_lock(42)');
  const position = await traffic(40);
  await eventually(async () => (await terminate(`wait_event = 'advisory' AND query LIKE '%checkpoint%'`)) > 0);
  await admin.query('SELECT pg_advisory_unlock(42)');
  await running.waitFor(service, position, 10_000);
  await expectIdentical(running);
  await expectIdentical(running, census);
});

it('failure 1: cut off after the commit and before it hears of it, a batch is folded once', async () => {
  const losing = await losingAnswers(database.url, /INSERT INTO "bank"\."accounts_v1"/, [1, 3, 4]);
  const running = run(store, losing.url);
  await running.whenReady();
  const ids = [randomUUID(), randomUUID(), randomUUID()];
  for (let batch = 0; batch < 6; batch++) await running.waitFor(service, await traffic(15, ids), 60_000);
  expect(losing.lost()).toBe(3);
  await expectIdentical(running);
  await expectIdentical(running, census);
  await running.stop();
  await losing.close();
});

it('failure 2: killed again and again at any moment, it ends where a rebuild ends', async () => {
  const running = run(store, database.url);
  await running.whenReady();
  const kinds = [`= 'cairn projections'`, `= 'cairn projections' AND state <> 'idle'`, `= 'cairn projections lock'`];
  const killed = kinds.map(() => 0);
  let working = true;
  const kill = (async () => {
    for (let kills = 0; working; kills++) {
      const kind = kills % kinds.length;
      killed[kind]! += await terminate(`application_name ${kinds[kind]}`);
      await new Promise((resolve) => setTimeout(resolve, 15 + ((kills * 37) % 50)));
    }
  })();
  let position = await traffic(300);
  while (killed.some((times) => times < 3)) position = await traffic(30);
  working = false;
  await kill;
  await running.waitFor(service, position, 15_000);
  await expectIdentical(running);
}, 60_000);

it('failure 3: the same batch again, or one that overlaps it, changes nothing', async () => {
  await traffic(20);
  const side = await bareSide(store, database.url, service, [accounts]);
  const member = new Member(service, accounts, true);
  const all = pageOf(-1n, await store.readAll(-1n));
  await applyBatch(side, sharesOf([member], upTo(all, 9n)), -1n);
  const before = await verify(side, accounts);
  for (const page of [upTo(all, 9n), upTo(all, 4n), all]) await expect(applyBatch(side, sharesOf([member], page), -1n)).rejects.toThrow(Fenced);
  expect(await verify(side, accounts)).toEqual(before);
  const lane = await strayLane(side, [accounts]);
  const stop = new AbortController();
  const done = lane.run(stop.signal);
  await eventually(() => lane.position === all.position);
  stop.abort();
  await done;
  expect(await verify(side, accounts)).toMatchObject({ identical: true, rows: 3, position: String(all.position) });
  await side.database.close();
});

it('failure 4: of two runners that know nothing of each other, one is fenced and nothing counts twice', async () => {
  const side = await bareSide(store, database.url, service, [accounts, census]);
  const position = await traffic(300);
  const lanes = await Promise.all([strayLane(side, [accounts, census]), strayLane(side, [accounts, census])]);
  const stop = new AbortController();
  const ends = Promise.allSettled(lanes.map((lane) => lane.run(stop.signal)));
  await eventually(() => lanes.some((lane) => lane.position === position));
  stop.abort();
  const reasons = (await ends).flatMap((end) => (end.status === 'rejected' ? [end.reason as unknown] : []));
  expect(reasons).toEqual([expect.any(Fenced)]);
  expect(await verify(side, accounts)).toMatchObject({ identical: true });
  expect(await verify(side, census)).toMatchObject({ identical: true });
  await side.database.close();
});

it('failure 4: another replica takes over within 2 s when the connection that holds the lock is cut', async () => {
  const first = run(store, database.url);
  await first.whenReady();
  const secondStore = await openPostgresEventStore({ url: database.url });
  const second = run(secondStore, database.url);
  await eventually(() => second.isReady(service));
  for (let cuts = 0; cuts < 3; cuts++) {
    expect(await terminate(`application_name = 'cairn projections lock'`)).toBeGreaterThan(0);
    const position = await traffic(20);
    await Promise.all([first.waitFor(service, position, 2500), second.waitFor(service, position, 2500)]);
  }
  const before = performance.now();
  await first.stop();
  await second.waitFor(service, await traffic(5), 2500);
  expect(performance.now() - before).toBeLessThan(2500);
  await expectIdentical(second);
  await second.stop();
  await secondStore.close();
});

describe('failure 11: an event that cannot be folded', () => {
  it('waits with the later events of its key, while other keys go on, and is replayed in order', async () => {
    const running = run(store, database.url);
    const [bad, good] = [randomUUID(), randomUUID()];
    await append(store, bad, [opened(bad), paid(bad, 1), paid(bad, poisonous), paid(bad, 2)]);
    await running.waitFor(service, await append(store, good, [opened(good), paid(good, 5, [bad])]), 5000);
    const rows = running.rows(service, accounts).in(tenant);
    expect(await rows.get(bad)).toMatchObject({ paid: 1 });
    expect(await rows.get(good)).toMatchObject({ paid: 5 });
    await running.waitFor(service, await append(store, bad, [paid(bad, 7)]), 5000);
    const [status] = await running.status();
    expect(status!.readModels[0]).toMatchObject({ name: 'accounts', status: 'live', parked: 4 });
    await expectIdentical(running);

    expect(await replayParked(running.side(service), accounts)).toEqual({ replayed: 0, left: 4 });
    fault.active = false;
    expect(await replayParked(running.side(service), accounts)).toEqual({ replayed: 4, left: 0 });
    expect(await rows.get(bad)).toMatchObject({ paid: 1 + poisonous + 2 + 5 + 7, history: [{ amount: 2 }, { amount: 5 }, { amount: 7 }] });
    await running.waitFor(service, await append(store, bad, [paid(bad, 3)]), 5000);
    expect(await rows.get(bad)).toMatchObject({ paid: 1 + poisonous + 2 + 5 + 7 + 3 });
    await expectIdentical(running);
    expect(JSON.stringify(logged)).not.toContain('secret');
  });

  it('is replayed with thousands of later ones of its key, while whoever runs the read model goes on', async () => {
    const running = run(store, database.url);
    const [bad, good] = [randomUUID(), randomUUID()];
    await append(store, good, [opened(good)]);
    await append(store, bad, [opened(bad), paid(bad, poisonous)]);
    let position = 0n;
    for (let batch = 0; batch < 4; batch++)
      position = await append(
        store,
        bad,
        Array.from({ length: 1000 }, (_, n) => paid(bad, n)),
      );
    await running.waitFor(service, position, 10_000);
    fault.active = false;
    const readStream: EventStore['readStream'] = async (...what) => {
      await new Promise((resolve) => setTimeout(resolve, 5));
      return store.readStream(...what);
    };
    let replaying = true;
    const distant = Object.assign(Object.create(store) as EventStore, { readStream });
    const replay = replayParked({ ...running.side(service), store: distant }, accounts).finally(() => (replaying = false));
    for (let n = 0; replaying; n++) await running.waitFor(service, await append(store, good, [paid(good, n, [bad])]), 5000);
    const { replayed, left } = await replay;
    expect(left).toBe(0);
    expect(replayed).toBeGreaterThan(4000);
    await expectIdentical(running);
  }, 60_000);

  it('that touches a row twice is left out whole, and replayed whole, when the second time fails', async () => {
    const refused = new Set([poisonous, poisonous + 1]);
    const twice = defineReadModel({
      name: 'twice',
      version: 1,
      row: z.object({ first: z.int(), second: z.int() }),
      on: (when) => [
        when(
          AmountPaid,
          ({ data }) => data.accountId,
          (row, { data }) => ({ first: (row?.first ?? 0) + data.amount, second: row?.second ?? 0 }),
        ),
        when(
          AmountPaid,
          ({ data }) => [...data.to, data.accountId],
          (row, { data }) => {
            if (refused.has(data.amount)) throw new RangeError();
            return row && { ...row, second: row.second + data.amount };
          },
        ),
      ],
    });
    const running = run(store, database.url, { readModels: [twice] });
    const id = randomUUID();
    const position = await append(store, id, [paid(id, 1), paid(id, poisonous, [id]), paid(id, poisonous + 1), paid(id, 2)]);
    await running.waitFor(service, position, 10_000);
    const row = () => running.rows(service, twice).in(tenant).get(id);
    expect(await row()).toEqual({ first: 1, second: 1 });
    await expectIdentical(running, twice);
    expect(await rebuild(running.side(service), twice)).toMatchObject({ parked: 3 });
    expect(await row()).toEqual({ first: 1, second: 1 });
    refused.delete(poisonous);
    expect(await replayParked(running.side(service), twice)).toEqual({ replayed: 1, left: 2 });
    expect(await row()).toEqual({ first: 1 + poisonous, second: 1 + 2 * poisonous });
    await expectIdentical(running, twice);
    refused.clear();
    expect(await replayParked(running.side(service), twice)).toEqual({ replayed: 2, left: 0 });
    expect(await row()).toEqual({ first: 2 * poisonous + 4, second: 3 * poisonous + 4 });
    await expectIdentical(running, twice);
  });

  it('stops an audit model before it, with everything before it folded; it goes on when it is resumed', async () => {
    const running = run(store, database.url, { readModels: [auditedAccounts, accounts] });
    const id = randomUUID();
    const position = await append(store, id, [opened(id), paid(id, 1), paid(id, poisonous), paid(id, 2)]);
    await running.waitFor(service, position, 5000);
    const rows = running.rows(service, auditedAccounts).in(tenant);
    await eventually(async () => (await running.status())[0]!.readModels.find(({ name }) => name === 'audited-accounts')?.status === 'stopped');
    const stopped = (await running.status())[0]!.readModels.find(({ name }) => name === 'audited-accounts');
    expect(stopped).toMatchObject({
      status: 'stopped',
      position: String(position - 2n),
      parked: 0,
      stoppedBy: { code: 'RangeError', position: String(position - 1n) },
    });
    expect(await rows.get(id)).toMatchObject({ paid: 1 });
    await running.waitFor(service, await append(store, id, [paid(id, 3)]), 5000);
    expect(await rows.get(id)).toMatchObject({ paid: 1 });
    fault.active = false;
    await resume(running.side(service), auditedAccounts);
    await eventually(async () => (await rows.get(id))?.paid === 1 + poisonous + 2 + 3);
    await expectIdentical(running, auditedAccounts);
  });

  it('leaves the parked keys of a rebuild parked', async () => {
    const running = run(store, database.url);
    const id = randomUUID();
    await running.waitFor(service, await append(store, id, [opened(id), paid(id, poisonous), paid(id, 2)]), 5000);
    expect(await rebuild(running.side(service), accounts)).toMatchObject({ parked: 2 });
    expect((await running.status())[0]!.readModels[0]).toMatchObject({ parked: 2 });
    fault.active = false;
    expect(await rebuild(running.side(service), accounts)).toMatchObject({ parked: 0 });
    await running.waitFor(service, await append(store, id, [paid(id, 1)]), 5000);
    expect(await running.rows(service, accounts).in(tenant).get(id)).toMatchObject({ paid: poisonous + 3 });
  });
});

it('failure 12: a fold that throws once is tried again, and nothing is parked', async () => {
  fault.times = 1;
  const running = run(store, database.url);
  const id = randomUUID();
  await running.waitFor(service, await append(store, id, [opened(id), paid(id, poisonous), paid(id, 2)]), 5000);
  expect(await running.rows(service, accounts).in(tenant).get(id)).toMatchObject({ paid: poisonous + 2 });
  expect((await running.status())[0]!.readModels[0]).toMatchObject({ parked: 0 });
});

it('failure 12: asked to stop, it finishes the batch in hand', async () => {
  const running = run(store, database.url);
  await running.whenReady();
  await admin.query('BEGIN');
  await admin.query(`LOCK TABLE ${service}.accounts_v1`);
  const id = randomUUID();
  const position = await append(store, id, [opened(id), paid(id, 1), paid(id, 2)]);
  await eventually(
    async () => (await admin.query(`SELECT 1 FROM pg_locks WHERE relation = '${service}.accounts_v1'::regclass AND NOT granted`)).rowCount === 1,
  );
  const stopped = running.stop();
  await admin.query('COMMIT');
  await stopped;
  const { rows } = await admin.query<{ position: string }>(
    `SELECT c.position FROM ${service}.checkpoint c, ${service}.accounts_v1 WHERE name = 'accounts' AND paid = 3`,
  );
  expect(rows).toEqual([{ position: String(position) }]);
});

it('failure 13: a database that is away at the start and later comes back is waited for', async () => {
  const other = await testDatabase();
  const name = new URL(other.url).pathname.slice(1);
  const outage = (on: boolean) => admin.query(`ALTER DATABASE ${name} ALLOW_CONNECTIONS ${on ? 'false' : 'true'}`);
  await outage(true);
  const running = run(store, other.url);
  const id = randomUUID();
  const position = await append(store, id, [opened(id)]);
  expect(await running.status()).toMatchObject([{ state: 'starting' }]);
  await expect(running.waitFor(service, position, 200)).rejects.toThrow('have not reached');
  await outage(false);
  await running.waitFor(service, position, 5000);

  await outage(true);
  await admin.query(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '${name}'`);
  const later = await append(store, id, [paid(id, 4)]);
  await expect(running.waitFor(service, later, 300)).rejects.toThrow('have not reached');
  expect(await running.status()).toMatchObject([{ state: 'unavailable' }]);
  await outage(false);
  await running.waitFor(service, later, 5000);
  expect(await running.rows(service, accounts).in(tenant).get(id)).toMatchObject({ paid: 4 });
  await running.stop();
  await other.drop();
});

it('failure 13: a service whose database comes late is complete without waiting for news', async () => {
  const other = await testDatabase();
  const name = new URL(other.url).pathname.slice(1);
  await admin.query(`ALTER DATABASE ${name} ALLOW_CONNECTIONS false`);
  await traffic(10);
  const both = new Projector({
    store,
    services: [
      { name: service, url: database.url, readModels: [accounts] },
      { name: 'late', url: other.url, readModels: [accounts] },
    ],
  });
  started.push(both);
  both.start();
  await both.whenReady([service]);
  await admin.query(`ALTER DATABASE ${name} ALLOW_CONNECTIONS true`);
  await both.whenReady(['late']);
  expect(await both.rows('late', accounts).in(tenant).count()).toBe(3);
  await both.stop();
  await other.drop();
});

it('failure 14: a store that breaks off is read again from the checkpoint', async () => {
  const running = run(store, database.url);
  await running.waitFor(service, await traffic(20), 5000);
  for (let cuts = 0; cuts < 3; cuts++) {
    await terminate(`application_name = 'cairn event store'`);
    await eventually(() =>
      store.head().then(
        () => true,
        () => false,
      ),
    );
    await running.waitFor(service, await traffic(20), 5000);
  }
  await expectIdentical(running);
});

it('failure 16: a store that was restored from an older copy halts the service, until an operator accepts it', async () => {
  const readSide = await testDatabase();
  const copy = await testDatabase();
  await copy.drop();
  const name = (url: string) => new URL(url).pathname.slice(1);
  const running = run(store, readSide.url, { processes: [], readModels: [accounts] });
  const id = randomUUID();
  await running.waitFor(service, await append(store, id, [opened(id), paid(id, 1)]), 5000);
  await store.close();
  await terminate('true');
  await admin.end();
  const elsewhere = new pg.Client({ connectionString: readSide.url });
  await elsewhere.connect();
  await elsewhere.query(`CREATE DATABASE ${name(copy.url)} TEMPLATE ${name(database.url)}`);
  await elsewhere.end();

  store = await openPostgresEventStore({ url: database.url });
  const lost = await append(store, id, [paid(id, 10)]);
  await running.stop();
  const later = run(store, readSide.url, { readModels: [accounts] });
  await later.waitFor(service, lost, 5000);
  await later.stop();

  const restored = await openPostgresEventStore({ url: copy.url });
  const halted = run(restored, readSide.url, { readModels: [accounts] });
  await eventually(async () => (await halted.status())[0]!.state === 'halted');
  expect((await halted.status())[0]!.instruction).toMatch(/accounts@1 has read up to position 2, but this store ended at 1.*accept this store/);
  expect(halted.isReady(service)).toBe(false);
  await append(restored, id, [paid(id, 100)]);
  await append(restored, id, [paid(id, 1000)]);
  await expect(halted.waitFor(service, 3n, 300)).rejects.toThrow('have not reached');
  expect(await halted.rows(service, accounts).in(tenant).get(id)).toMatchObject({ paid: 11 });

  await acceptStore(halted.side(service), { readModels: [accounts], processes: [] });
  await halted.waitFor(service, 3n, 10_000);
  expect(await halted.rows(service, accounts).in(tenant).get(id)).toMatchObject({ paid: 1101 });
  await halted.stop();
  await restored.close();
  await readSide.drop();
  await copy.drop();
  admin = new pg.Client({ connectionString: database.url });
  await admin.connect();
});

it('failure 22: events that arrive while a read model catches up are neither skipped nor counted twice', async () => {
  await traffic(200);
  const running = run(store, database.url, { readModels: [accounts] });
  await traffic(100);
  await running.whenReady();
  await running.stop();
  const both = run(store, database.url, { readModels: [accounts, census] });
  const position = await traffic(100);
  await both.waitFor(service, position, 10_000);
  await both.whenReady();
  await expectIdentical(both);
  await expectIdentical(both, census);
});
