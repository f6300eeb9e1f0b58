import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { jest } from '@jest/globals';
import { testDatabase, type TestDatabase } from '@cairn/testing';
import { spawnKurrentDbDouble } from '@cairn/testing/kurrentdb-double';
import request from 'supertest';
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

/** The database behind a cable that can be cut, and plugged in again. */
async function severable(url: string): Promise<{ url: string; cut(): Promise<void>; plugIn(): Promise<void> }> {
  const target = new URL(url);
  const sockets = new Set<Socket>();
  let port = 0;
  const server = createServer((socket) => {
    const onward = connect(Number(target.port), target.hostname);
    for (const end of [socket, onward]) sockets.add(end.on('error', () => undefined));
    socket.pipe(onward).pipe(socket);
  });
  const plugIn = async () => {
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
  };
  await plugIn();
  ({ port } = server.address() as AddressInfo);
  const here = new URL(url);
  here.port = String(port);
  const cut = async () => {
    const closed = once(server, 'close');
    server.close();
    for (const socket of sockets) socket.destroy();
    await closed;
  };
  return { url: here.href, cut, plugIn };
}

describe('when what it stands on is away', () => {
  let readSide: TestDatabase;
  beforeAll(async () => {
    readSide = await testDatabase();
  });
  afterAll(() => readSide.drop());

  it('failure 13: the store, when commands say so and do nothing, and reads go on', async () => {
    const store = await severable(database.url);
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
    const cable = await severable(readSide.url);
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

  /** Seconds for which the store stays away. */
  const away = process.env['CAIRN_LONG'] ? 30 : 1;

  /** Stores that are not there yet. */
  const absent = {
    PostgreSQL: async () => {
      const stored = await testDatabase();
      const cable = await severable(stored.url);
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
