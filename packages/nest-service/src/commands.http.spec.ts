import { randomUUID } from 'node:crypto';
import type { Envelope } from '@cairn/event-sourcing';
import { testDatabase, type TestDatabase } from '@cairn/testing';
import { startGarden, type Garden } from './fixtures/start-garden.js';

let database: TestDatabase;
let garden: Garden;
beforeAll(async () => {
  database = await testDatabase();
  garden = await startGarden(database.url);
});
afterAll(async () => {
  await garden.close();
  await database.drop();
});

const beds = '/api/garden/beds';
const eventsOf = async (stream: string, tenant = 'east') => {
  const { events } = await garden.readModels.side('garden').store.readStream(tenant, stream);
  return events.map(({ type, data, metadata }) => ({ type, data: JSON.parse(data), metadata: JSON.parse(metadata) }));
};
const dig = async (places = 2, headers = {}) =>
  (await garden.post('ana', beds, { name: 'Herbs', places }, headers)).body as { bedId: string; stream: string; position: string };

describe('a write', () => {
  it('answers with its ids, its stream, and where it stands', async () => {
    const answer = await garden.post('ana', beds, { name: 'Herbs', places: 2 });
    expect(answer.status).toBe(201);
    expect(answer.body).toEqual({ bedId: expect.any(String), stream: `bed-${answer.body.bedId}`, revision: '0', position: answer.headers['cairn-position'] });
    expect(answer.headers['content-type']).toMatch('application/json');
    const { metadata, ...event } = (await eventsOf(answer.body.stream))[0]!;
    expect(event).toEqual({ type: 'BedDug', data: { bedId: answer.body.bedId, gardener: garden.personOf('ana'), name: 'Herbs', places: 2 } });
    expect(metadata).toMatchObject({
      tenant: 'east',
      actor: { person: garden.personOf('ana'), role: 'programme-lead' },
      subjects: [garden.personOf('ana')],
      correlationId: answer.headers['x-correlation-id'],
    });
    expect(metadata.commandId).toBe(metadata.causationId);
    expect(metadata.occurredAt).toBe(metadata.recordedAt);
  });

  it('is seen by whoever sends its position back', async () => {
    for (let round = 0; round < 10; round++) {
      const { bedId, position } = await dig();
      const { body, headers } = await garden.get('ana', `${beds}/${bedId}`, { 'cairn-position': position });
      expect(body).toMatchObject({ bedId, name: 'Herbs', sown: 0 });
      expect(Number(headers['cairn-position'])).toBeGreaterThanOrEqual(Number(position));
    }
  });

  it('sets off the processes of the service, in the same correlation', async () => {
    const { bedId } = await dig(2, { 'x-correlation-id': 'spring-2026' });
    let opened: Awaited<ReturnType<typeof eventsOf>>;
    do opened = await eventsOf(`diary-${bedId}`);
    while (opened.length === 0);
    expect(opened[0]).toMatchObject({
      type: 'DiaryOpened',
      metadata: { correlationId: 'spring-2026', actor: { person: 'process:open-diary-when-dug', onBehalfOf: garden.personOf('ana') } },
    });
  });

  it('that breaks a rule is answered with the rule, and leaves nothing behind', async () => {
    const { bedId, stream } = await dig(1);
    expect((await garden.post('ana', `${beds}/${bedId}/seeds`, { kind: 'Dill' })).status).toBe(201);
    const refused = await garden.post('ana', `${beds}/${bedId}/seeds`, { kind: 'Mint' });
    expect(refused.status).toBe(422);
    expect(refused.headers['content-type']).toBe('application/problem+json; charset=utf-8');
    expect(refused.body).toEqual({
      type: 'urn:cairn:problem:BED_FULL',
      title: 'A rule is broken',
      status: 422,
      code: 'BED_FULL',
      detail: 'the bed has 1 places, and all are taken',
      violations: [{ code: 'BED_FULL', detail: 'the bed has 1 places, and all are taken' }],
      correlationId: refused.headers['x-correlation-id'],
    });
    expect(await eventsOf(stream)).toHaveLength(2);
  });

  it('of two that race for the last place lets one in', async () => {
    const { bedId, stream } = await dig(1);
    const answers = await Promise.all(Array.from({ length: 8 }, (_, kind) => garden.post('ana', `${beds}/${bedId}/seeds`, { kind: `Kind ${kind}` })));
    expect(answers.map(({ status }) => status).sort()).toEqual([201, ...Array<number>(7).fill(422)]);
    expect(await eventsOf(stream)).toHaveLength(2);
  });
});

describe('an idempotency key', () => {
  it('makes the same request the same command: one answer, one event', async () => {
    const headers = { 'idempotency-key': randomUUID() };
    const [first, ...others] = await Promise.all([1, 2, 3, 4].map(() => garden.post('ana', beds, { name: 'Herbs', places: 3 }, headers)));
    const later = await garden.post('ana', beds, { places: 3, name: 'Herbs' }, headers);
    for (const other of [...others, later]) {
      expect(other.status).toBe(201);
      expect(other.body).toEqual(first!.body);
    }
    expect(await eventsOf(first!.body.stream)).toHaveLength(1);
  });

  it('cannot be used for another body', async () => {
    const headers = { 'idempotency-key': randomUUID() };
    const first = await garden.post('ana', beds, { name: 'Herbs', places: 3 }, headers);
    const second = await garden.post('ana', beds, { name: 'Roses', places: 3 }, headers);
    expect([second.status, second.body.code]).toEqual([422, 'IDEMPOTENCY_KEY_REUSED']);
    expect(await eventsOf(first.body.stream)).toHaveLength(1);
  });

  it('means something else to another person, in another tenant, and on another route', async () => {
    const headers = { 'idempotency-key': randomUUID() };
    const ana = await garden.post('ana', beds, { name: 'Herbs', places: 3 }, headers);
    const olu = await garden.post('olu', beds, { name: 'Herbs', places: 3 }, headers);
    const seed = await garden.post('ana', `${beds}/${ana.body.bedId}/seeds`, { kind: 'Dill' }, headers);
    expect([olu.status, seed.status]).toEqual([201, 201]);
    expect(olu.body.bedId).not.toBe(ana.body.bedId);
    expect((await eventsOf(ana.body.stream)).map(({ type }) => type)).toEqual(['BedDug', 'SeedSown']);
  });

  it('is stored nowhere', async () => {
    const key = randomUUID();
    const { stream } = await dig(2, { 'idempotency-key': key });
    const [event] = await eventsOf(stream);
    expect(event!.metadata.commandDigest).toMatch(/^[\w-]{22}$/);
    expect(JSON.stringify(event)).not.toContain(key);
  });
});

describe('recording in retrospect', () => {
  it('is for those who may', async () => {
    const { stream } = await dig(2, { 'cairn-occurred-at': '2019-05-13T10:00:00+01:00' });
    const [event] = await eventsOf(stream);
    expect(event!.metadata.occurredAt).toBe('2019-05-13T09:00:00.000Z');
    expect(event!.metadata.recordedAt > '2020').toBe(true);
    const refused = await garden.post('olu', beds, { name: 'Herbs', places: 2 }, { 'cairn-occurred-at': '2019-05-13T09:00:00Z' });
    expect([refused.status, refused.body.code]).toEqual([403, 'FORBIDDEN']);
  });

  it('does not reach into the future', async () => {
    const refused = await garden.post('ana', beds, { name: 'Herbs', places: 2 }, { 'cairn-occurred-at': '2999-01-01T00:00:00Z' });
    expect([refused.status, refused.body.code]).toEqual([422, 'NOT_YET_HAPPENED']);
  });
});

it('a request that waits for a position which never comes is told when to try again', async () => {
  const far = String((await garden.head()) + 1_000_000n);
  const name = `Herbs ${randomUUID()}`;
  const answers = await Promise.all([
    garden.get('ana', beds, { 'cairn-position': far }),
    garden.post('ana', beds, { name, places: 2 }, { 'cairn-position': far }),
  ]);
  for (const { status, body, headers } of answers) expect([status, body.code, headers['retry-after']]).toEqual([503, 'POSITION_NOT_REACHED', '1']);
  expect((await garden.get('ana', `${beds}?name=${name}`, { 'cairn-position': String(await garden.head()) })).body).toEqual([]);
});

it('a list takes a checked query', async () => {
  const name = `Herbs ${randomUUID()}`;
  const { position } = (await garden.post('ana', beds, { name, places: 2 })).body;
  const answer = await garden.get('ana', `${beds}?name=${encodeURIComponent(name)}&limit=5`, { 'cairn-position': position });
  expect(answer.body).toEqual([expect.objectContaining({ name })]);
});

// the last of this file: read models stop before the event
describe('a record that a newer release has written to', () => {
  it('failure 32: takes no command here, and the answer says why', async () => {
    const { bedId, stream } = await dig();
    const { metadata } = (await eventsOf(stream))[0]! as { metadata: Envelope };
    const id = randomUUID();
    const newer = { id, type: 'SeedSown', schemaVersion: 2, data: { bedId, seeds: [] }, metadata: { ...metadata, id, type: 'SeedSown', schemaVersion: 2 } };
    await garden.readModels.side('garden').store.append({ tenant: 'east', stream, expected: 0n, events: [newer] });
    const { status, body } = await garden.post('ana', `${beds}/${bedId}/seeds`, { kind: 'Dill' }, { 'idempotency-key': randomUUID() });
    expect([status, body.code]).toEqual([503, 'UNKNOWN_EVENT_SCHEMA']);
    expect(body.detail).toBe('a newer release has written here, and this process is of an older one; sending the same request again is safe');
    expect(await eventsOf(stream)).toHaveLength(2);
  });
});
