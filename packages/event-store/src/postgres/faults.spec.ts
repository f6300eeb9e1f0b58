import { randomUUID } from 'node:crypto';
import { createServer, Socket, type AddressInfo, type Server } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { testDatabase, type TestDatabase } from '@cairn/testing';
import pg from 'pg';
import { conflictOf, newEvent, newEvents, newStream } from '../contract/fixtures.js';
import { StoreUnavailable, type Append, type Appended, type EventStore, type StoredEvent } from '../port.js';
import { openPostgresEventStore } from './postgres-event-store.js';

const tenant = 'ward';
let database: TestDatabase;
let admin: pg.Client;
let store: EventStore;
beforeEach(async () => {
  database = await testDatabase();
  store = await openPostgresEventStore({ url: database.url });
  admin = new pg.Client({ connectionString: database.url });
  admin.on('error', () => undefined);
  await admin.connect();
});
afterEach(async () => {
  await store.close();
  await admin.end();
  await database.drop();
});

const appendOne = (on: EventStore, stream = newStream(), events: Append['events'] = newEvents(1), expected: Append['expected'] = 'any') =>
  on.append({ tenant, stream, expected, events });
const until = async (true_: () => Promise<boolean>) => {
  while (!(await true_())) await pause(5);
};
const idsAfter = async (position: bigint) => (await store.readAll(position)).events.map((event) => event.id);

describe('an append that holds its transaction open', () => {
  const waiting = async () =>
    (
      await admin.query(
        `SELECT FROM pg_locks WHERE locktype = 'advisory' AND NOT granted AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`,
      )
    ).rows.length > 0;
  const sqlOf = (id: string) =>
    `SELECT * FROM event_store.append('{${tenant}}', '{${newStream()}}', '{-2}', '{0}', '{1}', '{${id}}', '{T}', '{1}', '{2,4}', convert_to('{}{}', 'UTF8'))`;

  it.each(['COMMIT', 'ROLLBACK'])('is never skipped by a reader: %s', async (end) => {
    const [slow, fast] = [newEvent(), newEvent()];
    const holder = new pg.Client({ connectionString: database.url });
    await holder.connect();
    await holder.query('BEGIN');
    await holder.query(sqlOf(slow.id));
    const later = appendOne(store, newStream(), [fast]);
    await until(waiting);
    expect(await idsAfter(-1n)).toEqual([]);
    await holder.query(end);
    await later;
    await holder.end();
    expect(await idsAfter(-1n)).toEqual(end === 'COMMIT' ? [slow.id, fast.id] : [fast.id]);
    expect((await store.readAll(-1n)).events.map((event) => event.position)).toEqual(end === 'COMMIT' ? [0n, 1n] : [0n]);
  });
});

describe('a bad append', () => {
  it('fails alone in its batch', async () => {
    await admin.query(`ALTER TABLE event_store.events ADD CONSTRAINT no_poison CHECK (type <> 'Poison')`);
    await appendOne(store);
    const good = Array.from({ length: 30 }, () => appendOne(store));
    const bad = appendOne(store, newStream(), [{ ...newEvent(), type: 'Poison' }]);
    const alsoGood = Array.from({ length: 30 }, () => appendOne(store));
    await expect(bad).rejects.toMatchObject({ code: '23514' });
    await Promise.all([...good, ...alsoGood]);
    expect(await store.head()).toBe(60n);
  });
});

describe('a race of writers whose connections are cut', () => {
  it('leaves positions dense, loses nothing and stores nothing twice', async () => {
    const writers = await Promise.all(Array.from({ length: 3 }, () => openPostgresEventStore({ url: database.url })));
    const streams = Array.from({ length: 20 }, () => newStream());
    const accepted: Append['events'][number][] = [];
    const refused: Append['events'][number][] = [];
    let cuts = 0;
    const end = performance.now() + 3000;
    const racing = () => performance.now() < end;
    const stop = new AbortController();
    const delivered: StoredEvent[] = [];
    const reader = (async () => {
      for await (const page of writers[0]!.subscribe(-1n, { signal: stop.signal, limit: 50 })) delivered.push(...page.events);
    })();
    const write = async (on: EventStore) => {
      while (racing()) {
        const events = newEvents(1 + Math.floor(Math.random() * 3));
        const expected = Math.random() < 0.5 ? 'any' : BigInt(Math.floor(Math.random() * 30));
        const outcome = await persist(() => appendOne(on, streams[Math.floor(Math.random() * streams.length)], events, expected));
        (typeof outcome === 'bigint' ? refused : accepted).push(...events);
      }
    };
    /** As callers do: the same ids again, until there is an answer. */
    const persist = async (append: () => Promise<Appended>): Promise<Appended | bigint> => {
      for (;;) {
        try {
          return await conflictOf(append());
        } catch (error) {
          if (!(error instanceof StoreUnavailable)) throw error;
        }
      }
    };
    const finished = Array.from({ length: 24 }, (_, index) => write(writers[index % 3]!));
    const cutting = (async () => {
      while (racing()) {
        const { rowCount } = await admin.query(
          `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND query LIKE '%event_store.append%' AND pid <> pg_backend_pid() ORDER BY random() LIMIT 1`,
        );
        cuts += rowCount ?? 0;
        await pause(60);
      }
    })();
    await Promise.all([...finished, cutting]);
    const { rows } = await admin.query<{ event_id: string; position: string; stream: string; revision: string }>(
      'SELECT event_id, position, stream, revision FROM event_store.events ORDER BY position',
    );
    await until(async () => delivered.length >= rows.length);
    stop.abort();
    await reader;
    expect(cuts).toBeGreaterThan(5);
    expect(rows.map((row) => row.position)).toEqual(rows.map((_, index) => String(index)));
    const stored = new Set(rows.map((row) => row.event_id));
    expect(stored.size).toBe(rows.length);
    expect(accepted.filter(({ id }) => !stored.has(id))).toEqual([]);
    expect(refused.filter(({ id }) => stored.has(id))).toEqual([]);
    expect(rows.length).toBe(accepted.length);
    for (const stream of streams)
      expect(rows.filter((row) => row.stream === stream).map((row) => row.revision)).toEqual(
        rows.filter((row) => row.stream === stream).map((_, revision) => String(revision)),
      );
    expect(delivered.map((event) => event.id)).toEqual(rows.map((row) => row.event_id));
    await Promise.all(writers.map((writer) => writer.close()));
  });
});

describe('a network that fails', () => {
  let proxy: Proxy;
  let behind: EventStore;
  beforeEach(async () => {
    proxy = await proxyTo(database.url);
    behind = await openPostgresEventStore({ url: proxy.url, deadline: 500 });
  });
  afterEach(async () => {
    await behind.close();
    await proxy.close();
  });

  it('loses an answer: the append repeated with the same ids returns the first outcome', async () => {
    const [stream, events] = [newStream(), newEvents(2)];
    await appendOne(behind);
    proxy.answers = 'cut';
    await expect(appendOne(behind, stream, events, 'no-stream')).rejects.toThrow(StoreUnavailable);
    proxy.answers = 'pass';
    expect(await appendOne(behind, stream, events, 'no-stream')).toEqual({ revision: 1n, position: 2n, idempotent: true });
  });

  it('falls silent: nobody waits much longer than the deadline, and service resumes', async () => {
    await appendOne(behind);
    proxy.answers = 'hold';
    const started = performance.now();
    const waiting = [...Array.from({ length: 5 }, () => appendOne(behind)), behind.head(), behind.readStream(tenant, newStream())];
    for (const outcome of await Promise.allSettled(waiting)) expect(outcome).toMatchObject({ status: 'rejected', reason: expect.any(StoreUnavailable) });
    await expect(openPostgresEventStore({ url: proxy.url, deadline: 500 })).rejects.toThrow(StoreUnavailable);
    expect(performance.now() - started).toBeLessThan(4000);
    proxy.answers = 'pass';
    expect(await appendOne(behind)).toMatchObject({ revision: 0n });
  });

  it('ends a subscription with an error, and a new one from the same place continues', async () => {
    const signal = AbortSignal.timeout(20_000);
    const pages = behind.subscribe(-1n, { signal })[Symbol.asyncIterator]();
    await pages.next();
    proxy.answers = 'cut';
    await expect(pages.next()).rejects.toThrow(StoreUnavailable);
    proxy.answers = 'pass';
    const [event] = newEvents(1);
    await appendOne(store, newStream(), [event!]);
    const { value } = await behind.subscribe(-1n, { signal })[Symbol.asyncIterator]().next();
    expect(value.events.map(({ id }: StoredEvent) => id)).toEqual([event!.id]);
  });
});

describe('a lost notification', () => {
  it('delays an event by the polling interval at most', async () => {
    const stop = new AbortController();
    const pages = store.subscribe(-1n, { signal: stop.signal })[Symbol.asyncIterator]();
    await pages.next();
    const next = pages.next();
    const id = randomUUID();
    const appended = performance.now();
    // Appended by hand: nobody is notified.
    await admin.query(
      `SELECT * FROM event_store.append('{${tenant}}', '{${newStream()}}', '{-2}', '{0}', '{1}', '{${id}}', '{T}', '{1}', '{2,4}', convert_to('{}{}', 'UTF8'))`,
    );
    expect((await next).value.events).toMatchObject([{ id }]);
    expect(performance.now() - appended).toBeLessThan(1500);
    stop.abort();
  });
});

interface Proxy {
  readonly url: string;
  /** What becomes of the server's answers: passed on, held back, or held back with the connection cut. */
  answers: 'pass' | 'hold' | 'cut';
  close(): Promise<void>;
}

/** A TCP connection to the database that can lose what the server says. */
async function proxyTo(url: string): Promise<Proxy> {
  const target = new URL(url);
  const sockets = new Set<Socket>();
  const server: Server = createServer((client) => {
    const upstream = new Socket();
    for (const [socket, peer] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      sockets.add(socket);
      socket.on('error', () => undefined).on('close', () => peer.destroy());
    }
    client.on('data', (bytes) => upstream.write(bytes));
    upstream.on('data', (bytes) => {
      if (proxy.answers === 'pass') client.write(bytes);
      else if (proxy.answers === 'cut') client.destroy();
    });
    upstream.connect(Number(target.port), target.hostname);
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const through = new URL(url);
  through.host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  const proxy: Proxy = {
    url: through.href,
    answers: 'pass',
    close: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((closed) => server.close(closed));
    },
  };
  return proxy;
}
