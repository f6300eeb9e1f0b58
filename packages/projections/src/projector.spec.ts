import { randomUUID } from 'node:crypto';
import { openPostgresEventStore, type EventStore } from '@cairn/event-store';
import { testDatabase, type TestDatabase } from '@cairn/testing';
import { PositionNotReached } from './errors.js';
import { accounts, AccountClosed, append, census, eventually, NothingRead, opened, paid, projector, service, tenant } from './fixtures/world.js';
import type { Projector } from './projector.js';

let database: TestDatabase;
let store: EventStore;
let running: Projector;

beforeAll(async () => {
  database = await testDatabase();
  store = await openPostgresEventStore({ url: database.url });
  running = projector(store, database.url);
  await running.whenReady();
});
afterAll(async () => {
  await running.stop();
  await store.close();
  await database.drop();
});

const accountsOf = (whose: string) => running.rows(service, accounts).in(whose);

it('folds what is appended, and answers once the position is reached', async () => {
  const id = randomUUID();
  await append(store, id, [opened(id)]);
  const position = await append(store, id, [paid(id, 10), paid(id, 11)]);
  await running.waitFor(service, position, 5000);
  expect(await accountsOf(tenant).get(id)).toEqual({
    ...{ accountId: id, ownerId: id, note: 'a note', paid: 21, payments: 2, average: 10.5, big: false, mood: 'used', lastAt: '2026-01-01T00:00:00.000Z' },
    history: [
      { amount: 10, position: String(position - 1n) },
      { amount: 11, position: String(position) },
    ],
  });
});

it('lets one event touch several rows, and removes a row when the fold says so', async () => {
  const [a, b] = [randomUUID(), randomUUID()];
  await append(store, a, [opened(a)]);
  await append(store, b, [opened(b)]);
  await append(store, a, [paid(a, 5, [b])]);
  await running.waitFor(service, await append(store, a, [AccountClosed({ accountId: a })]), 5000);
  expect(await accountsOf(tenant).get(a)).toBeUndefined();
  expect(await accountsOf(tenant).get(b)).toMatchObject({ paid: 5 });
});

it('keeps the tenants apart: the same key is another row', async () => {
  const id = randomUUID();
  await append(store, id, [opened(id, 'of north')]);
  await append(store, id, [opened(id, 'of south')], { tenant: 'south' });
  await running.waitFor(service, await append(store, id, [paid(id, 3)], { tenant: 'south' }), 5000);
  expect(await accountsOf('north').get(id)).toMatchObject({ note: 'of north', paid: 0 });
  expect(await accountsOf('south').get(id)).toMatchObject({ note: 'of south', paid: 3 });
  expect(await accountsOf('south').count()).toBe(1);
  expect(await accountsOf('nobody').find()).toEqual([]);
});

it('finds, orders, pages and counts within the tenant, whatever a query adds', async () => {
  const ids = [randomUUID(), randomUUID(), randomUUID()].sort();
  for (const id of ids) await append(store, id, [opened(id)], { tenant: 'west' });
  await append(store, ids[0]!, [paid(ids[0]!, 2)], { tenant: 'west' });
  await running.waitFor(service, await append(store, ids[1]!, [paid(ids[1]!, 1)], { tenant: 'west' }), 5000);
  const west = accountsOf('west');
  const found = await west.find({}, { order: { paid: 'DESC' }, limit: 2 });
  expect(found.map(({ accountId }) => accountId)).toEqual(ids.slice(0, 2));
  expect((await west.find({}, { offset: 1, limit: 1 })).map(({ accountId }) => accountId)).toEqual([ids[1]]);
  expect(await west.count({ mood: 'used' })).toBe(2);
  expect(await west.count([{ mood: 'used' }, { mood: 'new' }])).toBe(3);
  const widened = west.query().where('row.paid >= 0').orWhere('1 = 1');
  expect(await widened.getCount()).toBe(3);
  expect(Object.keys((await widened.getMany())[0]!)).toEqual(Object.keys(found[0]!));
  expect(await west.query().select('SUM(row.paid)', 'sum').getRawOne()).toEqual({ sum: '3' });
});

it('failure 24: events that nothing matches move the checkpoint, and are not read again', async () => {
  const id = randomUUID();
  const quiet = projector(store, database.url, { name: 'quiet', readModels: [accounts] });
  await quiet.whenReady();
  const position = await append(
    store,
    id,
    Array.from({ length: 50 }, () => NothingRead({})),
  );
  await quiet.waitFor('quiet', position, 5000);
  await eventually(async () => (await quiet.status())[0]!.readModels[0]!.position === String(position));
  await quiet.stop();
  const readFrom: bigint[] = [];
  const watched: EventStore = Object.assign(Object.create(store) as EventStore, {
    readAll: (...args: Parameters<EventStore['readAll']>) => (readFrom.push(args[0]), store.readAll(...args)),
  });
  const again = projector(watched, database.url, { name: 'quiet', readModels: [accounts] });
  await again.waitFor('quiet', await append(store, id, [opened(id)]), 5000);
  expect(readFrom.filter((from) => from < position)).toEqual([]);
  await again.stop();
});

it('says when a position is not reached in time', async () => {
  const beyond = (await store.head()) + 1000n;
  await expect(running.waitFor(service, beyond, 50)).rejects.toThrow(PositionNotReached);
  await expect(running.waitFor(service, beyond, 50)).rejects.toMatchObject({ service, position: beyond, code: 'POSITION_NOT_REACHED' });
});

it('waits for a position also on a replica that does not run the read models', async () => {
  const replica = projector(store, database.url);
  const id = randomUUID();
  await eventually(() => replica.isReady(service));
  const position = await append(store, id, [opened(id)]);
  await replica.waitFor(service, position, 5000);
  expect(await replica.rows(service, accounts).in(tenant).get(id)).toMatchObject({ accountId: id });
  await expect(replica.waitFor(service, position + 1000n, 60)).rejects.toThrow(PositionNotReached);
  await replica.stop();
});

it('reports where everything stands', async () => {
  await running.waitFor(service, await store.head(), 5000);
  await eventually(async () => (await running.status())[0]!.readModels.every(({ lag }) => lag === '0'));
  const [status] = await running.status();
  expect(status).toMatchObject({ service, state: 'running', head: String(await store.head()), processes: [] });
  expect(status!.readModels).toMatchObject([
    { name: 'accounts', version: 1, status: 'live', active: true, parked: 0 },
    { name: 'census', version: 1, status: 'live', active: true, parked: 0 },
  ]);
});

it('makes its tables once, however many processes start at the same time', async () => {
  const many = Array.from({ length: 4 }, () => projector(store, database.url, { name: 'crowded' }));
  await Promise.all(many.map((each) => each.whenReady()));
  expect(await many[3]!.rows('crowded', census).in(tenant).count()).toBeGreaterThan(0);
  await Promise.all(many.map((each) => each.stop()));
});
