import { setTimeout as pause } from 'node:timers/promises';
import { testDatabase, type TestDatabase } from '@cairn/testing';
import pg from 'pg';
import { newEvents, newStream } from '../contract/fixtures.js';
import { StoreUnavailable, type EventStore, type StoredEvent } from '../port.js';
import { install } from './install.js';
import { openPostgresEventStore } from './postgres-event-store.js';
import { roles, steps } from './schema.js';

describe('PostgreSQL while it is raised to a release', () => {
  const tenant = 'ward';
  /** What a next release may do to a store in use: a column, an index, and other bodies of the functions that everybody appends with. */
  const nextRelease = [
    ...steps,
    `ALTER TABLE event_store.events ADD COLUMN recorded_on date;
   CREATE INDEX events_by_day ON event_store.events (recorded_on) WHERE recorded_on IS NOT NULL;
   ALTER FUNCTION event_store.append SET work_mem = '8MB';
   GRANT SELECT ON event_store.events TO ${roles.app};
   ${steps.at(-1)}`,
  ];

  let database: TestDatabase;
  beforeEach(async () => void (database = await testDatabase()));
  afterEach(() => database.drop());

  const versionOf = async () => {
    const client = new pg.Client({ connectionString: database.url });
    await client.connect();
    const { rows } = await client.query<{ version: number }>('SELECT schema_version AS version FROM event_store.store');
    await client.end();
    return rows[0]?.version;
  };

  describe('failure 32: a release that changes the schema, while the release before it appends and reads', () => {
    it('loses nothing, and both go on side by side', async () => {
      const writers = await Promise.all([1, 2].map(() => openPostgresEventStore({ url: database.url })));
      const acknowledged: string[] = [];
      const stop = new AbortController();
      const followed: StoredEvent[] = [];
      const following = follow(writers[0]!, followed, stop.signal);
      let writing = true;
      const busy = Array.from({ length: 12 }, async (_, index) => {
        const stream = newStream();
        for (let revision = -1n; writing; revision++) acknowledged.push(await appendOne(writers[index % 2]!, stream, revision));
      });
      const appended = async (count: number) => {
        while (acknowledged.length < count) await pause(5);
      };

      await appended(100);
      const where = { url: database.url, deadline: 30_000 };
      // Several processes of the next release start at once.
      await Promise.all([1, 2, 3].map(() => install(where, nextRelease)));
      expect(await versionOf()).toBe(nextRelease.length);
      await appended(acknowledged.length + 100);

      // The release before it is started once more, beside the next one, and takes nothing back.
      const older = await openPostgresEventStore({ url: database.url });
      expect(await versionOf()).toBe(nextRelease.length);
      acknowledged.push(await appendOne(older, newStream(), -1n));
      writing = false;
      await Promise.all(busy);
      const head = await older.head();
      while ((followed.at(-1)?.position ?? -1n) < head) await pause(5);
      stop.abort();
      await following;
      expect(followed.map(({ position }) => position)).toEqual(followed.map((_, index) => BigInt(index)));
      expect(followed.map(({ id }) => id).sort()).toEqual(acknowledged.sort());
      await Promise.all([...writers, older].map((store) => store.close()));
    }, 60_000);

    it('that fails half-way changes nothing, and the next try is whole', async () => {
      const store = await openPostgresEventStore({ url: database.url });
      await appendOne(store, newStream(), -1n);
      const where = { url: database.url, deadline: 30_000 };
      await expect(install(where, [...nextRelease, 'SELECT 1 / 0'])).rejects.toMatchObject({ code: '22012' });
      expect(await versionOf()).toBe(steps.length);
      await appendOne(store, newStream(), -1n);
      await install(where, nextRelease);
      expect(await versionOf()).toBe(nextRelease.length);
      expect((await store.readAll(-1n)).events).toHaveLength(2);
      await store.close();
    });

    /** Appends one event after that revision, again with the same id when there was no answer; gives the id. */
    async function appendOne(store: EventStore, stream: string, revision: bigint): Promise<string> {
      const events = newEvents(1);
      for (;;)
        try {
          await store.append({ tenant, stream, expected: revision < 0n ? 'no-stream' : revision, events });
          return events[0]!.id;
        } catch (error) {
          if (!(error instanceof StoreUnavailable)) throw error;
        }
    }

    async function follow(store: EventStore, followed: StoredEvent[], signal: AbortSignal): Promise<void> {
      while (!signal.aborted)
        try {
          for await (const page of store.subscribe(followed.at(-1)?.position ?? -1n, { signal })) followed.push(...page.events);
        } catch (error) {
          if (!(error instanceof StoreUnavailable)) throw error;
        }
    }
  });
});
