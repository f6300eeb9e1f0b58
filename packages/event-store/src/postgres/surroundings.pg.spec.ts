import { randomUUID } from 'node:crypto';
import { testDatabase, type TestDatabase } from '@cairn/testing';
import pg from 'pg';
import { allAfter, newEvent, newEvents, newStream } from '../contract/fixtures.js';
import type { EventStore } from '../port.js';
import { appendCall } from './append-batch.js';
import { canonicalAppend } from '../canonical.js';
import { openPool } from './connection.js';
import { openPostgresEventStore } from './postgres-event-store.js';

describe('PostgreSQL in its surroundings', () => {
  const tenant = 'ward';
  let database: TestDatabase;
  let admin: pg.Client;
  let store: EventStore;
  beforeEach(async () => {
    database = await testDatabase();
    store = await openPostgresEventStore({ url: database.url });
    admin = await connected(database.url);
  });
  afterEach(async () => {
    await store.close();
    await admin.end();
    await database.drop();
  });

  async function connected(url: string): Promise<pg.Client> {
    const client = new pg.Client({ connectionString: url });
    client.on('error', () => undefined);
    await client.connect();
    return client;
  }

  const appendOne = (events = newEvents(1)) => store.append({ tenant, stream: newStream(), expected: 'any', events });
  const median = (values: readonly number[]) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)]!;

  describe('failure 17: transactions that stay open for long', () => {
    it('delay no event: a snapshot, a write in another database, a write that idles', async () => {
      const other = await testDatabase();
      const [snapshot, elsewhere, idle] = await Promise.all([connected(database.url), connected(other.url), connected(database.url)]);
      const before = await latencies();
      await snapshot.query('BEGIN ISOLATION LEVEL REPEATABLE READ; SELECT count(*) FROM event_store.events');
      await elsewhere.query('BEGIN; CREATE TABLE kept (n int); INSERT INTO kept VALUES (1)');
      await idle.query('CREATE TABLE kept (n int)');
      await idle.query('BEGIN; INSERT INTO kept VALUES (1)');
      const during = await latencies();
      console.info(`from the append to the subscriber: ${median(before).toFixed(1)} ms, and ${median(during).toFixed(1)} ms while three transactions are open`);
      // Every one was delivered while they were open; a store that waits for the oldest transaction delivers none.
      expect(during).toHaveLength(before.length);
      const open = await admin.query(`SELECT FROM pg_stat_activity WHERE state = 'idle in transaction' AND pid = ANY ($1)`, [
        await Promise.all(
          [snapshot, elsewhere, idle].map(async (client) => (await client.query<{ pid: number }>('SELECT pg_backend_pid() AS pid')).rows[0]!.pid),
        ),
      ]);
      expect(open.rows).toHaveLength(3);
      await Promise.all([snapshot, elsewhere, idle].map((client) => client.end()));
      await other.drop();
    });

    /** Milliseconds from each append to its delivery. */
    async function latencies(): Promise<number[]> {
      const stop = new AbortController();
      const took: number[] = [];
      const pages = store.subscribe(await store.head(), { signal: stop.signal })[Symbol.asyncIterator]();
      await pages.next();
      for (let appends = 0; appends < 30; appends++) {
        const next = pages.next();
        const [event] = newEvents(1);
        const began = performance.now();
        await appendOne([event!]);
        expect((await next).value.events.map(({ id }: { id: string }) => id)).toEqual([event!.id]);
        took.push(performance.now() - began);
      }
      stop.abort();
      return took;
    }
  });

  describe('failure 19: clocks that are wrong', () => {
    it('change nothing in the order of events, on the server or in what the appending process says', async () => {
      // The functions that append ask this clock from now on: an hour ahead and an hour behind by turns.
      await admin.query(`
      CREATE SCHEMA skew;
      CREATE SEQUENCE skew.turns;
      CREATE FUNCTION skew.clock_timestamp() RETURNS timestamptz LANGUAGE sql
        AS $$ SELECT pg_catalog.clock_timestamp() + CASE WHEN nextval('skew.turns') % 2 = 0 THEN interval '1 hour' ELSE interval '-1 hour' END $$;
      GRANT USAGE ON SCHEMA skew TO PUBLIC; GRANT USAGE ON SEQUENCE skew.turns TO PUBLIC;
      ALTER FUNCTION event_store.append SET search_path = skew, pg_catalog, event_store, pg_temp;
      ALTER FUNCTION event_store.append_one SET search_path = skew, pg_catalog, event_store, pg_temp`);
      const stream = newStream();
      const appended: string[] = [];
      for (let turn = 0; turn < 20; turn++) {
        const event = newEvent();
        const recordedAt = new Date(Date.now() + (turn % 3 === 0 ? 3_600_000 : -3_600_000)).toISOString();
        await store.append({ tenant, stream, expected: 'any', events: [{ ...event, metadata: { ...event.metadata, recordedAt } }] });
        appended.push(event.id);
      }
      const { events } = await allAfter(store, -1n, { limit: 7 });
      expect(events.map(({ id }) => id)).toEqual(appended);
      expect(events.map(({ position }) => position)).toEqual(appended.map((_, position) => BigInt(position)));
      expect((await store.readStream(tenant, stream)).events.map(({ id }) => id)).toEqual(appended);
      // The clock has really stepped back, again and again.
      const steps = events.slice(1).filter(({ created }, index) => created < events[index]!.created);
      expect(steps.length).toBeGreaterThan(5);
    });
  });

  describe('failure 29: a fresh and empty database', () => {
    /** How many appends go in one call, and so which function decides them. */
    const calls = [
      ['append', 16],
      ['append_one', 1],
    ] as const;

    /** A connection that keeps its plans, and so many appends of one event to as many streams through it. */
    async function appender(batch: number) {
      const pool = openPool({ url: database.url, deadline: 30_000 }, 1);
      const append = async () => {
        const appends = Array.from({ length: batch }, () => {
          const asked = { tenant, stream: newStream(), expected: 'no-stream' as const, events: newEvents(1) };
          return { ...asked, events: canonicalAppend(asked) };
        });
        const began = performance.now();
        await pool.query(appendCall(appends));
        return performance.now() - began;
      };
      await append();
      return { append, close: () => pool.end() };
    }

    it.each(calls)(
      'takes its 10,000th event as fast as its first, though the plans of %s were made when it was empty',
      async (_, batch) => {
        const early = await appender(batch);
        const first = [];
        for (let turns = 0; turns < 60; turns++) first.push(await early.append());
        const others = await appender(100);
        while ((await store.head()) < 10_000n) await others.append();
        await others.close();
        await compare(batch, early, 'after 10,000 events', median(first));
      },
      120_000,
    );

    it.each(calls)(
      'goes on as fast after a bulk import: %s',
      async (_, batch) => {
        const early = await appender(batch);
        for (let appends = 0; appends < 20; appends++) await appendOne(newEvents(1000));
        await compare(batch, early, 'after an import of 20,000');
      },
      120_000,
    );

    /** The old connection against one that plans anew with the statistics of a full table: by turns, so that a busy machine is busy for both. */
    async function compare(batch: number, early: Awaited<ReturnType<typeof appender>>, when: string, first?: number) {
      await admin.query('ANALYZE event_store.events; ANALYZE event_store.streams');
      const late = await appender(batch);
      const took: { early: number[]; late: number[] } = { early: [], late: [] };
      for (let turns = 0; turns < 60; turns++) {
        took.early.push(await early.append());
        took.late.push(await late.append());
      }
      const [old, fresh] = [median(took.early), median(took.late)];
      const began = first === undefined ? '' : `, and ${first.toFixed(1)} ms at the beginning`;
      console.info(`${when}: ${batch} appends in ${old.toFixed(1)} ms with plans of the empty table, ${fresh.toFixed(1)} ms with fresh ones${began}`);
      // A scan of 10,000 rows takes more than six times as long.
      expect(old).toBeLessThan(3 * fresh + batch / 16);
      await early.close();
      await late.close();
    }
  });

  describe('failure 30: positions beyond 2^53', () => {
    it('are exact from the append to the page, as text, and as where to go on', async () => {
      const first = 2n ** 60n + 1n;
      await admin.query(
        `BEGIN; SET LOCAL event_store.maintenance = 'on';
       INSERT INTO event_store.events SELECT ${first}, 0, 0, now(), '${randomUUID()}', 1, '${tenant}', '${newStream()}', 'T', '{}', '{}'; COMMIT`,
      );
      const { position } = await appendOne();
      const next = await appendOne();
      expect([position, next.position]).toEqual([first + 1n, first + 2n]);
      expect(BigInt(JSON.parse(JSON.stringify(String(position))) as string)).toBe(position);
      const page = await store.readAll(position);
      expect(page).toMatchObject({ position: next.position, atHead: true });
      expect(page.events.map((event) => event.position)).toEqual([next.position]);
      expect(await store.head()).toBe(next.position);
    });
  });
});
