import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { openLogFile, spawnKurrentDbDouble, type KurrentDbDoubleProcess } from '../../../testing/src/kurrentdb-double/index.js';
import { allAfter, newEvent, newEvents, newStream, newTenant } from '../contract/fixtures.js';
import { InvalidAppend, START, type AllPage, type Append, type EventStore } from '../port.js';
import { identityStream } from './founding.js';
import { openKurrentDbEventStore } from './kurrentdb-event-store.js';
import { wireName } from './stream-name.js';

const tenant = newTenant();

let folder: string;
let double: KurrentDbDoubleProcess;
let store: EventStore;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'kurrentdb-double-'));
  double = await spawnKurrentDbDouble({ firstPosition: 2n ** 60n + 1n });
  store = await openKurrentDbEventStore({ url: double.url });
});
afterAll(async () => {
  await store.close();
  await double.stop();
  rmSync(folder, { recursive: true });
});

const newAppend = (events: Append['events'] = newEvents(2)): Append => ({ tenant, stream: newStream(), expected: 'no-stream', events });

describe('failure 20 (KurrentDB): very large events', () => {
  it('takes an append that travels in several messages, and gives it back', async () => {
    const append = newAppend(Array.from({ length: 7 }, () => newEvent({ text: '€'.repeat(345_000) })));
    expect(await store.append(append)).toMatchObject({ revision: 6n });
    const { events } = await store.readStream(tenant, append.stream);
    expect(events.map(({ data }) => data)).toEqual(append.events.map(({ data }) => JSON.stringify(data)));
  });

  it('cuts a page of large events short, and goes on after it', async () => {
    const large = await filledDouble(12, 'x'.repeat(1_000_000));
    const page = await large.store.readAll(START);
    expect(page.events.length).toBeLessThan(12);
    expect(page.atHead).toBe(false);
    expect((await allAfter(large.store, START)).events).toHaveLength(12);
    await large.stop();
  });

  it('says what to configure where a server takes less than the port promises', async () => {
    const small = await spawnKurrentDbDouble({ appendBytes: 10_000 });
    const opened = await openKurrentDbEventStore({ url: small.url });
    const refusal = await opened.append(newAppend([newEvent({ text: 'x'.repeat(10_000) })])).catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(InvalidAppend);
    expect(refusal).toMatchObject({ code: 'APPEND_TOO_LARGE', message: expect.stringContaining('MaxAppendSize') });
    await opened.close();
    await small.stop();
  });
});

describe('failure 21, short (KurrentDB): a slow consumer', () => {
  const total = 16_000;

  it('keeps memory flat: the server waits', async () => {
    const full = await filledDouble(total, 'x'.repeat(2000));
    const { eventsSent } = await full.double.report();
    const pages = full.store.subscribe(START, { limit: 200, signal: new AbortController().signal })[Symbol.asyncIterator]();
    await pages.next();
    let [sent, previous] = [0, -1];
    for (; sent !== previous; sent = (await full.double.report()).eventsSent - eventsSent) {
      previous = sent;
      await pause(300);
    }
    await pages.return?.();
    // The page that is here, and the one that is read ahead.
    expect(sent).toBeLessThanOrEqual(2 * 202);

    const { seen, early, late } = await reader(full.double.url);
    console.info(`${seen} events, 32 MB, in pages of 200: ${early} MB of memory in the first quarter, ${late} MB after it`);
    expect(seen).toBe(total);
    expect(late - early).toBeLessThan(15);
    await full.stop();
  }, 90_000);

  /** Reads everything in a process of its own, and says how many MB that took at most. */
  async function reader(url: string) {
    const script = `
      const { openKurrentDbEventStore } = await import(${JSON.stringify(fileURLToPath(new URL('../../dist/kurrentdb/kurrentdb-event-store.js', import.meta.url)))});
      const store = await openKurrentDbEventStore({ url: ${JSON.stringify(url)} });
      const highest = { early: 0, late: 0 };
      let seen = 0;
      const stop = new AbortController();
      for await (const page of store.subscribe(-1n, { limit: 200, signal: stop.signal })) {
        const part = seen < ${total / 4} ? 'early' : 'late';
        highest[part] = Math.max(highest[part], Math.round(process.memoryUsage().rss / 1024 / 1024));
        seen += page.events.length;
        if (page.atHead) stop.abort();
      }
      console.log(JSON.stringify({ seen, ...highest }));
      await store.close();`;
    const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', script]);
    return JSON.parse(stdout) as { seen: number; early: number; late: number };
  }
});

describe('failure 22 (KurrentDB): events arrive while a subscription catches up', () => {
  it('never moves the position past an event that was not delivered', async () => {
    const start = await store.head();
    for (let i = 0; i < 40; i++) await store.append(newAppend(newEvents(5)));
    const busy = Promise.all(
      Array.from({ length: 8 }, async () => {
        for (let i = 0; i < 15; i++) await store.append(newAppend(newEvents(1)));
      }),
    );
    const pages: AllPage[] = [];
    const stop = new AbortController();
    const wanted = 40 * 5 + 8 * 15;
    for await (const page of store.subscribe(start, { limit: 9, signal: stop.signal })) {
      pages.push(page);
      if (pages.flatMap(({ events }) => events).length >= wanted) stop.abort();
    }
    await busy;
    let position = start;
    for (const page of pages) {
      expect(page.events.every((event) => event.position > position && event.position <= page.position)).toBe(true);
      position = page.position;
    }
    expect(pages.flatMap(({ events }) => events.map(({ id }) => id))).toEqual((await allAfter(store, start)).events.map(({ id }) => id));
  });
});

describe('failure 24 (KurrentDB): a filter that finds nothing', () => {
  it('moves the position past 50,000 events of others, and a restart does not look through them again', async () => {
    const full = await filledDouble(50_000, 'x');
    const page = await full.store.readAll(START, { categories: ['fly'] });
    expect(page).toEqual({ events: [], position: await full.store.head(), atHead: true });
    const { calls, eventsSent } = await full.double.report();
    expect(await full.store.readAll(page.position, { categories: ['fly'] })).toEqual(page);
    // The look at the head was all.
    expect(await full.double.report()).toMatchObject({ calls: { Read: calls['Read']! + 1 }, eventsSent: eventsSent + 1 });
    await full.stop();
  });
});

describe('failure 30 (KurrentDB): positions beyond 2^53', () => {
  it('are exact from the append to the page, as text, and as where to go on', async () => {
    const { position } = await store.append(newAppend());
    const next = await store.append(newAppend());
    expect(position).toBeGreaterThan(2n ** 60n);
    expect(BigInt(JSON.parse(JSON.stringify(String(position))) as string)).toBe(position);
    const page = await store.readAll(position);
    expect(page.events.map((event) => event.position)).toEqual([expect.any(BigInt), next.position]);
    expect(page.position).toBe(await store.head());
    expect((await store.readAll(next.position)).events).toEqual([]);
  });
});

/** A double that held so many events before anybody opened it, in streams of a thousand. */
async function filledDouble(count: number, text: string) {
  const dataFile = join(folder, randomUUID());
  const { log, close } = openLogFile(dataFile, 2n ** 60n);
  // Nothing of ours comes before the identity.
  log.append(identityStream, 'any', [proposed({ type: 'StoreFounded', data: { storeId: randomUUID(), epoch: 1 } })]);
  for (let left = count; left > 0; left -= 1000)
    log.append(
      wireName({ tenant, stream: newStream() }),
      'any',
      Array.from({ length: Math.min(left, 1000) }, () => proposed(newEvent({ text }))),
    );
  close();
  const filled = await spawnKurrentDbDouble({ dataFile });
  const opened = await openKurrentDbEventStore({ url: filled.url });
  const stop = async () => {
    await opened.close();
    await filled.stop();
  };
  return { double: filled, store: opened, stop };
}

const proposed = ({ type, data, metadata = {} }: { type: string; data: object; metadata?: object }) => ({
  ...{ id: randomUUID(), type, contentType: 'application/json' },
  ...{ data: Buffer.from(JSON.stringify(data)), metadata: Buffer.from(JSON.stringify(metadata)) },
});
