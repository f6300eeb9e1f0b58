import fc from 'fast-check';
import { spawnKurrentDbDouble, type KurrentDbDoubleProcess } from '../../../testing/src/kurrentdb-double/index.js';
import { canonicalJson } from '../canonical.js';
import { eventStoreContract } from '../contract.js';
import { allAfter, newEvent, newEvents, newStream, newTenant } from '../contract/fixtures.js';
import { START, type EventStore } from '../port.js';
import { openEventStore, raiseEpoch } from '../open.js';
import { openKurrentDbEventStore } from './kurrentdb-event-store.js';
import { wireName } from './stream-name.js';

const real = process.env['KURRENTDB_URL'];

describe('on the protocol double', () => {
  let double: KurrentDbDoubleProcess;
  let store: EventStore;
  // Positions that a JavaScript number cannot hold: whatever passes one through a number fails here.
  beforeAll(async () => {
    double = await spawnKurrentDbDouble({ firstPosition: 2n ** 60n + 1n });
    store = await openKurrentDbEventStore({ url: double.url });
  });
  afterAll(async () => {
    await store.close();
    await double.stop();
  });

  eventStoreContract('KurrentDB', async () => {
    const opened = await openKurrentDbEventStore({ url: double.url });
    return { store: opened, close: () => opened.close() };
  });

  it('gives back the canonical bytes of any JSON, though the client parses and writes it on the way', () =>
    fc.assert(
      fc.asyncProperty(
        fc.array(fc.dictionary(fc.string(), fc.jsonValue(), { maxKeys: 5 }).filter(isStorable), { minLength: 1, maxLength: 30 }),
        async (values) => {
          const [tenant, stream] = [newTenant(), newStream()];
          await store.append({ tenant, stream, expected: 'no-stream', events: values.map((value) => newEvent(value)) });
          const { events } = await store.readStream(tenant, stream);
          expect(events.map(({ data }) => data)).toEqual(values.map((value) => canonicalJson(value, 'data')));
        },
      ),
      { numRuns: 20, examples: [[[JSON.parse('{"9":1,"10":2,"__proto__":{"b":1,"a":2},"":0.1}') as Record<string, fc.JsonValue>]]] },
    ));

  it.each(['Ämter', 'a.b', 'UPPER', '-first', 'x'.repeat(64)])('refuses the tenant %s, which cannot be part of a stream name', async (tenant) => {
    const append = store.append({ tenant, stream: newStream(), expected: 'any', events: newEvents(1) });
    await expect(append).rejects.toMatchObject({ name: 'InvalidAppend', code: 'BAD_TENANT' });
  });

  it('begins a new epoch when an operator says so, and is still the same store', async () => {
    const fresh = await spawnKurrentDbDouble();
    const opened = await openKurrentDbEventStore({ url: fresh.url });
    const before = await opened.identity();
    expect(before).toMatchObject({ epoch: 1, began: [] });
    const raised = await raiseEpoch(fresh.url);
    expect(raised).toEqual({ ...before, epoch: 2, began: [await opened.head()] });
    const again = await raiseEpoch(fresh.url);
    expect(again).toEqual({ ...before, epoch: 3, began: [...raised.began, await opened.head()] });
    expect(await opened.identity()).toEqual(again);
    expect((await opened.readAll(START)).events).toEqual([]);
    await opened.close();
    await fresh.stop();
  });

  it('shows nothing of the system, of others, and of its own identity', async () => {
    const fresh = await spawnKurrentDbDouble();
    const opened = await openKurrentDbEventStore({ url: fresh.url });
    expect(await opened.head()).toBe(START);
    expect(await opened.readAll(START)).toEqual({ events: [], position: START, atHead: true });
    const { KurrentDBClient, jsonEvent } = await import('@kurrent/kurrentdb-client');
    const other = KurrentDBClient.connectionString(fresh.url);
    for (const stream of ['$stats-127.0.0.1:2113', 'walk-', 'walk-nobody', 'orders'])
      await other.appendToStream(stream, jsonEvent({ type: 'Other', data: {} }));
    await other.dispose();
    const [event] = newEvents(1);
    await opened.append({ tenant: 'walkers', stream: newStream(), expected: 'no-stream', events: [event!] });
    const page = await opened.readAll(START, { limit: 50 });
    expect(page.events.map(({ id }) => id)).toEqual([event!.id]);
    expect(page).toMatchObject({ position: await opened.head(), atHead: true });
    expect((await opened.readAll(START, { limit: 50, categories: ['walk'] })).events).toEqual(page.events);
    await opened.close();
    await fresh.stop();
  });

  it('passes over what others have put into a stream of ours, and knows where the stream is', async () => {
    const { KurrentDBClient, jsonEvent, binaryEvent } = await import('@kurrent/kurrentdb-client');
    const [tenant, stream, start] = [newTenant(), newStream(), await store.head()];
    const [first, second] = newEvents(2);
    await store.append({ tenant, stream, expected: 'no-stream', events: [first!] });
    const other = KurrentDBClient.connectionString(double.url);
    const name = wireName({ tenant, stream });
    await other.appendToStream(name, [
      jsonEvent({ type: 'Other', data: {} }),
      jsonEvent({ type: 'Other', data: {}, metadata: { schemaVersion: 'first' } }),
      binaryEvent({ type: 'Other', data: Buffer.from([0, 1]), metadata: Buffer.from('{"schemaVersion":1}') }),
    ]);
    await other.dispose();
    expect(await store.readStream(tenant, stream)).toMatchObject({ events: [{ id: first!.id }], lastRevision: 3n });
    expect(await store.append({ tenant, stream, expected: 3n, events: [second!] })).toMatchObject({ revision: 4n });
    expect((await allAfter(store, start)).events.map(({ id }) => id)).toEqual([first!.id, second!.id]);
  });

  it('stores an id again that the stream holds before the expected revision: KurrentDB does not look there', async () => {
    const [tenant, stream] = [newTenant(), newStream()];
    const [first, second] = newEvents(2);
    await store.append({ tenant, stream, expected: 'no-stream', events: [first!, second!] });
    expect(await store.append({ tenant, stream, expected: 1n, events: [first!] })).toMatchObject({ revision: 2n });
    expect((await store.readStream(tenant, stream)).events.map(({ id }) => id)).toEqual([first!.id, second!.id, first!.id]);
  });

  it('finishes what was asked before it closes, and refuses what is asked after', async () => {
    const closing = await openKurrentDbEventStore({ url: double.url });
    const append = () => closing.append({ tenant: 'walkers', stream: newStream(), expected: 'any', events: newEvents(1) });
    const appends = Array.from({ length: 40 }, append);
    await Promise.all([closing.close(), closing.close()]);
    expect((await Promise.allSettled(appends)).map(({ status }) => status)).toEqual(appends.map(() => 'fulfilled'));
    await expect(append()).rejects.toThrow('closed');
    await expect(closing.head()).rejects.toThrow('closed');
  });

  it('takes every scheme of a KurrentDB, and keeps a bad connection string to itself', async () => {
    for (const scheme of ['kurrent', 'kdb', 'esdb', 'kurrentdb+discover']) {
      const opened = await openEventStore(double.url.replace('kurrentdb', scheme));
      expect(await opened.identity()).toEqual(await store.identity());
      await opened.close();
    }
    const refused = await openKurrentDbEventStore({ url: 'kurrentdb://admin:secret@?' }).catch((error: unknown) => String(error));
    expect(refused).toMatch(/connection string/);
    expect(refused).not.toMatch(/secret/);
  });
});

if (real)
  eventStoreContract('KurrentDB, a real one,', async () => {
    const store = await openKurrentDbEventStore({ url: real });
    return { store, close: () => store.close() };
  });
else console.info('the contract was not run on a real KurrentDB: KURRENTDB_URL names none');

function isStorable(value: object): boolean {
  try {
    canonicalJson(value, 'data');
    return true;
  } catch {
    return false;
  }
}
