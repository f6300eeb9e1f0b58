import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { spawnKurrentDbDouble, type Fault, type KurrentDbDoubleProcess } from '../../../testing/src/kurrentdb-double/index.js';
import { allAfter, newEvents, newStream, newTenant } from '../contract/fixtures.js';
import { START, StoreUnavailable, type Append, type EventStore, type StoredEvent } from '../port.js';
import { openKurrentDbEventStore } from './kurrentdb-event-store.js';

/** Short, so that the tests are; long enough for a busy machine to answer in. */
const deadline = 1500;
const tenant = newTenant();

let folder: string;
let double: KurrentDbDoubleProcess;
let store: EventStore;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'kurrentdb-double-'));
  double = await spawnKurrentDbDouble({ dataFile: join(folder, 'log'), firstPosition: 2n ** 60n + 1n });
  store = await openKurrentDbEventStore({ url: double.url, deadline });
});
afterEach(() => double.behave());
afterAll(async () => {
  await store.close();
  await double.stop();
  rmSync(folder, { recursive: true });
});

const newAppend = (events: Append['events'] = newEvents(2)): Append => ({ tenant, stream: newStream(), expected: 'no-stream', events });
const idsIn = async (stream: string) => (await store.readStream(tenant, stream)).events.map(({ id }) => id);
const idsOf = ({ events }: Append) => events.map(({ id }) => id);

/** Milliseconds until it is refused as unavailable. */
async function unavailableAfter(action: Promise<unknown>): Promise<number> {
  const began = performance.now();
  await expect(action).rejects.toBeInstanceOf(StoreUnavailable);
  return performance.now() - began;
}

/** As callers do: the same again, until the store answers. */
async function persistently<T>(action: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await action();
    } catch (error) {
      if (!(error instanceof StoreUnavailable)) throw error;
      await pause(50);
    }
  }
}

describe('failure 9 (KurrentDB): an answer is lost', () => {
  it.each<Fault>(['lose-append-reply', 'reset-before-append', 'reset-after-append', 'append-not-leader', 'append-busy', 'append-timeout'])(
    'stores one copy and tells where it is after %s',
    async (fault) => {
      const append = newAppend();
      await double.misbehave(fault);
      const { position } = await store.append(append);
      const { events } = await store.readStream(tenant, append.stream);
      expect(events.map(({ id }) => id)).toEqual(idsOf(append));
      expect(events.at(-1)!.position).toBe(position);
    },
  );

  it.each<Fault>(['duplicate-append-reply', 'stray-append-reply'])('is not misled by %s', async (fault) => {
    const appends = [newAppend(), newAppend(), newAppend()];
    await double.misbehave(fault, 3);
    const outcomes = await Promise.all(appends.map((append) => store.append(append)));
    expect(outcomes.map(({ revision }) => revision)).toEqual([1n, 1n, 1n]);
    expect(await Promise.all(appends.map(({ stream }) => idsIn(stream)))).toEqual(appends.map(idsOf));
  });

  it('finds the position of an append that was stored but not yet indexed', async () => {
    const append = newAppend();
    const first = await store.append(append);
    await double.misbehave('append-without-position');
    expect(await store.append(append)).toEqual({ ...first, idempotent: true });
  });

  it('reads the current revision where a conflict does not tell it', async () => {
    const append = newAppend();
    await store.append(append);
    await double.misbehave('wrong-version-without-current');
    await expect(store.append({ ...append, events: newEvents(1) })).rejects.toMatchObject({ name: 'WrongExpectedRevision', current: 1n });
  });
});

describe('failure 13 (KurrentDB): the store is down', () => {
  it('says so at start-up, at once, and opens when it is up', async () => {
    const late = await spawnKurrentDbDouble();
    await late.kill();
    expect(await unavailableAfter(openKurrentDbEventStore({ url: late.url, deadline }))).toBeLessThan(6_000);
    await late.restart();
    const opened = await openKurrentDbEventStore({ url: late.url, deadline });
    expect(await opened.head()).toBe(START);
    await opened.close();
    await late.stop();
  });

  it('says so while it lasts, and goes on afterwards without being opened again', async () => {
    const append = newAppend();
    await double.kill();
    expect(await unavailableAfter(store.append(append))).toBeLessThan(3 * deadline);
    expect(await unavailableAfter(store.readStream(tenant, append.stream))).toBeLessThan(3 * deadline);
    expect(await unavailableAfter(store.head())).toBeLessThan(3 * deadline);
    await double.restart();
    expect(await persistently(() => store.append(append))).toMatchObject({ revision: 1n });
    expect(await idsIn(append.stream)).toEqual(idsOf(append));
  });

  it('gives one identity to those who open it first, together', async () => {
    const fresh = await spawnKurrentDbDouble();
    const stores = await Promise.all([1, 2, 3].map(() => openKurrentDbEventStore({ url: fresh.url })));
    const identities = await Promise.all(stores.map((opened) => opened.identity()));
    expect(new Set(identities.map(({ storeId }) => storeId)).size).toBe(1);
    expect(await stores[0]!.readAll(START)).toEqual({ events: [], position: START, atHead: true });
    await Promise.all(stores.map((opened) => opened.close()));
    await fresh.stop();
  });
});

describe('failure 14 (KurrentDB): the store dies in the middle', () => {
  it('of appends: all that was acknowledged is there, and repeating the rest stores each once', async () => {
    const start = await store.head();
    const appends = Array.from({ length: 300 }, () => newAppend(newEvents(1)));
    const acknowledged = new Set<string>();
    let killed: Promise<void> | undefined;
    await Promise.all(
      appends.map(async (append) => {
        try {
          await store.append(append);
          acknowledged.add(append.stream);
          if (acknowledged.size === 50) killed = double.kill();
        } catch (error) {
          expect(error).toBeInstanceOf(StoreUnavailable);
        }
      }),
    );
    await killed;
    await double.restart();
    const outcomes = await Promise.all(appends.map((append) => persistently(() => store.append(append))));
    expect(outcomes.every(({ revision }) => revision === 0n)).toBe(true);
    const { events } = await allAfter(store, start);
    expect(events.map(({ id }) => id).sort()).toEqual(appends.flatMap(idsOf).sort());
    console.info(`killed after ${acknowledged.size} of 300 appends; none of them lost, all 300 stored once`);
  });

  it('of a subscription: the follower is told, and from its own position misses nothing', async () => {
    const start = await store.head();
    const seen: StoredEvent[] = [];
    let [position, losses] = [start, 0];
    const stop = new AbortController();
    const follow = async () => {
      while (!stop.signal.aborted)
        try {
          for await (const page of store.subscribe(position, { signal: stop.signal, limit: 20 })) {
            seen.push(...page.events);
            position = page.position;
          }
        } catch (error) {
          expect(error).toBeInstanceOf(StoreUnavailable);
          losses++;
          await pause(50);
        }
    };
    const following = follow();
    for (const last of [false, true]) {
      for (let i = 0; i < 30; i++) await persistently(() => store.append(newAppend()));
      if (!last) await double.restart();
    }
    while (seen.length < 120) await pause(20);
    // It is woken up again, and not only polling.
    while ((await double.report()).openSubscriptions === 0) await pause(20);
    stop.abort();
    await following;
    expect(losses).toBeGreaterThan(0);
    expect(seen.map((event) => event.position)).toEqual((await allAfter(store, start)).events.map((event) => event.position));
  });

  it.each<Fault>(['break-read', 'read-not-leader', 'swallow-read'])('of a read (%s): no hang, and the next one answers', async (fault) => {
    const append = newAppend();
    await store.append(append);
    await double.misbehave(fault);
    expect(await unavailableAfter(store.readStream(tenant, append.stream))).toBeLessThan(2 * deadline);
    expect(await persistently(() => idsIn(append.stream))).toEqual(idsOf(append));
  });

  it('and the process that appended lives on, with 200 appends under way', async () => {
    const script = `
      const { openKurrentDbEventStore } = await import(${JSON.stringify(compiled('./kurrentdb-event-store.js'))});
      const { spawnKurrentDbDouble } = await import(${JSON.stringify(compiled('../../../testing/src/kurrentdb-double/index.js'))});
      const { randomUUID } = await import('node:crypto');
      const double = await spawnKurrentDbDouble();
      const store = await openKurrentDbEventStore({ url: double.url });
      const append = () => {
        const id = randomUUID();
        const events = [{ id, type: 'StepTaken', schemaVersion: 1, data: { text: 'x'.repeat(100_000) }, metadata: { schemaVersion: 1 } }];
        return store.append({ tenant: 'walkers', stream: 'walk-' + id, expected: 'no-stream', events }).then(() => 'stored', (error) => error.name);
      };
      const outcomes = Promise.all(Array.from({ length: 200 }, append));
      setTimeout(() => double.kill(), 100);
      console.log(JSON.stringify([...new Set(await outcomes)].sort()));
      await store.close();`;
    const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', script]);
    expect(JSON.parse(stdout)).toContain('StoreUnavailable');
  });

  it('or asks its clients to go away: they come again', async () => {
    const append = () => persistently(() => store.append(newAppend(newEvents(1))));
    await append();
    const { calls } = await double.report();
    await double.goAway();
    while ((await double.report()).calls['BatchAppend'] === calls['BatchAppend']) await append();
    expect(await append()).toMatchObject({ revision: 0n });
  });
});

describe('failure 15 (KurrentDB): a server that is slow to send', () => {
  it('is not taken for one that is silent: what takes longer than the deadline comes whole', async () => {
    const append = newAppend(newEvents(100));
    await store.append(append);
    await double.misbehave('slow-read', 100);
    const began = performance.now();
    expect(await idsIn(append.stream)).toEqual(idsOf(append));
    expect(performance.now() - began).toBeGreaterThan(deadline);
  });
});

describe('failure 15 (KurrentDB): the store accepts and never answers', () => {
  it('asks again after our own deadline, with the same ids', async () => {
    const append = newAppend();
    await double.misbehave('swallow-append');
    const began = performance.now();
    expect(await store.append(append)).toMatchObject({ revision: 1n, idempotent: false });
    expect(performance.now() - began).toBeGreaterThanOrEqual(deadline - 1);
    expect(await idsIn(append.stream)).toEqual(idsOf(append));
  });

  it('gives up after the second time; what is repeated later is stored once', async () => {
    const append = newAppend();
    await double.misbehave('swallow-append', 2);
    expect(await unavailableAfter(store.append(append))).toBeLessThan(2 * deadline + 1000);
    expect(await store.append(append)).toMatchObject({ revision: 1n });
    expect(await idsIn(append.stream)).toEqual(idsOf(append));
  });

  it('lets nobody wait longer for a machine that hangs, and finds what it stored when it woke up', async () => {
    const append = newAppend();
    double.freeze();
    try {
      const waits = await Promise.all(
        [...Array.from({ length: 40 }, () => store.append(newAppend())), store.append(append), store.head()].map(unavailableAfter),
      );
      expect(Math.max(...waits)).toBeLessThan(3 * deadline + 1000);
    } finally {
      double.thaw();
    }
    await persistently(() => store.append(append));
    expect(await idsIn(append.stream)).toEqual(idsOf(append));
  });
});

function compiled(path: string): string {
  return fileURLToPath(new URL(path, import.meta.url)).replace('/src/', '/dist/');
}
