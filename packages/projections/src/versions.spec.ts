import { randomUUID } from 'node:crypto';
import { openPostgresEventStore, type EventStore } from '@cairn/event-store';
import { testDatabase, type TestDatabase } from '@cairn/testing';
import fc from 'fast-check';
import pg from 'pg';
import { z } from 'zod';
import { defineReadModel } from './define-read-model.js';
import { AccountClosed, accounts, accountsDoubled, append, census, eventually, opened, paid, projector, service, tenant } from './fixtures/world.js';
import { activate, retire } from './operate.js';
import type { Projector } from './projector.js';
import { rebuild } from './rebuild.js';
import { replayTo } from './replay-to.js';
import { verify } from './verify.js';

let database: TestDatabase;
let store: EventStore;
let admin: pg.Client;
const started: Projector[] = [];
const run = (readModels: Parameters<typeof projector>[2]) => {
  const each = projector(store, database.url, readModels);
  started.push(each);
  return each;
};

beforeEach(async () => {
  database = await testDatabase();
  store = await openPostgresEventStore({ url: database.url });
  admin = new pg.Client({ connectionString: database.url });
  await admin.connect();
});
afterEach(async () => {
  await Promise.all(started.splice(0).map((each) => each.stop()));
  await admin.end();
  await store.close();
  await database.drop();
});

const ids = Array.from({ length: 6 }, () => randomUUID());
async function traffic(events: number): Promise<bigint> {
  let position = 0n;
  for (let i = 0; i < events; i += 10) {
    const id = ids[(i / 10) % ids.length]!;
    position = await append(store, id, [
      ...(i / 10 < ids.length ? [opened(id)] : []),
      ...Array.from({ length: 9 }, (_, j) => paid(id, i + j, [ids[(i + j) % ids.length]!])),
    ]);
  }
  return position;
}

/** Appends and reads, for as long as something else goes on; gives what every read has found. */
async function meanwhile<T, R>(read: () => Promise<R>, work: () => Promise<T>): Promise<R[]> {
  let done = false;
  const found: R[] = [];
  const reading = (async () => {
    while (!done) found.push(await read());
  })();
  const writing = (async () => {
    while (!done) await append(store, ids[0]!, [paid(ids[0]!, 1)]);
  })();
  await work();
  done = true;
  await Promise.all([reading, writing]);
  return found;
}

it('failure 25: a new version is built beside the old one and takes over, and rolls back, with no empty read', async () => {
  const position = await traffic(300);
  const old = run({ readModels: [accounts] });
  await old.waitFor(service, position, 5000);
  await old.whenReady();
  const before = await old.rows(service, accounts).in(tenant).get(ids[1]!);

  let next!: Projector;
  const isActive = async (version: number) => (await next.status())[0]!.readModels.find((each) => each.active)?.version === version;
  const found = await meanwhile(
    () => (next ?? old).rows(service, accounts).in(tenant).count(),
    async () => {
      const starting = run({ readModels: [accounts, accountsDoubled] });
      await starting.whenReady();
      next = starting;
      await eventually(() => isActive(2));
      await activate(next.side(service), accounts);
      await eventually(() => isActive(1));
      await activate(next.side(service), accountsDoubled);
      await eventually(() => isActive(2));
    },
  );
  expect(new Set(found)).toEqual(new Set([ids.length]));
  await next.waitFor(service, await store.head(), 5000);
  expect((await next.rows(service, accountsDoubled).in(tenant).get(ids[1]!))!.paid).toBe(2 * before!.paid);
  expect(await verify(next.side(service), accountsDoubled)).toMatchObject({ identical: true, rows: ids.length });
  expect(await verify(next.side(service), accounts)).toMatchObject({ identical: true, rows: ids.length });
});

it('failure 25: after a crash before the flip it is built on and flipped; after a roll-back and a restart it stays rolled back', async () => {
  await traffic(100);
  const old = run({ readModels: [accounts] });
  await old.whenReady();
  await old.stop();
  const both = run({ readModels: [accounts, accountsDoubled] });
  await both.whenReady();
  await eventually(async () => (await both.status())[0]!.readModels[1]!.active);
  await activate(both.side(service), accounts);
  await both.stop();
  const again = run({ readModels: [accounts, accountsDoubled] });
  await again.waitFor(service, await traffic(20), 5000);
  await again.whenReady();
  expect((await again.status())[0]!.readModels).toMatchObject([
    { version: 1, active: true, status: 'live' },
    { version: 2, active: false, status: 'live' },
  ]);
  await expect(retire(again.side(service), accounts)).rejects.toThrow('answers queries');
  await activate(again.side(service), accountsDoubled);
  await again.stop();
  const newest = run({ readModels: [accountsDoubled] });
  await newest.whenReady();
  await retire(newest.side(service), accounts);
  expect((await newest.status())[0]!.readModels.map(({ version }) => version)).toEqual([2]);
  await expect(activate(newest.side(service), accounts)).rejects.toThrow('not here');
});

it('asks the old version while the new one, with the same columns, is built', async () => {
  await traffic(60);
  const old = run({ readModels: [accounts] });
  await old.whenReady();
  await admin.query(`CREATE FUNCTION hold() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN PERFORM pg_advisory_xact_lock(42); RETURN NEW; END'`);
  await admin.query(`CREATE TRIGGER hold BEFORE UPDATE ON ${service}.checkpoint FOR EACH ROW WHEN (NEW.version = 2) EXECUTE FUNCTION hold()`);
  await admin.query('SELECT pg_advisory_lock(42)');
  const next = run({ readModels: [accountsDoubled] });
  await eventually(async () => (await next.status())[0]!.readModels.length === 2);
  const before = await old.rows(service, accounts).in(tenant).get(ids[0]!);
  expect(await next.rows(service, accountsDoubled).in(tenant).get(ids[0]!)).toEqual(before);
  await admin.query('SELECT pg_advisory_unlock(42)');
  await eventually(async () => (await next.rows(service, accountsDoubled).in(tenant).get(ids[0]!))?.paid === 2 * before!.paid);
});

it('refuses to run a read model whose row was changed without a new version', async () => {
  const changed = defineReadModel({ name: 'accounts', version: 1, row: z.object({ accountId: z.uuid() }), on: () => [] });
  await run({ readModels: [accounts] }).whenReady();
  const wrong = run({ readModels: [changed] });
  await eventually(async () => (await wrong.status())[0]!.state === 'halted');
  expect((await wrong.status())[0]!.instruction).toContain('raise its version');
});

it('a rebuild under load equals what runs, and replaces it without an empty read', async () => {
  const running = run({ readModels: [accounts, census] });
  await running.waitFor(service, await traffic(600), 5000);
  await admin.query(`UPDATE ${service}.accounts_v1 SET paid = paid + 1, history = '[]' WHERE account_id = $1`, [ids[2]]);
  await admin.query(`DELETE FROM ${service}.accounts_v1 WHERE account_id = $1`, [ids[3]]);
  expect(await verify(running.side(service), accounts)).toMatchObject({
    identical: false,
    rows: ids.length - 1,
    differences: [ids[2]!, ids[3]!].sort().map((key) => ({ tenant, key })),
  });
  const progress: string[] = [];
  const found = await meanwhile(
    () => running.rows(service, accounts).in(tenant).count(),
    () => rebuild(running.side(service), accounts, { onProgress: ({ position, until }) => progress.push(`${position}/${until}`) }),
  );
  expect(Math.min(...found)).toBe(ids.length - 1);
  expect(progress.length).toBeGreaterThan(0);
  await running.waitFor(service, await store.head(), 5000);
  const verified = await verify(running.side(service), accounts);
  expect(verified).toMatchObject({ identical: true, rows: ids.length, differences: [] });
  expect(verified.checksums.inUse).toBe(verified.checksums.rebuilt);
  const { rows } = await admin.query(`SELECT 1 FROM pg_indexes WHERE schemaname = $1 AND tablename = 'accounts_v1'`, [service]);
  expect(rows).toHaveLength(3);
});

describe('the time machine', () => {
  const [id, other] = [randomUUID(), randomUUID()];
  const day = (n: number) => `2026-01-0${n}T09:00:00.000Z`;
  const paidAt = async (point: Parameters<typeof replayTo>[3], streams?: string[]) =>
    (await replayTo(store, accounts, { tenant, key: id }, point, streams))?.paid;
  let second: bigint;

  beforeEach(async () => {
    await append(store, id, [opened(id)], { recordedAt: day(1) });
    second = await append(store, id, [paid(id, 1)], { recordedAt: day(2) });
    await append(store, other, [opened(other), paid(other, 100, [id])], { recordedAt: day(3) });
    await append(store, id, [paid(id, 10)], { recordedAt: day(4), occurredAt: day(1) });
    await append(store, id, [opened(id)], { recordedAt: day(5), tenant: 'south' });
  });

  it('folds the row as it stood at a position', async () => {
    expect(await paidAt({ position: second })).toBe(1);
    expect(await paidAt({ position: -1n })).toBeUndefined();
    expect(await paidAt({})).toBe(111);
  });

  it('folds what was known at a time, and what was true at a time', async () => {
    expect(await paidAt({ knownAt: day(1) })).toBe(0);
    expect(await paidAt({ knownAt: day(3) })).toBe(101);
    expect(await paidAt({ asOf: day(2) })).toBe(11);
    expect(await paidAt({ asOf: day(2), knownAt: day(3) })).toBe(1);
  });

  it('reads only the named streams when they are known', async () => {
    expect(await paidAt({}, [`account-${id}`])).toBe(11);
    expect(await paidAt({ position: second }, [`account-${id}`, `account-${other}`])).toBe(1);
    expect(await paidAt({}, [`account-${id}`, `account-${other}`])).toBe(111);
  });

  it('reads long streams page by page, in the order of the store', async () => {
    const streams = [`account-${id}`, `account-${other}`];
    for (let n = 0; n < 4; n++) {
      await append(
        store,
        id,
        Array.from({ length: 90 }, () => paid(id, 1)),
      );
      await append(
        store,
        other,
        Array.from({ length: 70 - n * 10 }, () => paid(other, 1, [id])),
      );
      const middle = (await store.head()) - 35n;
      for (const point of [{}, { position: middle }]) expect(await paidAt(point, streams)).toBe(await paidAt(point));
    }
    expect(await paidAt({}, streams)).toBe(111 + 4 * 90 + 70 + 60 + 50 + 40);
  });

  it('gives the rows that the table holds, after any history', async () => {
    const running = run({ readModels: [accounts] });
    const four = Array.from({ length: 4 }, () => randomUUID());
    const which = fc.nat(3);
    const steps = fc.oneof(
      fc.record({ what: fc.constant('open' as const), of: which }),
      fc.record({ what: fc.constant('pay' as const), of: which, to: fc.array(which, { maxLength: 3 }), amount: fc.integer({ min: 1, max: 600 }) }),
      fc.record({ what: fc.constant('close' as const), of: which }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(steps, { minLength: 1, maxLength: 15 }), async (history) => {
        for (const step of history) {
          const accountId = four[step.of]!;
          if (step.what === 'open') await append(store, accountId, [opened(accountId)]);
          else if (step.what === 'close') await append(store, accountId, [AccountClosed({ accountId })]);
          else
            await append(store, accountId, [
              paid(
                accountId,
                step.amount,
                [...new Set(step.to)].map((to) => four[to]!),
              ),
            ]);
        }
        const head = await store.head();
        await running.waitFor(service, head, 10_000);
        const streams = four.map((account) => `account-${account}`);
        for (const key of four) {
          const row = await running.rows(service, accounts).in(tenant).get(key);
          expect(await replayTo(store, accounts, { tenant, key })).toEqual(row);
          expect(await replayTo(store, accounts, { tenant, key }, { position: head }, streams)).toEqual(row);
        }
      }),
      { numRuns: 15 },
    );
  });
});
