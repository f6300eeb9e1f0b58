import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { jest } from '@jest/globals';
import { testDatabase, type TestDatabase } from '@cairn/testing';
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

/** The database behind a cable that can be cut. */
async function severable(url: string): Promise<{ url: string; cut(): Promise<void> }> {
  const target = new URL(url);
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    const onward = connect(Number(target.port), target.hostname);
    for (const end of [socket, onward]) sockets.add(end.on('error', () => undefined));
    socket.pipe(onward).pipe(socket);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const here = new URL(url);
  here.port = String((server.address() as AddressInfo).port);
  const cut = async () => {
    const closed = once(server, 'close');
    server.close();
    for (const socket of sockets) socket.destroy();
    await closed;
  };
  return { url: here.href, cut };
}

describe('when what it stands on is away', () => {
  let readSide: TestDatabase;
  beforeAll(async () => {
    readSide = await testDatabase();
  });
  afterAll(() => readSide.drop());

  it('the store: commands say so and do nothing, reads go on', async () => {
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

  it('the read side: reads say so, commands go on', async () => {
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
});
