import { randomUUID } from 'node:crypto';
import { openPostgresEventStore, START, type EventStore } from '@cairn/event-store';
import { testDatabase, type TestDatabase } from '@cairn/testing';
import { bareSide } from './fixtures/lane-host.js';
import { latePromises, ParcelPromised, parcels } from './fixtures/parcels.js';
import { replica, type Replica } from './fixtures/replica-process.js';
import { append, eventually, service } from './fixtures/world.js';
import { pendingOf } from './pending.js';
import { performWith } from './perform.js';
import { Projector } from './projector.js';
import { Ticker } from './ticker.js';
import { verify } from './verify.js';

const long = process.env['CAIRN_LONG'] !== undefined;
/** Deadlines at one instant. */
const count = long ? 10_000 : 1000;

/** Longest wait for one step, in milliseconds. */
const patience = long ? 600_000 : 60_000;
/** Milliseconds until the instant, so that all are set by then. */
const lead = long ? 60_000 : 4000;

let database: TestDatabase;
let store: EventStore;
const running: Replica[] = [];
const start = async (...args: Parameters<typeof replica>) => {
  const each = await replica(...args);
  running.push(each);
  return each;
};

beforeEach(async () => {
  database = await testDatabase();
  store = await openPostgresEventStore({ url: database.url });
});
afterEach(async () => {
  await Promise.all(running.splice(0).map((each) => each.kill()));
  await store.close();
  await database.drop();
});

/** So many parcels, all promised for that instant. */
async function promised(by: string): Promise<void> {
  const ids = Array.from({ length: count }, () => randomUUID());
  for (let some = 0; some < count; some += 500)
    await Promise.all(ids.slice(some, some + 500).map((parcelId) => append(store, parcelId, [ParcelPromised({ parcelId, by })], { category: 'parcel' })));
}

/** How many events of lateness there are, of how many parcels. */
async function late(): Promise<{ events: number; parcels: number }> {
  const streams: string[] = [];
  for (let position = START, atHead = false; !atHead;) {
    const page = await store.readAll(position, { limit: 1000 });
    for (const { type, stream } of page.events) if (type === 'ParcelLate') streams.push(stream);
    ({ position, atHead } = page);
  }
  return { events: streams.length, parcels: new Set(streams).size };
}

/** The deadlines that nobody has settled, and those that are settled as met. */
async function settled(): Promise<{ overdue: number; fired: number }> {
  const projector = new Projector({
    store,
    services: [{ name: service, url: database.url, readModels: [], deadlines: [latePromises], perform: async () => undefined }],
  });
  const side = projector.side(service);
  const { overdue, fired } = await side.settled.counts(side.database.ask, latePromises, Date.now());
  await projector.stop();
  return { overdue, fired };
}

it(
  `${count} deadlines at one instant, and two replicas that perform them side by side, make ${count} events`,
  async () => {
    await promised('2026-03-01T12:00:00.000Z');
    const side = await bareSide(store, database.url, service, [pendingOf(latePromises)]);
    const folding = new Projector({ store, services: [{ name: service, url: database.url, readModels: [pendingOf(latePromises)] }] });
    folding.start();
    await folding.waitFor(service, await store.head(), patience);
    await folding.stop();

    const performed = [0, 0];
    const refused: unknown[] = [];
    const stop = new AbortController();
    const stores = await Promise.all([0, 1].map(() => openPostgresEventStore({ url: database.url })));
    const tickers = stores.map((each, which) => {
      const transact = performWith(parcels(each, () => new Date()));
      const ticker = new Ticker({
        ...{ side, deadlines: latePromises, now: () => new Date(), isActive: () => true },
        // Nobody folds on here, and nothing is moved or cancelled: what is pending is known.
        position: () => 2n ** 60n,
        perform: (performance, context) =>
          transact(performance, context).then(
            () => performed[which]!++,
            (error: unknown) => {
              refused.push(error);
              throw error;
            },
          ),
      });
      return ticker.run(stop.signal);
    });
    try {
      await eventually(async () => (await settled()).overdue === 0, patience);
    } finally {
      stop.abort();
      await Promise.all(tickers);
    }
    expect(refused).toEqual([]);
    expect(await late()).toEqual({ events: count, parcels: count });
    expect(Math.min(...performed)).toBeGreaterThan(0);
    console.info(`${count} deadlines, performed ${performed.join(' + ')} times by two replicas side by side: ${count} events, none twice`);
    await Promise.all(stores.map((each) => each.close()));
    await side.database.close();
  },
  long ? 1_800_000 : 120_000,
);

it(
  `${count} deadlines at one instant, two replicas, kill -9 of one and then of both: ${count} events, none lost, none twice`,
  async () => {
    /** Milliseconds before each command, so that both kills come in the midst of it. */
    const pace = '15';
    const first = await start('parcel-replica', database.url, pace);
    const second = await start('parcel-replica', database.url, pace);
    await promised(new Date(Date.now() + lead).toISOString());
    const reaches = async (part: number) => {
      await eventually(async () => (await late()).events >= count * part, patience);
      return (await late()).events;
    };
    const firstKill = await reaches(0.1);
    await first.kill();
    const secondKill = await reaches(0.5);
    await second.kill();
    const left = await settled();
    expect(left.overdue).toBeGreaterThan(0);
    await Promise.all([start('parcel-replica', database.url, '0'), start('parcel-replica', database.url, '0')]);
    await eventually(async () => (await settled()).overdue === 0, patience);

    expect(await late()).toEqual({ events: count, parcels: count });
    expect(firstKill).toBeLessThan(count);
    expect(secondKill).toBeLessThan(count);
    const side = await bareSide(store, database.url, service, [pendingOf(latePromises)]);
    expect(await verify(side, pendingOf(latePromises))).toMatchObject({ identical: true, rows: count });
    await side.database.close();
    console.info(
      `${count} deadlines: one replica killed after ${firstKill} events, both gone after ${secondKill}, ${left.overdue} still open then: ${count} events, none twice`,
    );
  },
  long ? 1_800_000 : 180_000,
);
