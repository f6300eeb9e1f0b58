import { raiseEpoch } from '@cairn/event-store';
import { rowsToken, type ReadModel } from '@cairn/projections';
import { testDatabase, type TestDatabase } from '@cairn/testing';
import request from 'supertest';
import { garden as definition } from './fixtures/garden.js';
import { startGarden, type Garden } from './fixtures/start-garden.js';

/** While it is there, nothing named after weather works. */
const weather = { foul: false };
const outside = () => {
  if (weather.foul) throw new RangeError('a sentence about the weather');
};
const weathered = ({ handlers, ...model }: ReadModel, changes: Partial<ReadModel>): ReadModel => ({
  ...model,
  ...changes,
  handlers: handlers.map((handler) => ({ ...handler, fold: (...of) => (outside(), handler.fold(...of)) })),
});
const [beds] = definition.readModels as [ReadModel];
const [diaries] = definition.processes as [(typeof definition.processes)[number]];
const [waterings] = definition.deadlines as [(typeof definition.deadlines)[number]];

const bedsNext = { ...beds, version: 2 };
const parking = weathered(beds, { name: 'parking' });
const stopping = weathered(beds, { name: 'stopping', audit: true });
const older = { ...definition, readModels: [beds], deadlines: [] };
const newer = {
  ...definition,
  readModels: [beds, bedsNext, parking, stopping],
  processes: [
    diaries,
    {
      name: 'weathered-diaries',
      reactions: diaries.reactions.map(({ definition, react }) => ({ definition, react: (...of: Parameters<typeof react>) => (outside(), react(...of)) })),
    },
  ],
  deadlines: [{ ...waterings, name: 'weathered-waterings', whenDue: (...of: Parameters<typeof waterings.whenDue>) => (outside(), waterings.whenDue(...of)) }],
};
/** Its queries are written for the new version. */
const newest = {
  ...newer,
  readModels: [bedsNext, parking, stopping],
  providers: [...newer.providers, { provide: rowsToken(beds), useExisting: rowsToken(bedsNext) }],
};

let database: TestDatabase;
let garden: Garden;
/** Beside it. */
const replicas: Garden[] = [];
let days = 0;
const now = () => new Date(Date.now() + days * 86_400_000);
const start = (service: typeof definition, options: Parameters<typeof startGarden>[1] = {}) => startGarden(database.url, { service, now, ...options });
const startBeside = async (...of: Parameters<typeof start>) => {
  const replica = await start(...of);
  replicas.push(replica);
  return replica;
};
beforeAll(async () => {
  database = await testDatabase();
  garden = await start(newer);
}, 60_000);
afterAll(async () => {
  await garden.close();
  await database.drop();
});
afterEach(async () => void (await Promise.all(replicas.splice(0).map((each) => each.close()))));

const bedsPath = '/api/garden/beds';
const readModels = '/api/garden/read-models';
const operate = async (path: string, body: object = {}) => garden.post('admin', `${readModels}/${path}`, body);
const status = async (of = garden) => (await of.get('auditor', readModels)).body;
const rowOf = async (name: string) => {
  const { readModels, processes, deadlines } = await status();
  return { ...[...readModels, ...processes].find((each) => each.name === name), ...deadlines.find((each: { name: string }) => each.name === name) };
};
const health = async () => (await request(garden.url).get('/health/ready')).body;
const metrics = async () => (await request(garden.url).get('/metrics')).text;
const dig = async (name: string) => (await garden.post('ana', bedsPath, { name, places: 2 })).body as { bedId: string; position: string };
async function eventually(what: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 30_000;
  while (!(await what())) {
    if (Date.now() > deadline) throw new Error('it did not come true in time');
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

it('switches to another version and back, and refuses one that nobody follows', async () => {
  await eventually(async () =>
    (await status()).readModels.some(
      ({ name, version, active }: { name: string; version: number; active: boolean }) => name === 'beds' && version === 2 && active,
    ),
  );
  const { position } = await dig('Roses');
  for (const version of [1, 2]) {
    expect((await operate('beds/activate', { version })).body).toEqual({ readModel: 'beds', version });
    const active = (await status()).readModels.filter((each: { active: boolean; name: string }) => each.name === 'beds' && each.active);
    expect(active).toMatchObject([{ version }]);
    expect((await garden.get('ana', bedsPath, { 'cairn-position': position })).body).toMatchObject([{ name: 'Roses' }]);
  }
  expect((await operate('beds/retire', { version: 2 })).body).toMatchObject({ status: 409, code: 'VERSION_IN_USE' });
  expect((await operate('beds/retire', { version: 1 })).body).toMatchObject({
    status: 409,
    code: 'VERSION_IN_USE',
    detail: 'beds@1 is kept up to date by a release that runs now',
  });
});

it('tries again, under one name each, parked events, a process, refused deadlines, and a read model that has stopped', async () => {
  weather.foul = true;
  days = 2;
  await dig('Lilies');
  await eventually(async () => (await rowOf('parking')).parked === 2 && (await rowOf('weathered-diaries')).parked === 1);
  await eventually(async () => (await rowOf('stopping')).status === 'stopped' && (await rowOf('weathered-waterings')).refused >= 1);
  expect((await rowOf('stopping')).stoppedBy).toMatchObject({ code: 'RangeError' });
  expect(await health()).toMatchObject({ status: 'degraded' });
  expect(await metrics()).toMatch(/cairn_process_parked\{service="garden",process="weathered-diaries"\} 1/);
  expect((await operate('parking/replay-parked')).body).toEqual({ replayed: 0, left: 2, deadlines: 0, resumed: false });

  weather.foul = false;
  expect((await operate('parking/replay-parked')).body).toEqual({ replayed: 2, left: 0, deadlines: 0, resumed: false });
  expect((await operate('weathered-diaries/replay-parked')).body).toEqual({ replayed: 1, left: 0, deadlines: 0, resumed: false });
  expect((await operate('weathered-waterings/replay-parked')).body).toMatchObject({ replayed: 0, left: 0, deadlines: expect.any(Number) });
  expect((await operate('stopping/replay-parked')).body).toEqual({ replayed: 0, left: 0, deadlines: 0, resumed: true });
  await eventually(async () => (await rowOf('stopping')).status === 'live' && (await rowOf('weathered-waterings')).refused === 0);
  await eventually(async () => (await health()).status === 'ready');
  expect((await operate('stopping/verify')).body).toMatchObject({ identical: true });
  expect((await operate('parking/verify')).body).toMatchObject({ identical: true });
}, 90_000);

it('drops a version that no release defines any more, which until then concerns neither health nor metrics', async () => {
  await garden.close();
  garden = await start(newest);
  const old = () =>
    garden.readModels
      .side('garden')
      .database.ask(`UPDATE garden.checkpoint SET parked = 3, status = 'stopped', position = 1000000 WHERE name = 'beds' AND version = 1`, []);
  await old();
  const first = async () => (await status()).readModels.find((each: { name: string; version: number }) => each.name === 'beds' && each.version === 1);
  expect(await first()).toMatchObject({ current: false, active: false, parked: 3, status: 'stopped' });
  expect(await health()).toMatchObject({ status: 'ready' });
  expect(await metrics()).not.toContain('read_model="beds@1"');
  expect(await metrics()).toContain('read_model="beds@2"');
  expect(BigInt((await garden.get('ana', bedsPath)).headers['cairn-position']!)).toBeLessThanOrEqual(await garden.head());
  expect((await operate('beds/retire', { version: 1 })).body).toEqual({ readModel: 'beds', version: 1 });
  expect(await first()).toBeUndefined();
  expect((await garden.readModels.side('garden').database.ask(`SELECT to_regclass('garden.beds_v1') AS found`, [])).rows).toEqual([{ found: null }]);
  expect((await operate('beds/retire', { version: 1 })).body).toMatchObject({ status: 404, detail: 'No version 1 of beds is here.' });
  expect((await operate('beds/activate', { version: 1 })).body).toMatchObject({ status: 409, code: 'VERSION_NOT_COMPLETE' });
}, 60_000);

it('names the rows that differ in the log, and not in the answer', async () => {
  const lines: string[] = [];
  const logging = await startBeside(newest, { logLevel: 'warn', logTo: { write: (line) => void lines.push(line) } });
  const { bedId } = await dig('Herbs');
  // Nothing more happens to it then.
  await eventually(async () => (await garden.get('ana', `${bedsPath}/${bedId}`)).body.diary === true);
  await garden.readModels.side('garden').database.ask('UPDATE garden.beds_v2 SET places = 99 WHERE key = $1', [bedId]);
  const { body } = await logging.post('admin', `${readModels}/beds/verify`);
  expect(body).toMatchObject({ identical: false });
  expect(JSON.stringify(body)).not.toContain(bedId);
  expect(lines.filter((line) => line.includes('differs from its rebuild'))).toEqual([expect.stringContaining(`east/${bedId}`)]);
  expect((await operate('beds/rebuild')).status).toBe(202);
  await eventually(async () => (await rowOf('beds')).rebuild?.state === 'done');
  expect((await operate('beds/verify')).body).toMatchObject({ identical: true });
}, 60_000);

it('accepts a restored store on any replica of a service that is halted, and all of them go on', async () => {
  const other = await startBeside(newest);
  await raiseEpoch(database.url);
  for (const each of [garden, other]) await eventually(async () => (await status(each)).state === 'halted');
  expect((await status(other)).instruction).toContain('accept this store for garden');
  const halted = await request(other.url).get('/health/ready').expect(503);
  expect(halted.body).toMatchObject({ status: 'unavailable', readModels: { garden: 'halted' } });
  const { bedId, position } = await dig('Peas');
  expect((await other.post('admin', `${readModels}/accept-store`, {})).status).toBe(202);
  for (const each of [garden, other]) await eventually(async () => (await status(each)).state === 'running');
  for (const each of [garden, other])
    expect((await each.get('ana', `${bedsPath}/${bedId}`, { 'cairn-position': position })).body).toMatchObject({ name: 'Peas' });
  await eventually(async () => (await garden.get('ana', `${bedsPath}/${bedId}`)).body.diary === true);
  expect((await other.post('admin', `${readModels}/accept-store`, {})).body).toMatchObject({ status: 409, code: 'NOTHING_TO_ACCEPT' });
}, 90_000);

it('does not take the store for the reason where a row was changed without a new version', async () => {
  const changed = { ...bedsNext, columns: bedsNext.columns.slice(1) };
  const wrong = await startBeside({ ...newest, readModels: [changed, parking, stopping] }, { ready: false });
  await eventually(async () => (await status(wrong)).state === 'halted');
  expect((await wrong.post('admin', `${readModels}/accept-store`, {})).body).toMatchObject({
    status: 409,
    code: 'ROW_SCHEMA_CHANGED',
    detail: expect.stringContaining('garden is halted: the row of beds@2 is not the one that its table was made from'),
  });
}, 60_000);

it('a release of before that is deployed again, alone, answers what was written since, and is ready', async () => {
  await garden.close();
  garden = await start(older);
  const { bedId, position } = await dig('Beans');
  expect((await garden.get('ana', `${bedsPath}/${bedId}`, { 'cairn-position': position })).body).toMatchObject({ name: 'Beans' });
  expect(await health()).toMatchObject({ status: 'ready' });
}, 60_000);
