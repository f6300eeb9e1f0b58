import { randomUUID } from 'node:crypto';
import { connect } from 'node:net';
import { testDatabase, type TestDatabase } from '@cairn/testing';
import request from 'supertest';
import { startGarden, type Garden } from './fixtures/start-garden.js';

const lines: string[] = [];
let database: TestDatabase;
let garden: Garden;
let bedId: string;
beforeAll(async () => {
  database = await testDatabase();
  garden = await startGarden(database.url, { logLevel: 'info', logTo: { write: (line) => void lines.push(line) } });
  bedId = (await garden.post('ana', '/api/garden/beds', { name: 'Herbs', places: 100 })).body.bedId;
});
afterAll(async () => {
  await garden.close();
  await database.drop();
});
/** The diary that a process opens beside a bed is not what a test appends. */
const settled = async () => {
  while ((await garden.head()) < 1n);
  return garden.head();
};

const beds = '/api/garden/beds';
const nested = (levels: number) => `{"name":${'['.repeat(levels)}${']'.repeat(levels)},"places":2}`;
const raw = async (body: string | Buffer, headers: Record<string, string> = { 'content-type': 'application/json' }, path = beds) =>
  request(garden.url)
    .post(path)
    .auth(await garden.token('ana'), { type: 'bearer' })
    .set(headers)
    .serialize((text: string) => text)
    .send(body as string);

describe('a body that cannot be understood', () => {
  it.each<[string, string | Buffer, unknown[]]>([
    ['an unknown field', '{"name":"Herbs","places":2,"admin":true}', [{ code: 'UNKNOWN_FIELD', detail: 'there is no such field', path: 'admin' }]],
    ['a wrong type', '{"name":7,"places":2}', [{ code: 'INVALID_TYPE', detail: expect.any(String), path: 'name' }]],
    ['two faults', '{"name":"","places":200}', [expect.objectContaining({ path: 'name' }), expect.objectContaining({ path: 'places' })]],
    ['a field too few', '{"name":"Herbs"}', [expect.objectContaining({ path: 'places' })]],
    ['a number beyond all numbers', '{"name":"Herbs","places":1e400}', [expect.objectContaining({ path: 'places' })]],
    ['half a number', '{"name":"Herbs","places":1.5}', [expect.objectContaining({ path: 'places' })]],
    ['a list', '[]', [expect.objectContaining({ path: '' })]],
    ['null', 'null', [expect.objectContaining({ path: '' })]],
    ['nothing', '', [expect.objectContaining({ path: '' })]],
    ['broken JSON', '{"name":"Herbs",', [expect.objectContaining({ code: 'BROKEN_JSON' })]],
    ['bytes that are no text', Buffer.from([0x7b, 0xff, 0x7d]), [expect.objectContaining({ code: 'BROKEN_JSON' })]],
    ['a depth bomb', nested(60_000), [expect.objectContaining({ code: 'TOO_DEEP' })]],
    ['33 levels', nested(32), [expect.objectContaining({ code: 'TOO_DEEP' })]],
    ['a prototype', '{"name":"Herbs","places":2,"__proto__":{"admin":true}}', [expect.objectContaining({ code: 'FORBIDDEN_FIELD', path: '__proto__' })]],
    ['a prototype in disguise', '{"name":"Herbs","places":2,"\\u005f_proto__":{}}', [expect.objectContaining({ code: 'FORBIDDEN_FIELD' })]],
  ])('(%s) is answered with what is wrong and where', async (_, body, violations) => {
    const before = await settled();
    const answer = await raw(body);
    expect([answer.status, answer.body.code, answer.body.violations]).toEqual([400, 'MALFORMED_REQUEST', violations]);
    expect(await garden.head()).toBe(before);
  });

  it.each([
    [{}],
    [{ 'content-type': 'text/plain' }],
    [{ 'content-type': 'application/xml' }],
    [{ 'content-type': 'application/x-www-form-urlencoded' }],
    [{ 'content-type': 'x' }],
  ])('is one that does not say it is JSON: %j', async (headers) => {
    const answer = await new Promise<string>((done) => {
      // By hand: clients like to add a content type.
      const socket = connect(Number(new URL(garden.url).port), '127.0.0.1');
      let text = '';
      socket.on('data', (chunk) => (text += String(chunk))).on('close', () => done(text));
      const lines = Object.entries({ host: 'x', connection: 'close', 'content-length': '2', ...headers }).map(([name, value]) => `${name}: ${value}`);
      socket.write(`POST ${beds} HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n{}`);
    });
    expect(answer).toMatch(/^HTTP\/1.1 400 /);
    expect(answer).toContain('"code":"MALFORMED_REQUEST"');
  });

  it('is too large from 256 KB on', async () => {
    for (const size of [257 * 1024, 2 * 1024 * 1024]) {
      const answer = await raw(JSON.stringify({ name: 'x'.repeat(size), places: 2 })).catch(() => undefined);
      // A client may find the connection closed while it still sends.
      if (answer) expect([answer.status, answer.body.code]).toEqual([413, 'BODY_TOO_LARGE']);
    }
    expect((await raw(JSON.stringify({ name: 'x'.repeat(200 * 1024), places: 2 }))).status).toBe(400);
  });
});

describe('a large body, on a route that takes a file,', () => {
  const seeds = (size: number) => JSON.stringify({ kind: 'x'.repeat(size) });

  it('is taken', async () => expect((await raw(seeds(300 * 1024), undefined, `${beds}/${bedId}/seeds/imports`)).status).toBe(201));
  it('is too large from 4 MB on', async () => {
    const answer = await raw(seeds(4 * 1024 * 1024), undefined, `${beds}/${bedId}/seeds/imports`).catch(() => undefined);
    if (answer) expect([answer.status, answer.body.code]).toEqual([413, 'BODY_TOO_LARGE']);
  });
  it('is not read from a stranger', async () => {
    const answer = await request(garden.url)
      .post(`${beds}/${bedId}/seeds/imports`)
      .set('content-type', 'application/json')
      .send('{'.repeat(300))
      .catch(() => undefined);
    expect([answer?.status, answer?.body.code]).toEqual([401, 'UNAUTHENTICATED']);
  });
});

describe('text that cannot be stored', () => {
  it.each(['\\u0000', '\\ud800', 'a\\udfffb'])('(%s) is refused, with and without an idempotency key', async (text) => {
    const before = await settled();
    for (const headers of [{}, { 'idempotency-key': randomUUID() }]) {
      const answer = await raw(`{"kind":"${text}"}`, { 'content-type': 'application/json', ...headers }, `${beds}/${bedId}/seeds`);
      expect([answer.status, answer.body.code]).toEqual([422, 'NOT_CANONICAL_JSON']);
    }
    expect(await garden.head()).toBe(before);
  });
});

describe('headers and queries that make no sense', () => {
  it.each<[string, Record<string, string>]>([
    ['an empty idempotency key', { 'idempotency-key': '' }],
    ['a long idempotency key', { 'idempotency-key': 'k'.repeat(256) }],
    ['an instant that is none', { 'cairn-occurred-at': 'yesterday' }],
    ['an instant without a zone', { 'cairn-occurred-at': '2019-05-13T09:00:00' }],
    ['a day that never was', { 'cairn-occurred-at': '2019-02-30T09:00:00Z' }],
    ['a position that is none', { 'cairn-position': 'latest' }],
    ['a position below all', { 'cairn-position': '-2' }],
    ['a position of forty digits', { 'cairn-position': '9'.repeat(40) }],
  ])('(%s) are malformed', async (_, headers) => {
    const before = await settled();
    const answer = await garden.post('ana', beds, { name: 'Herbs', places: 2 }, headers);
    expect([answer.status, answer.body.code]).toEqual([400, 'MALFORMED_REQUEST']);
    expect(await garden.head()).toBe(before);
  });

  it.each(['limit=0', 'limit=501', 'limit=many', 'limit=1e9', 'name=a&name=b', 'nmae=Herbs', 'name=%00', `name=${'x'.repeat(81)}`])(
    '?%s is malformed',
    async (query) => {
      expect((await garden.get('ana', `${beds}?${query}`)).body.code).toBe('MALFORMED_REQUEST');
    },
  );

  it('a prototype in a query reaches nothing', async () => {
    expect((await garden.get('ana', `${beds}?__proto__=1&__proto__[limit]=1`)).status).toBeLessThan(500);
    expect(({} as { limit?: unknown }).limit).toBeUndefined();
  });

  it('a correlation id that could forge a log line is replaced', async () => {
    const answer = await garden.get('ana', beds, { 'x-correlation-id': 'a b"}{' });
    expect(answer.headers['x-correlation-id']).toMatch(/^[0-9a-f-]{36}$/);
    expect((await garden.get('ana', beds, { 'x-correlation-id': 'trace-7' })).headers['x-correlation-id']).toBe('trace-7');
  });
});

describe("paths and methods that are nobody's", () => {
  it.each([
    ['GET', '//api/garden/beds'],
    ['GET', '/api//garden/beds'],
    ['GET', '/api/garden/beds/'],
    ['GET', '/api/garden/../garden/beds'],
    ['GET', '/api/garden%2Fbeds'],
    ['GET', '/api/garden/beds/..%2f..%2fetc'],
    ['GET', '/api/garden/beds/%00'],
    ['GET', '/api/garden/%zz'],
    ['GET', '/%c0%ae%c0%ae'],
    ['GET', `/api/garden/beds/${'a'.repeat(5000)}`],
    ['GET', '/api/garden/constructor'],
    ['GET', '/api/garden/read-models/__proto__'],
    ['HEAD', '/api/garden/nothing'],
    ['PUT', '/api/garden/beds'],
    ['DELETE', '/api/garden/beds'],
    ['PATCH', '/api/garden/beds'],
    ['OPTIONS', '/api/garden/beds'],
    ['POST', '/api/garden/read-models/beds'],
    ['POST', '/'],
  ])('%s %s is answered in kind', async (method, path) => {
    const before = await settled();
    const { port } = new URL(garden.url);
    const token = await garden.token('ana');
    const answer = await new Promise<string>((done) => {
      const socket = connect(Number(port), '127.0.0.1');
      let text = '';
      socket.on('data', (chunk) => (text += String(chunk))).on('close', () => done(text));
      socket.write(`${method} ${path} HTTP/1.1\r\nhost: x\r\nconnection: close\r\nauthorization: Bearer ${token}\r\n\r\n`);
    });
    const status = Number(answer.split(' ')[1]);
    expect([400, 404]).toContain(status);
    if (method !== 'HEAD') expect(answer).toMatch(/"code":"(NOT_FOUND|MALFORMED_REQUEST)"/);
    expect(answer).not.toMatch(/\n\s+at /);
    expect(await garden.head()).toBe(before);
  });

  it('a path in another spelling passes the same guard', async () => {
    for (const path of ['/api/garden/%62eds', '/%61pi/garden/beds', '/api/garden/beds?x=/health/live', '/api/garden/beds#/health/live'])
      expect((await request(garden.url).get(path)).status).toBe(401);
  });
});

describe('a fault of ours', () => {
  it('is answered with nothing but the id to look for, and logged without what people wrote', async () => {
    const answer = await garden.post('ana', `${beds}/faults`, undefined, { 'x-correlation-id': 'find-me' });
    expect([answer.status, answer.body]).toEqual([
      500,
      {
        type: 'urn:cairn:problem:INTERNAL',
        title: 'Something went wrong here',
        status: 500,
        code: 'INTERNAL',
        detail: 'this is our fault; the correlation id finds it in the log',
        violations: [],
        correlationId: 'find-me',
      },
    ]);
    const logged = lines.map((line) => JSON.parse(line) as Record<string, unknown>).filter(({ correlationId }) => correlationId === 'find-me');
    expect(logged).toEqual([
      expect.objectContaining({
        level: 'error',
        err: expect.objectContaining({ name: 'Error', at: expect.arrayContaining([expect.stringContaining('garden.ts')]) }),
      }),
      expect.objectContaining({
        level: 'info',
        method: 'POST',
        route: '/api/garden/beds/faults',
        status: 500,
        tenant: 'east',
        rule: 'programme-lead programme-record RW',
      }),
    ]);
  });

  it('is nothing that any of the above was', () => {
    expect(lines.filter((line) => line.includes('"level":"error"'))).toHaveLength(1);
    expect(lines.join('')).not.toMatch(/Herbs|Bearer|eyJ|idempotency|name=/i);
  });
});
