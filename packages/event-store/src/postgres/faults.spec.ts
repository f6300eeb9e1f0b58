import { randomUUID } from 'node:crypto';
import { createServer, Socket, type AddressInfo, type Server } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { testDatabase, type TestDatabase } from '@cairn/testing';
import fc from 'fast-check';
import pg from 'pg';
import { conflictOf, newEvent, newEvents, newStream } from '../contract/fixtures.js';
import { StoreUnavailable, type Append, type EventStore, type StoredEvent } from '../port.js';
import { openPostgresEventStore } from './postgres-event-store.js';

describe('PostgreSQL that fails', () => {
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

  /** An append of one event to a new stream, as any client may send it. */
  const sqlOf = (id: string) =>
    `SELECT * FROM event_store.append('{${tenant}}', '{${newStream()}}', '{-2}', '{0}', '{1}', '{${id}}', '{T}', '{1}', '{2,4}', convert_to('{}{}', 'UTF8'))`;

  /** As callers do: the same again, until there is an answer. */
  async function persistently<T>(action: () => Promise<T>): Promise<T> {
    for (;;) {
      try {
        return await action();
      } catch (error) {
        if (!(error instanceof StoreUnavailable)) throw error;
      }
    }
  }

  describe('failure 7: an append that holds its transaction open', () => {
    const waiting = async () =>
      (
        await admin.query(
          `SELECT FROM pg_locks WHERE locktype = 'advisory' AND NOT granted AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`,
        )
      ).rows.length > 0;

    it.each(['COMMIT', 'ROLLBACK'])('is never skipped by a reader, or by one that follows: %s', async (end) => {
      const [slow, fast] = [newEvent(), newEvent()];
      const stop = new AbortController();
      const followed: string[] = [];
      const following = (async () => {
        for await (const page of store.subscribe(-1n, { signal: stop.signal })) followed.push(...page.events.map(({ id }) => id));
      })();
      const holder = new pg.Client({ connectionString: database.url });
      await holder.connect();
      await holder.query('BEGIN');
      await holder.query(sqlOf(slow.id));
      const later = appendOne(store, newStream(), [fast]);
      await until(waiting);
      expect(await idsAfter(-1n)).toEqual([]);
      expect(followed).toEqual([]);
      await holder.query(end);
      await later;
      await holder.end();
      const expected = end === 'COMMIT' ? [slow.id, fast.id] : [fast.id];
      expect(await idsAfter(-1n)).toEqual(expected);
      await until(async () => followed.length >= expected.length);
      stop.abort();
      await following;
      expect(followed).toEqual(expected);
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

  describe('failure 8: a race of writers whose connections are cut, whose statements are cancelled, and among whom some roll back', () => {
    const long = process.env['CAIRN_LONG'] !== undefined;
    const plannedAppend = fc.record({
      stream: fc.nat(7),
      events: fc.integer({ min: 1, max: 3 }),
      expected: fc.oneof(fc.constant('any' as const), fc.constant('next' as const), fc.nat(20)),
    });
    type Planned = typeof plannedAppend extends fc.Arbitrary<infer T> ? T : never;
    const races = fc.record({
      writers: fc.array(fc.array(plannedAppend, { minLength: 30, maxLength: 60, size: 'max' }), { minLength: 12, maxLength: 24, size: 'max' }),
      // Each kind for certain, the others as they come.
      disturbances: fc
        .array(fc.constantFrom('kill' as const, 'kill' as const, 'cancel' as const, 'roll back' as const), { minLength: 5, maxLength: 13, size: 'max' })
        .map((drawn) => ['kill' as const, 'cancel' as const, 'roll back' as const, ...drawn]),
    });

    it.each(long ? Array.from({ length: 40 }, (_, seed) => seed) : [1, 2, 3])(
      'leaves positions dense, loses nothing and stores nothing twice: seed %s',
      (seed) =>
        fc.assert(
          fc.asyncProperty(races, ({ writers, disturbances }) => race(writers, disturbances)),
          { seed, numRuns: 1, endOnFailure: true },
        ),
      60_000,
    );

    type Interruption = 'pg_terminate_backend' | 'pg_cancel_backend';

    async function race(writers: Planned[][], disturbances: ('kill' | 'cancel' | 'roll back')[]) {
      const stores = await Promise.all(Array.from({ length: 3 }, () => openPostgresEventStore({ url: database.url })));
      const streams = Array.from({ length: 8 }, () => newStream());
      const revisions = new Map<string, bigint>();
      const accepted: Append['events'][number][] = [];
      const refused: Append['events'][number][] = [];
      const delivered: StoredEvent[] = [];
      const stop = new AbortController();
      const reader = follow(stores[0]!, delivered, stop.signal);

      const write = async (on: EventStore, { stream: index, events: count, expected }: Planned) => {
        const [stream, events] = [streams[index]!, newEvents(count)];
        const known = revisions.get(stream) ?? -1n;
        const expectation = expected === 'next' ? (known < 0n ? 'no-stream' : known) : typeof expected === 'number' ? BigInt(expected) : expected;
        const outcome = await persistently(() => conflictOf(appendOne(on, stream, events, expectation)));
        const revision = typeof outcome === 'bigint' ? outcome : outcome.revision;
        if (revision > known) revisions.set(stream, revision);
        (typeof outcome === 'bigint' ? refused : accepted).push(...events);
      };
      let [racing, kills, cancels, rolledBack] = [true, 0, 0, 0];
      /** Does it to one of the connections that append, as soon as there is one. */
      const oneOf = async (how: Interruption) => {
        let done = 0;
        while (racing && done === 0) done = await interrupt(how);
        return done;
      };
      const disturb = async () => {
        for (let turn = 0; racing; turn++) {
          const how = disturbances[turn % disturbances.length]!;
          if (how === 'kill') kills += await oneOf('pg_terminate_backend');
          else if (how === 'cancel') cancels += await oneOf('pg_cancel_backend');
          else rolledBack += await rollBackOne();
          await pause(10 + ((turn * 7) % 20));
        }
      };
      const disturbing = disturb();
      await Promise.all(
        writers.map(async (planned, index) => {
          for (const each of planned) await write(stores[index % stores.length]!, each);
        }),
      );
      racing = false;
      await disturbing;

      const { rows } = await admin.query<{ id: string; position: string; stream: string; revision: string }>(
        'SELECT event_id AS id, position, stream, revision FROM event_store.events ORDER BY position',
      );
      await until(async () => delivered.length >= rows.length);
      stop.abort();
      await reader;
      expect(Math.min(kills, cancels, rolledBack)).toBeGreaterThan(0);
      expect(rows.map((row) => row.position)).toEqual(rows.map((_, index) => String(index)));
      const stored = new Set(rows.map((row) => row.id));
      expect(stored.size).toBe(rows.length);
      expect(accepted.filter(({ id }) => !stored.has(id))).toEqual([]);
      expect(refused.filter(({ id }) => stored.has(id))).toEqual([]);
      expect(rows.length).toBe(accepted.length);
      for (const stream of streams) {
        const own = rows.filter((row) => row.stream === stream).map((row) => row.revision);
        expect(own).toEqual(own.map((_, revision) => String(revision)));
      }
      expect(delivered.map((event) => event.id)).toEqual(rows.map((row) => row.id));
      await Promise.all(stores.map((each) => each.close()));
      console.info(
        `${rows.length} events of ${writers.length} writers; ${kills} connections cut, ${cancels} statements cancelled, ${rolledBack} appends rolled back`,
      );
    }

    /** Collects what is stored, from its own position again whenever the connection is lost. */
    async function follow(on: EventStore, delivered: StoredEvent[], signal: AbortSignal) {
      let position = -1n;
      while (!signal.aborted)
        try {
          for await (const page of on.subscribe(position, { signal, limit: 50 })) {
            delivered.push(...page.events);
            position = page.position;
          }
        } catch (error) {
          if (!(error instanceof StoreUnavailable)) throw error;
        }
    }

    /** Does it to one of the connections that append at this moment; gives how many. */
    const interrupt = async (how: Interruption) =>
      (
        await admin.query(
          `SELECT ${how}(pid) FROM pg_stat_activity WHERE datname = current_database() AND query LIKE '%event_store.append%(%' AND state = 'active' AND pid <> pg_backend_pid() ORDER BY random() LIMIT 1`,
        )
      ).rowCount ?? 0;

    /** Takes a position, and gives it back. */
    async function rollBackOne() {
      await admin.query('BEGIN');
      await admin.query(sqlOf(randomUUID()));
      await admin.query('ROLLBACK');
      return 1;
    }
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

    it('failure 9: loses an answer: the append repeated with the same ids returns the first outcome', async () => {
      const [stream, events] = [newStream(), newEvents(2)];
      await appendOne(behind);
      proxy.answers = 'cut';
      await expect(appendOne(behind, stream, events, 'no-stream')).rejects.toThrow(StoreUnavailable);
      proxy.answers = 'pass';
      expect(await appendOne(behind, stream, events, 'no-stream')).toEqual({ revision: 1n, position: 2n, idempotent: true });
    });

    it('failure 15: falls silent: nobody waits much longer than the deadline, and service resumes', async () => {
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

    it('failure 14: ends a subscription with an error, and a new one from the same place continues', async () => {
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

  describe('failure 23: a notification that is lost', () => {
    /** Far beyond the polling interval, and beyond what a busy machine adds to it. */
    const patience = 10_000;

    it('delays an event by the polling interval at most', async () => {
      const stop = new AbortController();
      const pages = store.subscribe(-1n, { signal: stop.signal })[Symbol.asyncIterator]();
      await pages.next();
      const took: number[] = [];
      for (let turn = 0; turn < 5; turn++) {
        const next = pages.next();
        const id = randomUUID();
        // Appended by hand: nobody is notified.
        await admin.query(sqlOf(id));
        const stored = performance.now();
        expect((await within(patience, next)).value.events).toMatchObject([{ id }]);
        took.push(performance.now() - stored);
      }
      stop.abort();
      // The interval is 250 ms; the rest is what a busy machine takes to answer.
      expect(took.sort((a, b) => a - b)[2]).toBeLessThan(1000);
    });

    it('because its connection is gone: events come all the same, and the connection comes back', async () => {
      const stop = new AbortController();
      const ours = `FROM pg_stat_activity WHERE datname = current_database() AND query LIKE '%LISTEN%' AND pid <> pg_backend_pid()`;
      const listening = async () => (await admin.query(`SELECT ${ours}`)).rows.length > 0;
      const pages = store.subscribe(-1n, { signal: stop.signal })[Symbol.asyncIterator]();
      await pages.next();
      for (let cuts = 0; cuts < 3; cuts++) {
        const next = pages.next();
        await within(patience, until(listening));
        await admin.query(`SELECT pg_terminate_backend(pid) ${ours}`);
        const id = randomUUID();
        await admin.query(sqlOf(id));
        expect((await within(patience, next)).value.events).toMatchObject([{ id }]);
      }
      const idle = pages.next();
      await within(patience, until(listening));
      stop.abort();
      await idle;
    });

    const within = <T>(milliseconds: number, promise: Promise<T>): Promise<T> =>
      Promise.race([promise, pause(milliseconds, undefined, { ref: false }).then(() => Promise.reject(new Error(`nothing came within ${milliseconds} ms`)))]);
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
