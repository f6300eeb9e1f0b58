import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { connect } from 'node:net';
import { jest } from '@jest/globals';
import { testDatabase, type TestDatabase } from '@cairn/testing';
import { spawnKurrentDbDouble } from '@cairn/testing/kurrentdb-double';
import pg from 'pg';
import request from 'supertest';
import { cableTo } from './fixtures/cable.js';
import { startGarden } from './fixtures/start-garden.js';
import { drainOnSignals } from './start-service.js';

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.drop());

const beds = '/api/garden/beds';
const refused = (url: string) =>
  new Promise<boolean>((answer) => {
    const socket = connect(Number(new URL(url).port), '127.0.0.1');
    socket.once('connect', () => (socket.destroy(), answer(false))).once('error', () => answer(true));
  });

it('finishes the requests that are here before it lets go of anything', async () => {
  const garden = await startGarden(database.url);
  const other = await startGarden(database.url);
  await other.get('ana', beds); // warm, so that what follows fits into the two seconds that the request waits
  const next = String((await garden.head()) + 1n);
  const arrived = once(garden.app.getHttpServer(), 'request');
  const waiting = garden.get('ana', beds, { 'cairn-position': next });
  await arrived;
  const closed = garden.close();
  while (!(await refused(garden.url)));
  await other.post('ana', beds, { name: 'Herbs', places: 2 });
  expect((await waiting).body).toEqual([expect.objectContaining({ name: 'Herbs' })]);
  await closed;
  await other.close();
});

it('drains and ends the process when it is asked to', async () => {
  const garden = await startGarden(database.url);
  const exit = jest.spyOn(process, 'exit').mockImplementation((() => undefined) as never);
  try {
    const ended = new Promise((resolve) => exit.mockImplementation(((code: number) => resolve(code)) as never));
    drainOnSignals(garden);
    process.emit('SIGTERM');
    expect(await ended).toBe(0);
    expect(await refused(garden.url)).toBe(true);
  } finally {
    exit.mockRestore();
    process.removeAllListeners('SIGINT');
  }
});

describe('when what it stands on is away', () => {
  let readSide: TestDatabase;
  beforeAll(async () => {
    readSide = await testDatabase();
  });
  afterAll(() => readSide.drop());

  it('failure 13: the store, when commands say so and do nothing, and reads go on', async () => {
    const store = await cableTo(database.url);
    const garden = await startGarden(readSide.url, { eventStoreUrl: store.url });
    try {
      await store.cut();
      const answer = await garden.post('ana', beds, { name: 'Herbs', places: 2 });
      expect([answer.status, answer.body.code, answer.headers['retry-after']]).toEqual([503, 'STORE_UNAVAILABLE', '1']);
      const ready = await request(garden.url).get('/health/ready');
      expect([ready.status, ready.body.status, ready.body.store]).toEqual([503, 'unavailable', 'unavailable']);
      await request(garden.url).get('/health/live').expect(200);
      expect((await garden.get('ana', beds)).status).toBe(200);
    } finally {
      await garden.close();
    }
  });

  it('failure 13: the read side, when reads say so, and commands go on', async () => {
    const cable = await cableTo(readSide.url);
    const garden = await startGarden(cable.url, { eventStoreUrl: database.url });
    try {
      await cable.cut();
      const answer = await garden.get('ana', beds);
      expect([answer.status, answer.body.code]).toEqual([503, 'DATABASE_UNAVAILABLE']);
      expect((await garden.post('ana', beds, { name: 'Herbs', places: 2 })).status).toBe(201);
      expect((await request(garden.url).get('/health/ready')).status).toBe(503);
    } finally {
      await garden.close();
    }
  });

  it('failure 9: the answer to an append: a command with its key can be sent again; of one without, nobody says so', async () => {
    const store = await cableTo(database.url);
    const garden = await startGarden(readSide.url, { eventStoreUrl: store.url });
    const name = `Herbs ${randomUUID()}`;
    const dig = (headers = {}) => garden.post('ana', beds, { name, places: 2 }, headers);
    const recorded = async () => {
      const { rows } = await admin.query(`SELECT FROM event_store.events WHERE position(convert_to($1, 'UTF8') IN data) > 0`, [name]);
      return rows.length;
    };
    const admin = new pg.Client({ connectionString: database.url });
    await admin.connect();
    try {
      store.deafens = /event_store\.append/;
      const keyless = await dig();
      expect([keyless.status, keyless.body.code, keyless.body.detail]).toEqual([503, 'STORE_UNAVAILABLE', expect.stringMatching(/not known .* look before/)]);
      const key = { 'idempotency-key': randomUUID() };
      const keyed = await dig(key);
      expect([keyed.status, keyed.body.code, keyed.body.detail]).toEqual([503, 'STORE_UNAVAILABLE', expect.stringMatching(/same request again is safe$/)]);
      expect(await recorded()).toBe(2);
      store.deafens = undefined;
      expect((await dig(key)).status).toBe(201);
      expect(await recorded()).toBe(2);
      // The calls that nobody answered hold their connections until they are given up, longer than a command waits.
      const later = { 'idempotency-key': randomUUID() };
      while ((await dig(later)).status !== 201);
      expect(await recorded()).toBe(3);
    } finally {
      await admin.end();
      await garden.close();
      await store.cut();
    }
  });

  it('failure 15: the read side, silent: the probe says so within its patience, and goes on when it is back', async () => {
    const cable = await cableTo(readSide.url);
    const garden = await startGarden(cable.url, { eventStoreUrl: database.url });
    const ready = () => request(garden.url).get('/health/ready');
    try {
      cable.deafens = /(?:)/;
      const started = performance.now();
      const [health, metrics] = await Promise.all([ready(), request(garden.url).get('/metrics')]);
      expect(performance.now() - started).toBeLessThan(10_000);
      expect([health.status, health.body]).toEqual([503, { status: 'unavailable', store: 'ok', readModels: { garden: 'unavailable' } }]);
      expect([metrics.status, metrics.text.includes('cairn_http_request')]).toEqual([200, true]);
      cable.deafens = undefined;
      await cable.cut();
      await cable.plugIn();
      while ((await ready()).status !== 200);
    } finally {
      await garden.close();
      await cable.cut();
    }
  });

  /** Seconds for which the store stays away. */
  const away = process.env['CAIRN_LONG'] ? 30 : 1;

  /** Stores that are not there yet. */
  const absent = {
    PostgreSQL: async () => {
      const stored = await testDatabase();
      const cable = await cableTo(stored.url);
      await cable.cut();
      const end = async () => {
        await cable.cut().catch(() => undefined);
        await stored.drop();
      };
      return { url: cable.url, come: cable.plugIn, end };
    },
    KurrentDB: async () => {
      const double = await spawnKurrentDbDouble();
      await double.kill();
      return { url: double.url, come: double.restart, end: double.stop };
    },
  };

  it.each(Object.entries(absent))(
    'failure 13: the store at start-up (%s): the service lives, says that it is not ready, and recovers without being started again',
    async (_, newStore) => {
      const [store, readModels] = await Promise.all([newStore(), testDatabase()]);
      const garden = await startGarden(readModels.url, { eventStoreUrl: store.url, ready: false });
      const ready = () => request(garden.url).get('/health/ready');
      try {
        for (const until = Date.now() + away * 1000; Date.now() < until;) {
          await request(garden.url).get('/health/live').expect(200);
          expect((await ready()).body).toMatchObject({ status: 'unavailable', store: 'unavailable' });
          const answer = await garden.post('ana', beds, { name: 'Herbs', places: 2 });
          expect([answer.status, answer.body.code]).toEqual([503, 'STORE_UNAVAILABLE']);
          expect((await garden.get('ana', beds)).status).toBe(503);
        }
        await store.come();
        while ((await ready()).status !== 200);
        expect((await garden.post('ana', beds, { name: 'Herbs', places: 2 })).status).toBe(201);
      } finally {
        await garden.close();
        await store.end();
        await readModels.drop();
      }
    },
    away * 1000 + 90_000,
  );
});
