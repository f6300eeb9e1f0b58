import { testDatabase, type TestDatabase } from '@cairn/testing';
import { jest } from '@jest/globals';
import pg from 'pg';
import { eventStoreContract } from '../contract.js';
import { describeAppending } from '../contract/appending.js';
import { allAfter, conflictOf, newEvent, newEvents, newStream } from '../contract/fixtures.js';
import { describeModel } from '../contract/model.js';
import { openEventStore, raiseEpoch } from '../open.js';
import type { EventStore } from '../port.js';
import { openPool } from './connection.js';
import { openPostgresEventStore } from './postgres-event-store.js';
import { channel } from './schema.js';

let database: TestDatabase;
beforeAll(async () => void (database = await testDatabase()));
afterAll(() => database.drop());

eventStoreContract('PostgreSQL', async () => {
  const store = await openPostgresEventStore({ url: database.url });
  return { store, close: () => store.close() };
});

describe('PostgreSQL judges an append in the company of others as it does alone', () => {
  /** Every append shares its call with one that is refused, so that it is `append` that decides, and not `append_one`. */
  const inCompany = async () => {
    const store = await openPostgresEventStore({ url: database.url });
    const append: EventStore['append'] = (append) => {
      void conflictOf(store.append({ tenant: 'company', stream: newStream(), expected: 'exists', events: newEvents(1) }));
      return store.append(append);
    };
    return { store: Object.assign(Object.create(store), { append }) as EventStore, close: () => store.close() };
  };
  describeAppending(inCompany);
  describeModel(inCompany);
});

describe('PostgreSQL as an event store, beyond the contract', () => {
  const tenant = 'ward';
  let store: EventStore;
  beforeAll(async () => void (store = await openEventStore(database.url)));
  afterAll(() => store.close());

  it('leaves no gap between positions, refused appends or not', async () => {
    const streams = [newStream(), newStream(), newStream()];
    const before = await store.head();
    const appends = Array.from({ length: 200 }, (_, index) =>
      store.append({ tenant, stream: streams[index % 3]!, expected: index % 7 === 0 ? 'no-stream' : BigInt((index % 7) - 1), events: newEvents(1) }),
    );
    const accepted = (await Promise.allSettled(appends)).filter(({ status }) => status === 'fulfilled').length;
    expect(accepted).toBeLessThan(200);
    const positions = (await allAfter(store, before)).events.map((event) => event.position);
    expect(positions).toEqual(Array.from({ length: accepted }, (_, index) => before + BigInt(index) + 1n));
  });

  it('refuses an event that the stream holds already, wherever the append expects it', async () => {
    const stream = newStream();
    const [first, second] = newEvents(2);
    await store.append({ tenant, stream, expected: 'no-stream', events: [first!, second!] });
    expect(await conflictOf(store.append({ tenant, stream, expected: 1n, events: [first!] }))).toBe(1n);
  });

  it('notifies of what was stored, and of nothing else', async () => {
    const listener = new pg.Client({ connectionString: database.url });
    await listener.connect();
    const heard: string[] = [];
    const end = new Promise<void>((resolve) =>
      listener.on('notification', ({ payload = '' }) => {
        heard.push(payload);
        if (payload === 'end') resolve();
      }),
    );
    await listener.query(`LISTEN ${channel}`);
    const append = { tenant, stream: newStream(), expected: 'no-stream' as const, events: newEvents(1) };
    // A store that closes says what it has not yet said.
    const once = async (action: (opened: EventStore) => Promise<unknown>) => {
      const opened = await openPostgresEventStore({ url: database.url });
      await action(opened);
      await opened.close();
    };
    await once((opened) => opened.append(append));
    await listener.query(`NOTIFY ${channel}, 'stored'`);
    await once((opened) => opened.append(append));
    await once((opened) => conflictOf(opened.append({ ...append, events: newEvents(1) })));
    await listener.query(`NOTIFY ${channel}, 'end'`);
    await end;
    await listener.end();
    expect(heard).toEqual(['', 'stored', 'end']);
  });

  it('keeps its connections through a quiet hour', async () => {
    jest.useFakeTimers({ doNotFake: ['setImmediate', 'nextTick', 'performance', 'queueMicrotask'] });
    const pool = openPool({ url: database.url, deadline: 5000 }, 1);
    try {
      const connection = async () => (await pool.query<{ pid: number }>('SELECT pg_backend_pid() AS pid')).rows[0]!.pid;
      const before = await connection();
      await jest.advanceTimersByTimeAsync(3_600_000);
      expect(await connection()).toBe(before);
    } finally {
      jest.useRealTimers();
      await pool.end();
    }
  });

  it('failure 20: keeps pages of large events small', async () => {
    const start = await store.head();
    const events = Array.from({ length: 10 }, () => newEvent({ text: 'x'.repeat(1_000_000) }));
    await store.append({ tenant, stream: newStream('tome'), expected: 'any', events });
    for (const categories of [undefined, ['tome']]) {
      const page = await store.readAll(start, { ...(categories && { categories }) });
      expect(page.events.length).toBeGreaterThan(4);
      expect(page).toMatchObject({ position: page.events.at(-1)!.position, atHead: false });
      expect((await store.readAll(page.position)).events.map(({ id }) => id)).toEqual(events.slice(page.events.length).map(({ id }) => id));
    }
  });

  it('failure 24: moves past any number of events of other categories', async () => {
    const start = await store.head();
    for (let times = 0; times < 11; times++) await store.append({ tenant, stream: newStream('run'), expected: 'any', events: newEvents(1000) });
    const { position } = await store.append({ tenant, stream: newStream('rare'), expected: 'any', events: newEvents(1) });
    expect(await store.readAll(start, { categories: ['rare'] })).toEqual({ events: [], position: start + 10_000n, atHead: false });
    expect((await allAfter(store, start, { categories: ['rare'] })).events.map((event) => event.position)).toEqual([position]);
  });

  it('finishes what was asked before it closes, and refuses what is asked after', async () => {
    const closing = await openPostgresEventStore({ url: database.url });
    const appends = Array.from({ length: 20 }, () => closing.append({ tenant, stream: newStream(), expected: 'any', events: newEvents(1) }));
    await Promise.resolve();
    await Promise.all([closing.close(), closing.close()]);
    expect((await Promise.allSettled(appends)).map(({ status }) => status)).toEqual(appends.map(() => 'fulfilled'));
    await expect(closing.append({ tenant, stream: newStream(), expected: 'any', events: newEvents(1) })).rejects.toThrow('closed');
  });

  it('begins a new epoch when an operator says so, and is still the same store', async () => {
    const before = await store.identity();
    const raised = { ...before, epoch: before.epoch + 1, began: [...before.began, await store.head()] };
    expect(await raiseEpoch(database.url)).toEqual(raised);
    expect(await store.identity()).toEqual(raised);
  });

  it('is opened by its scheme, and no other scheme is', async () => {
    await expect(openEventStore('mysql://localhost/cairn')).rejects.toThrow('no event store speaks mysql');
  });
});
