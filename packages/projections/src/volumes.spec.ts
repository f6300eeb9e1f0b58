import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { openPostgresEventStore, START, type EventStore } from '@cairn/event-store';
import { testDatabase, type TestDatabase } from '@cairn/testing';
import pg from 'pg';
import { tenant } from './fixtures/world.js';

const long = process.env['CAIRN_LONG'] !== undefined;
const total = long ? 10_000_000 : 1_000_000;
const people = 1000;
/** A slow reader shows in its first pages whether it lets them pile up. */
const slowly = total / 4;
const patience = long ? 3_600_000 : 600_000;

let database: TestDatabase;
let store: EventStore;
beforeAll(async () => {
  database = await testDatabase();
  store = await openPostgresEventStore({ url: database.url });
  await fill();
}, patience);
afterAll(async () => {
  await store.close();
  await database.drop();
}, 60_000);

/** Writes the events as an import would, past the function that appends: 1,000 accounts are opened, and paid to by turns. */
async function fill(): Promise<void> {
  const admin = new pg.Client({ connectionString: database.url });
  await admin.connect();
  const account = `'00000000-0000-4000-8000-' || lpad((n % ${people})::text, 12, '0')`;
  for (let first = 0; first < total; first += 500_000)
    await admin.query(`
      BEGIN; SET LOCAL event_store.maintenance = 'on';
      INSERT INTO event_store.events (position, stream_id, revision, created, event_id, schema_version, tenant, stream, type, data, metadata)
      SELECT n, n % ${people} + 1, n / ${people}, now(), gen_random_uuid(), 1, '${tenant}', 'account-' || account,
        CASE WHEN n < ${people} THEN 'AccountOpened' ELSE 'AmountPaid' END,
        convert_to(CASE WHEN n < ${people} THEN format('{"accountId":"%s","note":"a note","ownerId":"%s"}', account, account)
          ELSE format('{"accountId":"%s","amount":%s,"to":[]}', account, n % 7) END, 'UTF8'),
        convert_to(format('{"actor":{"person":"p","role":"r"},"basis":[],"causationId":"c","commandId":"c","correlationId":"c","id":"i","occurredAt":"2026-01-01T00:00:00.000Z",' ||
          '"recordedAt":"2026-01-01T00:00:00.000Z","schemaVersion":1,"subjects":[],"tenant":"${tenant}","type":"T","padding":"%s"}', repeat('x', 150)), 'UTF8')
      FROM (SELECT n, ${account} AS account FROM generate_series(${first}::bigint, ${Math.min(first + 500_000, total) - 1}::bigint) n) numbered;
      COMMIT`);
  await admin.query('ANALYZE event_store.events');
  await admin.end();
}

const compiled = (path: string) => JSON.stringify(fileURLToPath(new URL(path, import.meta.url)).replace('/src/', '/dist/'));

/** Runs it in a process of its own, so that its memory is its own; gives what it says, and its MB: after the first tenth, and at most. */
async function apart<T>(work: string): Promise<T & { tenth: number; most: number; seconds: number }> {
  const script = `
    const { openPostgresEventStore } = await import(${compiled('../../event-store/src/index.js')});
    const { openReadSide, rebuild } = await import(${compiled('./index.js')});
    const { accounts, tenant } = await import(${compiled('./fixtures/world.js')});
    const store = await openPostgresEventStore({ url: ${JSON.stringify(database.url)}, deadline: 60_000 });
    const memory = { tenth: 0, most: 0 };
    const sample = (done) => {
      const now = Math.round(process.memoryUsage().rss / 1e6);
      memory.most = Math.max(memory.most, now);
      if (done <= ${total / 10}) memory.tenth = memory.most;
    };
    const began = performance.now();
    const said = await (async () => { ${work} })();
    console.log(JSON.stringify({ ...said, ...memory, seconds: (performance.now() - began) / 1000 }));
    await store.close();`;
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', script], {
    cwd: fileURLToPath(new URL('..', import.meta.url)),
  });
  return JSON.parse(stdout.trimEnd().split('\n').at(-1)!) as T & { tenth: number; most: number; seconds: number };
}

const rate = (seconds: number) => Math.round(total / seconds / 1000);

it(
  `failure 21: a rebuild of ${total.toLocaleString('en')} events takes less than 300 MB, and no more at the end than at the beginning`,
  async () => {
    const { position, tenth, most, seconds } = await apart<{ position: string }>(`
      const side = openReadSide({ store, url: ${JSON.stringify(database.url)}, service: 'bank' });
      const sampling = setInterval(() => sample(0), 20);
      const { position } = await rebuild(side, accounts, { onProgress: ({ position }) => { clearInterval(sampling); sample(Number(position)); } });
      await side.close();
      return { position };`);
    console.info(`${total.toLocaleString('en')} events rebuilt at ${rate(seconds)}k a second; ${tenth} MB after the first tenth, at most ${most} MB`);
    expect(position).toBe(String(total - 1));
    expect(most).toBeLessThan(300);
    expect(most - tenth).toBeLessThan(80);
  },
  patience,
);

it(
  `failure 21: a slow reader keeps two pages of ${total.toLocaleString('en')} events, not all that waits for it`,
  async () => {
    const { seen, kept, tenth, most } = await apart<{ seen: number; kept: number }>(`
      const stop = new AbortController();
      let [seen, read, used, kept] = [0, 0, 0, 0];
      const readAll = async (...asked) => {
        const page = await store.readAll(...asked);
        kept = Math.max(kept, ++read - used);
        return page;
      };
      for await (const page of Object.assign(Object.create(store), { readAll }).subscribe(-1n, { limit: 2000, signal: stop.signal })) {
        await new Promise((resolve) => setTimeout(resolve, 20));
        seen += page.events.length;
        used++;
        sample(seen);
        if (seen >= ${slowly}) stop.abort();
      }
      return { seen, kept };`);
    console.info(`${slowly.toLocaleString('en')} events read by a slow reader: ${tenth} MB after the first tenth, at most ${most} MB`);
    expect(seen).toBeGreaterThanOrEqual(slowly);
    expect(kept).toBe(2);
    expect(most).toBeLessThan(300);
    expect(most - tenth).toBeLessThan(80);
  },
  patience,
);

it(
  `failure 24: a category of which ${total.toLocaleString('en')} events hold none is looked for once`,
  async () => {
    let [position, looks] = [START, 0];
    for (let atHead = false; !atHead; looks++) {
      const page = await store.readAll(position, { categories: ['nobody'] });
      expect(page.events).toEqual([]);
      expect(page.position).toBeGreaterThan(position);
      ({ position, atHead } = page);
    }
    expect(position).toBe(await store.head());
    // Each look is bounded; whoever begins again at the position that it was given looks at nothing.
    expect(looks).toBe(Math.ceil(total / 10_000));
    expect(await store.readAll(position, { categories: ['nobody'] })).toEqual({ events: [], position, atHead: true });
  },
  patience,
);
