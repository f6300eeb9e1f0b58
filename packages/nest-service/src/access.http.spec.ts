import { randomUUID } from 'node:crypto';
import { testDatabase, type TestDatabase } from '@cairn/testing';
import request from 'supertest';
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
const flip = (token: string) => token.replace(/.(?=.{20}$)/, (c) => (c === 'A' ? 'B' : 'A'));
const recoded = (token: string, part: 0 | 1, change: object) => {
  const parts = token.split('.');
  parts[part] = Buffer.from(JSON.stringify({ ...JSON.parse(Buffer.from(parts[part]!, 'base64url').toString()), ...change })).toString('base64url');
  return parts.join('.');
};

describe('without a token that counts', () => {
  it.each<[string, (token: string) => string | undefined]>([
    ['none', () => undefined],
    ['another scheme', (token) => `Basic ${token}`],
    ['no token', () => 'Bearer '],
    ['what is no token', () => 'Bearer abc'],
    ['a flipped bit', (token) => `Bearer ${flip(token)}`],
    ['no signature', (token) => `Bearer ${recoded(token, 0, { alg: 'none' }).replace(/[^.]*$/, '')}`],
    ['another type', (token) => `Bearer ${recoded(token, 0, { typ: 'JWT' })}`],
    ['another tenant written in', (token) => `Bearer ${recoded(token, 1, { tenant: 'west' })}`],
    ['another role written in', (token) => `Bearer ${recoded(token, 1, { roles: ['admin'] })}`],
    ['two tokens', (token) => `Bearer ${token}, Bearer ${token}`],
  ])('(%s) nothing is answered and nothing is done', async (_, header) => {
    const before = await garden.head();
    const authorization = header(await garden.token('ana'));
    for (const ask of [request(garden.url).get(beds), request(garden.url).post(beds).send({ name: 'Herbs', places: 2 })]) {
      if (authorization !== undefined) void ask.set('authorization', authorization);
      const answer = await ask;
      expect([answer.status, answer.body.code, answer.headers['www-authenticate']]).toEqual([401, 'UNAUTHENTICATED', 'Bearer']);
      expect(answer.body.detail).toBe('a valid bearer token is needed');
    }
    expect(await garden.head()).toBe(before);
  });
});

describe('rights', () => {
  it('are those of the roles in the token', async () => {
    expect((await garden.get('auditor', beds)).status).toBe(200);
    const refused = await garden.post('auditor', beds, { name: 'Herbs', places: 2 });
    expect([refused.status, refused.body.code, refused.body.detail]).toEqual([403, 'FORBIDDEN', 'none of your roles may write programme-record here']);
    expect((await garden.get('admin', beds)).status).toBe(403);
  });

  it("to what is one's own end there", async () => {
    const path = (person: string) => `${beds}/of/${person}`;
    expect((await garden.get('practitioner', path(garden.personOf('practitioner')))).status).toBe(200);
    expect((await garden.get('practitioner', path(garden.personOf('practitioner').toUpperCase()))).status).toBe(200);
    expect((await garden.get('practitioner', path(garden.personOf('ana')))).status).toBe(403);
    expect((await garden.get('practitioner', path(randomUUID()))).status).toBe(403);
  });

  it('are checked for HEAD as for GET', async () => {
    expect((await request(garden.url).head(beds)).status).toBe(401);
    expect(
      (
        await request(garden.url)
          .head(beds)
          .auth(await garden.token('ana'), { type: 'bearer' })
      ).status,
    ).toBe(200);
  });
});

describe('another tenant', () => {
  const without = ({ correlationId: _, ...body }: Record<string, unknown>) => body;

  it('is the same as nothing: its ids, random ids and what is no id get one answer', async () => {
    const { bedId, position } = (await garden.post('olu', beds, { name: 'Roses', places: 2 })).body;
    expect((await garden.get('olu', `${beds}/${bedId}`, { 'cairn-position': position })).status).toBe(200);
    const ids = [bedId, randomUUID(), 'not-an-id', '1', '%F0%9F%8C%B1', `${bedId}'--`, bedId.slice(1)];
    const reads = await Promise.all(ids.map((id) => garden.get('ana', `${beds}/${id}`, { 'cairn-position': position })));
    const writes = await Promise.all(ids.map((id) => garden.post('ana', `${beds}/${id}/seeds`, { kind: 'Dill' })));
    for (const answers of [reads, writes])
      for (const answer of answers) {
        expect([answer.status, without(answer.body)]).toEqual([404, without(answers[0]!.body)]);
        expect(Object.keys(answer.headers).sort()).toEqual(Object.keys(answers[0]!.headers).sort());
        expect(answer.text.length).toBe(answers[0]!.text.length);
      }
  });

  it('cannot be named in a header, a query or a body', async () => {
    const { bedId, position } = (await garden.post('olu', beds, { name: 'Roses', places: 2 })).body;
    const headers = { 'x-tenant-id': 'west', tenant: 'west', 'x-forwarded-user': garden.personOf('olu'), 'cairn-position': position };
    expect((await garden.get('ana', `${beds}/${bedId}`, headers)).status).toBe(404);
    expect((await garden.get('ana', `${beds}?tenant=west`, headers)).status).toBe(400);
    expect((await garden.post('ana', beds, { name: 'Herbs', places: 2, tenant: 'west' }, headers)).status).toBe(400);
    expect((await garden.get('ana', beds, headers)).body).toEqual([]);
  });
});
