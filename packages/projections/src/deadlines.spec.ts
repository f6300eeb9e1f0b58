import { randomUUID } from 'node:crypto';
import { DomainError, UnknownEventSchema, type Deadline } from '@cairn/event-sourcing';
import { openEventStore, openPostgresEventStore, StoreUnavailable, type EventStore } from '@cairn/event-store';
import { specForReadModel, happened, testDatabase, type TestDatabase } from '@cairn/testing';
import { spawnKurrentDbDouble } from '@cairn/testing/kurrentdb-double';
import type { Query } from './database.js';
import { bareSide } from './fixtures/lane-host.js';
import { latePromises, ParcelArrived, ParcelPromised, parcels, ParcelSealed, ParcelStored, PromiseMoved, seals } from './fixtures/parcels.js';
import { append as appendTo, eventually, logged, projector, service, tenant } from './fixtures/world.js';
import { retryDeadlines } from './operate.js';
import { pendingOf } from './pending.js';
import { deadlineId, performWith, type Perform } from './perform.js';
import type { Projector } from './projector.js';
import { rebuild } from './rebuild.js';
import { Ticker } from './ticker.js';
import { verify } from './verify.js';

const soon = '2026-03-01T12:00:00.000Z';
const later = '2026-03-02T12:00:00.000Z';
const before = (instant: string) => new Date(Date.parse(instant) - 1);

let database: TestDatabase;
let store: EventStore;
let clock: Date;
const now = () => clock;
const started: Projector[] = [];
const run = (perform: Perform = performWith(parcels(store, now)), deadlines = latePromises) => {
  const each = projector(store, database.url, { readModels: [], deadlines: [deadlines], perform, now });
  started.push(each);
  return each;
};

beforeEach(async () => {
  database = await testDatabase();
  store = await openPostgresEventStore({ url: database.url });
  clock = before(soon);
  seals.broken = false;
  logged.length = 0;
});
afterEach(async () => {
  await Promise.all(started.splice(0).map((each) => each.stop()));
  await store.close();
  await database.drop();
});

const append = (id: string, ...events: Parameters<typeof appendTo>[2]) => appendTo(store, id, events, { category: 'parcel' });
const recordedIn = async (id: string, of = tenant) => (await store.readStream(of, `parcel-${id}`)).events;
const types = async (id: string) => (await recordedIn(id)).map(({ type }) => type);
const status = async (running: Projector) => (await running.status())[0]!.deadlines[0];
const statusIs = (running: Projector, expected: object) =>
  eventually(async () => {
    const found: object = { ...(await status(running)) };
    return Object.entries(expected).every(([key, value]) => (found as Record<string, unknown>)[key] === value);
  }, 25_000);
/** The fold has seen everything, so that a wrong deadline would be found pending or overdue. */
const folded = async (running: Projector) => running.waitFor(service, await store.head(), 5000);

describe('what is pending', () => {
  const [a, b] = [randomUUID(), randomUUID()].sort() as [string, string];
  const pending = specForReadModel(pendingOf(latePromises));
  const due = Date.parse;

  it('is a fold: set, moved and cancelled by events', async () => {
    const spec = pending.given(
      ParcelPromised({ parcelId: a, by: soon }),
      ParcelPromised({ parcelId: b, by: soon }),
      PromiseMoved({ parcelId: b, by: later }),
      ParcelStored({ parcelId: b, until: later }),
      ParcelArrived({ parcelId: a }),
    );
    expect(spec.rows()).toMatchObject([
      { id: b, of: null, due: due(later) },
      { id: b, of: 'storage', due: due(later) },
    ]);
    await spec.throughPostgres();
  });

  it('leaves out what was over when it was recorded, where the declaration says so', () => {
    const recordedAt = later;
    expect(pending.given(happened(ParcelStored({ parcelId: a, until: soon }), { recordedAt })).rows()).toEqual([]);
    expect(pending.given(happened(ParcelPromised({ parcelId: a, by: soon }), { recordedAt })).rows()).toHaveLength(1);
  });
});

it('fires at its instant, in its own name, because of the event that set it', async () => {
  const [id, other] = [randomUUID(), randomUUID()];
  await append(id, ParcelPromised({ parcelId: id, by: soon }));
  await append(other, ParcelPromised({ parcelId: other, by: later }));
  const running = run();
  await statusIs(running, { pending: 2, overdue: 0, fired: 0, next: soon });
  expect(await types(id)).toEqual(['ParcelPromised']);
  clock = new Date(Date.parse(soon) + 5);
  await statusIs(running, { pending: 1, overdue: 0, refused: 0, fired: 1, next: later });
  const [promised, late] = await recordedIn(id);
  expect(JSON.parse(late!.data)).toEqual({ parcelId: id, by: soon });
  expect(JSON.parse(late!.metadata)).toMatchObject({
    actor: { person: 'deadline:late-promises', role: 'process', onBehalfOf: 'person-1' },
    causationId: promised!.id,
    correlationId: promised!.id,
    commandId: deadlineId(`parcel-${id}`, 'late-promises', soon),
    occurredAt: soon,
    recordedAt: clock.toISOString(),
  });
  expect(await types(other)).toEqual(['ParcelPromised']);
});

it('failure 18: waits while its stream holds an event of a later version, for a release that knows it', async () => {
  const id = randomUUID();
  await append(id, ParcelPromised({ parcelId: id, by: soon }));
  clock = new Date(soon);
  let tried = 0;
  const older = run(async () => {
    tried++;
    throw new UnknownEventSchema('ParcelArrived', 2, 1);
  });
  await eventually(() => tried > 4, 20_000);
  expect(await status(older)).toMatchObject({ overdue: 1, refused: 0 });
  await older.stop();
  await statusIs(run(), { fired: 1, overdue: 0 });
  expect(await types(id)).toEqual(['ParcelPromised', 'ParcelLate']);
});

it('failure 19: fires once where the clock has stepped back by an hour since it was found due', async () => {
  const id = randomUUID();
  await append(id, ParcelPromised({ parcelId: id, by: soon }));
  clock = new Date(soon);
  const anHourAgo = () => new Date(Date.parse(soon) - 3_600_000);
  await statusIs(run(performWith(parcels(store, anHourAgo))), { pending: 0, overdue: 0, refused: 0, fired: 1 });
  expect(await types(id)).toEqual(['ParcelPromised', 'ParcelLate']);
  expect(JSON.parse((await recordedIn(id)).at(-1)!.metadata)).toMatchObject({ occurredAt: anHourAgo().toISOString(), recordedAt: anHourAgo().toISOString() });
});

it('fires only at the new instant when it was moved, and never when it was cancelled', async () => {
  const [moved, cancelled] = [randomUUID(), randomUUID()];
  const running = run();
  await append(moved, ParcelPromised({ parcelId: moved, by: soon }), PromiseMoved({ parcelId: moved, by: later }));
  await append(cancelled, ParcelPromised({ parcelId: cancelled, by: soon }));
  await folded(running);
  // Recorded at the last moment: the ticker may not have seen it when the deadline is due.
  await append(cancelled, ParcelArrived({ parcelId: cancelled }));
  clock = new Date(soon);
  const other = randomUUID();
  await append(other, ParcelPromised({ parcelId: other, by: soon }));
  await statusIs(running, { fired: 1, pending: 1 });
  expect([await types(other), await types(moved)]).toEqual([
    ['ParcelPromised', 'ParcelLate'],
    ['ParcelPromised', 'PromiseMoved'],
  ]);
  clock = new Date(later);
  await statusIs(running, { fired: 2, pending: 0, overdue: 0 });
  const late = (await recordedIn(moved)).at(-1)!;
  expect([late.type, JSON.parse(late.metadata)]).toMatchObject(['ParcelLate', { occurredAt: later }]);
  expect(await types(cancelled)).toEqual(['ParcelPromised', 'ParcelArrived']);
});

it('fires after the start when it was due while nobody ran', async () => {
  const id = randomUUID();
  const running = run();
  await append(id, ParcelPromised({ parcelId: id, by: soon }));
  await statusIs(running, { pending: 1 });
  await running.stop();
  clock = new Date(later);
  await statusIs(run(), { fired: 1, overdue: 0 });
  expect(JSON.parse((await recordedIn(id)).at(-1)!.metadata)).toMatchObject({ occurredAt: soon, recordedAt: later });
});

it('counts its unexpected faults anew after it was performed', async () => {
  const id = randomUUID();
  await append(id, ParcelPromised({ parcelId: id, by: soon }));
  clock = new Date(later);
  const perform = performWith(parcels(store, now));
  let faults = 2;
  const running = run(async (...args) => {
    if (faults-- > 0) throw new TypeError('a fault');
    return perform(...args);
  });
  await statusIs(running, { fired: 1 });
  // What was settled is forgotten, so the same ticker finds it due again.
  faults = 2;
  const side = running.side(service);
  await side.settled.clear(side.database.ask);
  await eventually(async () => faults < 0 || (await status(running))?.refused === 1, 20_000);
  await statusIs(running, { fired: 1, refused: 0 });
  expect(await types(id)).toEqual(['ParcelPromised', 'ParcelLate']);
});

it('is done once, however often it is found due', async () => {
  const ids = Array.from({ length: 20 }, () => randomUUID());
  for (const id of ids) await append(id, ParcelPromised({ parcelId: id, by: soon }));
  clock = new Date(later);
  const running = run();
  await statusIs(running, { fired: 20 });
  await running.stop();
  // What was settled is forgotten, as after a crash before it was written down; and a rebuild finds them pending again.
  const side = await bareSide(store, database.url, service, [pendingOf(latePromises)]);
  await side.database.ask(`DELETE FROM ${service}.settled_deadline`, []);
  await rebuild(side, pendingOf(latePromises));
  await statusIs(run(), { fired: 20, overdue: 0 });
  for (const id of ids) expect(await types(id)).toEqual(['ParcelPromised', 'ParcelLate']);
  await side.database.close();
});

it('a refusal is on record for an operator, holds up nobody, and is tried again when the operator says so', async () => {
  const [bad, good] = [randomUUID(), randomUUID()];
  await append(bad, ParcelPromised({ parcelId: bad, by: soon }), ParcelSealed({ parcelId: bad }));
  await append(good, ParcelPromised({ parcelId: good, by: later }));
  clock = new Date(later);
  const running = run();
  await statusIs(running, { refused: 1, fired: 1, overdue: 0, pending: 0 });
  expect(logged.filter(({ level }) => level === 'error')).toMatchObject([{ fields: { deadline: 'late-promises', code: 'PARCEL_SEALED', due: soon } }]);
  expect(await types(bad)).toEqual(['ParcelPromised', 'ParcelSealed']);
  seals.broken = true;
  expect(await retryDeadlines(running.side(service), latePromises)).toBe(1);
  await statusIs(running, { refused: 0, fired: 2 });
  expect(await types(bad)).toEqual(['ParcelPromised', 'ParcelSealed', 'ParcelLate']);
});

it('what passes is tried until it is done, and others do not wait for it; an unexpected fault three times', async () => {
  const [away, faulty, good] = [randomUUID(), randomUUID(), randomUUID()];
  for (const id of [away, faulty]) await append(id, ParcelPromised({ parcelId: id, by: soon }));
  await append(good, ParcelPromised({ parcelId: good, by: later }));
  clock = new Date(later);
  const passing = [new StoreUnavailable('away'), new DomainError('CONCURRENT_CHANGE', 'conflict', 'others'), new StoreUnavailable('away')];
  let isBack = false;
  let faults = 0;
  const performs = performWith(parcels(store, now));
  const running = run(async (performance, context) => {
    if (performance.id === faulty) throw new TypeError(`secret ${++faults}`);
    if (performance.id === away && !isBack) throw passing.pop() ?? new StoreUnavailable('away');
    return performs(performance, context);
  });
  await statusIs(running, { fired: 1, refused: 1, overdue: 1 });
  expect([await types(good), await types(away), faults]).toEqual([['ParcelPromised', 'ParcelLate'], ['ParcelPromised'], 3]);
  isBack = true;
  await statusIs(running, { fired: 2, refused: 1, overdue: 0 });
  expect(await types(away)).toEqual(['ParcelPromised', 'ParcelLate']);
  expect(JSON.stringify(logged)).not.toContain('secret');
});

it('a declaration that cannot say what to do is a refusal too', async () => {
  const [bad, good] = [randomUUID(), randomUUID()];
  for (const id of [bad, good]) await append(id, ParcelPromised({ parcelId: id, by: soon }));
  clock = new Date(later);
  const whenDue = (deadline: Deadline) => {
    if (deadline.id === bad) throw new RangeError('secret');
    return latePromises.whenDue(deadline);
  };
  await statusIs(run(undefined, { ...latePromises, whenDue }), { refused: 1, fired: 1, overdue: 0 });
  expect(logged.filter(({ level }) => level === 'error')).toMatchObject([{ fields: { code: 'RangeError' } }]);
  expect(await types(bad)).toEqual(['ParcelPromised']);
});

it('waits until the fold has seen everything that was recorded before it acts', async () => {
  const id = randomUUID();
  await append(id, ParcelPromised({ parcelId: id, by: soon }));
  const running = run();
  await statusIs(running, { pending: 1 });
  await running.stop();
  const side = await bareSide(store, database.url, service, [pendingOf(latePromises)]);
  const position = await store.head();
  await append(id, ParcelArrived({ parcelId: id }));
  clock = new Date(later);
  let performed = 0;
  let asked = 0;
  const ticker = new Ticker({
    ...{ side, deadlines: latePromises, now, isActive: () => true },
    perform: async () => performed++,
    position: () => {
      asked++;
      return position;
    },
  });
  const stop = new AbortController();
  const done = ticker.run(stop.signal);
  await eventually(() => asked > 3);
  stop.abort();
  await done;
  expect(performed).toBe(0);
  await side.database.close();
});

it('fires on KurrentDB too', async () => {
  const double = await spawnKurrentDbDouble({ firstPosition: 2n ** 60n + 1n });
  const kurrentdb = await openEventStore(double.url);
  const running = projector(kurrentdb, database.url, { readModels: [], deadlines: [latePromises], perform: performWith(parcels(kurrentdb, now)), now });
  const id = randomUUID();
  await appendTo(kurrentdb, id, [ParcelPromised({ parcelId: id, by: soon })], { category: 'parcel' });
  await statusIs(running, { pending: 1 });
  clock = new Date(later);
  await statusIs(running, { fired: 1, pending: 0, overdue: 0 });
  expect((await kurrentdb.readStream(tenant, `parcel-${id}`)).events.map(({ type }) => type)).toEqual(['ParcelPromised', 'ParcelLate']);
  await running.stop();
  await kurrentdb.close();
  await double.stop();
});

it('a hundred thousand that are pending cost a look nothing', async () => {
  const side = await bareSide(store, database.url, service, [pendingOf(latePromises)]);
  await side.database.ask(
    `INSERT INTO ${service}.late_promises_v1 (tenant, key, id, due, set_by, correlation_id, on_behalf_of)
    SELECT 'tenant-' || n % 50, id, id::uuid, 4e12 + n, id::uuid, 'x', 'y' FROM (SELECT n, gen_random_uuid()::text AS id FROM generate_series(1, 100000) AS n) AS rows`,
    [],
  );
  const open = await side.settled.open(side.database.ask, latePromises, undefined, 200);
  expect(open.map(({ due }) => due)).toEqual(Array.from({ length: 200 }, (_, n) => 4e12 + n + 1));
  const plans: string[] = [];
  const explain: Query = async (text, values) => {
    const { rows } = await side.database.ask<{ 'QUERY PLAN': string }>(`EXPLAIN ${text}`, values);
    plans.push(...rows.map((row) => row['QUERY PLAN']));
    return { rows: [], rowCount: 0 };
  };
  await side.settled.open(explain, latePromises, undefined, 200);
  expect(plans.join('\n')).toContain('late_promises_v1_due_tenant_key_idx');
  expect(plans.join('\n')).not.toMatch(/Seq Scan on late_promises_v1/);
  await side.database.close();
});

it('belongs to its tenant', async () => {
  const id = randomUUID();
  await appendTo(store, id, [ParcelPromised({ parcelId: id, by: soon })], { category: 'parcel', tenant: 'south' });
  clock = new Date(later);
  await statusIs(run(), { fired: 1 });
  expect((await recordedIn(id, 'south')).map(({ type }) => type)).toEqual(['ParcelPromised', 'ParcelLate']);
  expect(await types(id)).toEqual([]);
});

it('an event whose instant is none is parked; the deadline that it would have moved does not fire at the old one', async () => {
  const [id, good] = [randomUUID(), randomUUID()];
  const running = run();
  await append(id, ParcelPromised({ parcelId: id, by: soon }), PromiseMoved({ parcelId: id, by: 'whenever' }));
  await append(good, ParcelPromised({ parcelId: good, by: soon }));
  await statusIs(running, { pending: 2 });
  clock = new Date(later);
  await statusIs(running, { pending: 0, overdue: 1, fired: 1 });
  expect([await types(id), await types(good)]).toEqual([
    ['ParcelPromised', 'PromiseMoved'],
    ['ParcelPromised', 'ParcelLate'],
  ]);
  expect((await running.status())[0]!.readModels[0]).toMatchObject({ name: 'late-promises', status: 'live', parked: 1 });
  expect(await verify(running.side(service), pendingOf(latePromises))).toMatchObject({ identical: true, rows: 2 });
});
