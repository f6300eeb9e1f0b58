import { randomUUID } from 'node:crypto';
import { openPostgresEventStore, type EventStore } from '@cairn/event-store';
import { testDatabase, type TestDatabase } from '@cairn/testing';
import pg from 'pg';
import { z } from 'zod';
import { defineReadModel } from './define-read-model.js';
import { latePromises, ParcelPromised, parcels } from './fixtures/parcels.js';
import { accounts, accountsDoubled, AmountPaid, append, eventually, opened, paid, projector, service, tenant } from './fixtures/world.js';
import { activate } from './operate.js';
import { performWith, type Perform } from './perform.js';
import type { Projector } from './projector.js';

let database: TestDatabase;
let store: EventStore;
const started: Projector[] = [];
const run = (what: Parameters<typeof projector>[2]) => {
  const each = projector(store, database.url, what);
  started.push(each);
  return each;
};

beforeEach(async () => {
  database = await testDatabase();
  store = await openPostgresEventStore({ url: database.url });
});
afterEach(async () => {
  await Promise.all(started.splice(0).map((each) => each.stop()));
  await store.close();
  await database.drop();
});

const id = randomUUID();
const pay = (amount: number) => append(store, id, [paid(id, amount)]);

describe('two releases, of which the newer has raised a version and taken over', () => {
  const now = () => new Date('2026-03-01T12:00:00.000Z');
  const performed = { perform: ((...of) => performWith(parcels(store, now))(...of)) satisfies Perform, now };
  const older = () => run({ readModels: [accounts], deadlines: [latePromises], ...performed });
  const newer = () => run({ readModels: [accountsDoubled], deadlines: [{ ...latePromises, version: 2 }], ...performed });
  const paidIn = async (running: Projector, model: typeof accounts) => (await running.rows(service, model).in(tenant).get(id))?.paid;
  const activeVersions = async (running: Projector) => (await running.status())[0]!.readModels.filter(({ active }) => active).map(({ version }) => version);

  beforeEach(async () => {
    await append(store, id, [opened(id)]);
    const before = older();
    await before.waitFor(service, await pay(1), 10_000);
    await before.whenReady();
    await before.stop();
    const next = newer();
    await next.whenReady();
    await next.waitFor(service, await pay(10), 10_000);
    await eventually(async () => (await activeVersions(next)).every((version) => version === 2));
    await next.stop();
  });

  it('failure 25: rolled back to the older alone: it answers what is new, is ready, and meets deadlines; the newer takes over again', async () => {
    const back = older();
    const position = await pay(100);
    await back.waitFor(service, position, 10_000);
    expect(await paidIn(back, accounts)).toBe(111);
    await back.whenReady();
    expect(await activeVersions(back)).toEqual([2, 2]);

    const parcelId = randomUUID();
    await append(store, parcelId, [ParcelPromised({ parcelId, by: now().toISOString() })], { category: 'parcel' });
    const types = async () => (await store.readStream(tenant, `parcel-${parcelId}`)).events.map(({ type }) => type);
    await eventually(async () => (await types()).includes('ParcelLate'));

    const again = newer();
    await again.waitFor(service, await pay(1000), 10_000);
    await eventually(async () => (await paidIn(back, accounts)) === 2222);
    expect(await paidIn(again, accountsDoubled)).toBe(2222);
    await back.waitFor(service, await pay(1), 10_000);
    expect(await paidIn(back, accounts)).toBe(2224);
    expect(await types()).toEqual(['ParcelPromised', 'ParcelLate']);
  }, 60_000);

  it('failure 25: while the active version changes hands, nobody answers from another one', async () => {
    const [first, second, old] = [newer(), newer(), older()];
    await Promise.all([first, second, old].map((each) => each.whenReady()));
    await eventually(async () => (await paidIn(old, accounts)) === 22);
    const seen = new Set<number | undefined>();
    let handed = false;
    const asking = (async () => {
      while (!handed) seen.add(await paidIn(old, accounts));
    })();
    await first.stop();
    await second.waitFor(service, await pay(100), 10_000);
    handed = true;
    await asking;
    expect([...seen].every((sum) => sum === 22 || sum === 222)).toBe(true);
  }, 60_000);

  it('a version that nobody follows cannot be made the active one', async () => {
    const running = newer();
    await running.whenReady();
    await expect(activate(running.side(service), accounts)).rejects.toMatchObject({ code: 'VERSION_NOT_FOLLOWED' });
    expect(await activeVersions(running)).toEqual([2, 2]);
  });
});

it('started alone with the next version, it is not ready until that is complete, since nobody follows the one before', async () => {
  const old = run({ readModels: [accounts] });
  await append(store, id, [opened(id)]);
  await old.waitFor(service, await pay(1), 10_000);
  await old.stop();
  const admin = new pg.Client({ connectionString: database.url });
  await admin.connect();
  await admin.query(`CREATE FUNCTION hold() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN PERFORM pg_advisory_xact_lock(42); RETURN NEW; END'`);
  await admin.query(`CREATE TRIGGER hold BEFORE UPDATE ON ${service}.checkpoint FOR EACH ROW WHEN (NEW.version = 2) EXECUTE FUNCTION hold()`);
  await admin.query('SELECT pg_advisory_lock(42)');
  const next = run({ readModels: [accountsDoubled] });
  await eventually(async () => (await next.status())[0]!.readModels.length === 2);
  expect(next.isReady(service)).toBe(false);
  await admin.query('SELECT pg_advisory_unlock(42)');
  await admin.end();
  await next.whenReady();
  await next.waitFor(service, await store.head(), 10_000);
  expect(await next.rows(service, accountsDoubled).in(tenant).get(id)).toMatchObject({ paid: 2 });
}, 30_000);

it('a version that has stopped before it was complete does not count as complete while another is active', async () => {
  const old = run({ readModels: [accounts] });
  await append(store, id, [opened(id)]);
  await old.waitFor(service, await pay(1), 10_000);
  await old.whenReady();
  const other = defineReadModel({
    name: 'accounts',
    version: 2,
    row: z.object({ accountId: z.uuid() }),
    audit: true,
    on: (when) => [
      when(
        AmountPaid,
        ({ data }) => data.accountId,
        () => {
          throw new RangeError('it cannot be folded');
        },
      ),
    ],
  });
  const next = run({ readModels: [other] });
  await eventually(async () => (await next.status())[0]!.readModels.some(({ version, status }) => version === 2 && status === 'stopped'));
  expect(next.isReady(service)).toBe(false);
  await expect(next.waitFor(service, await store.head(), 200)).rejects.toThrow('have not reached');
  expect(old.isReady(service)).toBe(true);
}, 30_000);
