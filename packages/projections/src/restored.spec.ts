import { execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openPostgresEventStore, StoreUnavailable, type EventStore } from '@cairn/event-store';
import { startLocalPostgres, type LocalPostgres } from '@cairn/local-postgres';
import { testDatabase, type TestDatabase } from '@cairn/testing';
import { accounts, append, eventually, opened, paid, projector, service, tenant } from './fixtures/world.js';
import { acceptStore } from './operate.js';
import { verify } from './verify.js';

/** The store has a PostgreSQL of its own here, which is stopped, copied and killed; the read models are elsewhere. */
const home = mkdtempSync(join(tmpdir(), 'cairn-restored-'));
// The server may not be allowed into a folder of its owner alone.
chmodSync(home, 0o755);
const place = join(home, 'store');
const fast = { fsync: 'off' };
let readSide: TestDatabase;
let running: LocalPostgres[] = [];

const start = async (directory: string, settings: Readonly<Record<string, string>> = {}) => {
  const server = await startLocalPostgres(directory, { ...fast, ...settings });
  running.push(server);
  return server;
};
const stop = async (server: LocalPostgres) => {
  running = running.filter((each) => each !== server);
  await server.stop();
};

beforeAll(async () => void (readSide = await testDatabase()));
afterAll(async () => {
  for (const server of running) await server.stopImmediately();
  await readSide.drop();
  rmSync(home, { recursive: true, force: true });
});

it('failure 16: a cold copy of the data directory that is older than the read models halts them, until an operator accepts it', async () => {
  const id = randomUUID();
  let server = await start(place);
  let store = await openPostgresEventStore({ url: server.url });
  await append(store, id, [opened(id), paid(id, 1)]);
  await store.close();
  await stop(server);
  execFileSync('cp', ['-a', place, `${place}-copy`]);

  server = await start(place);
  store = await openPostgresEventStore({ url: server.url });
  const lost = await append(store, id, [paid(id, 10)]);
  const before = projector(store, readSide.url, { readModels: [accounts] });
  await before.waitFor(service, lost, 30_000);
  await before.stop();
  await store.close();
  await stop(server);

  server = await start(`${place}-copy`);
  store = await openPostgresEventStore({ url: server.url });
  const after = projector(store, readSide.url, { readModels: [accounts] });
  await eventually(async () => (await after.status())[0]!.state === 'halted', 30_000);
  expect((await after.status())[0]!.instruction).toMatch(/accounts@1 has read up to position 2, but this store ended at 1.*accept this store/);
  // What comes now takes the place of what was lost, and is not taken for it.
  const next = await append(store, id, [paid(id, 100)]);
  await expect(after.waitFor(service, next + 1n, 300)).rejects.toThrow('have not reached');
  expect(await after.rows(service, accounts).in(tenant).get(id)).toMatchObject({ paid: 11 });

  await acceptStore(after.side(service), { readModels: [accounts], processes: [] });
  await eventually(async () => (await after.rows(service, accounts).in(tenant).get(id))?.paid === 101, 30_000);
  expect(await verify(after.side(service), accounts)).toMatchObject({ identical: true });
  await after.stop();
  await store.close();
  await stop(server);
}, 120_000);

it('failure 14: a PostgreSQL that is stopped at once under appends: what was acknowledged is there, and reading goes on by itself', async () => {
  const ids = Array.from({ length: 8 }, () => randomUUID());
  let server = await start(join(home, 'stopped'));
  const store = await openPostgresEventStore({ url: server.url });
  const reading = projector(store, readSide.url, { readModels: [accounts], name: 'bank_stopped' });
  const acknowledged = new Map<string, number>();
  let writing = true;
  const write = async (id: string) => {
    await append(store, id, [opened(id)]);
    while (writing) {
      await pay(store, id);
      acknowledged.set(id, (acknowledged.get(id) ?? 0) + 1);
    }
  };
  const writers = ids.map(write);
  for (let stops = 0; stops < 2; stops++) {
    const sum = () => [...acknowledged.values()].reduce((a, b) => a + b, 0);
    const wanted = sum() + 50;
    await eventually(() => sum() >= wanted, 60_000);
    running = running.filter((each) => each !== server);
    await server.stopImmediately();
    server = await start(join(home, 'stopped'), { port: String(server.port) });
  }
  writing = false;
  await Promise.all(writers);
  await reading.waitFor('bank_stopped', await store.head(), 60_000);
  for (const id of ids) expect(await reading.rows('bank_stopped', accounts).in(tenant).get(id)).toMatchObject({ payments: acknowledged.get(id) });
  await reading.stop();
  await store.close();
}, 180_000);

/** Pays one, once: an append whose outcome is unknown is sent again, as it was. */
async function pay(store: EventStore, id: string): Promise<void> {
  const event = paid(id, 1);
  const eventId = randomUUID();
  const metadata = {
    ...{ id: eventId, type: event.type, schemaVersion: 1, tenant, subjects: [], actor: { person: 'person-1', role: 'practitioner' }, basis: [] },
    ...{ occurredAt: '2026-01-01T00:00:00.000Z', recordedAt: '2026-01-01T00:00:00.000Z', correlationId: eventId, causationId: eventId, commandId: eventId },
  };
  const events = [{ id: eventId, type: event.type, schemaVersion: 1, data: event.data, metadata }];
  const { lastRevision } = await persistently(() => store.readStream(tenant, `account-${id}`, { limit: 1 }));
  await persistently(() => store.append({ tenant, stream: `account-${id}`, expected: lastRevision < 0n ? 'no-stream' : lastRevision, events }));
}

async function persistently<T>(action: () => Promise<T>): Promise<T> {
  for (;;)
    try {
      return await action();
    } catch (error) {
      if (!(error instanceof StoreUnavailable)) throw error;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
}
