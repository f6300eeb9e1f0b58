import { randomUUID } from 'node:crypto';
import { jest } from '@jest/globals';
import { testDatabase, type TestDatabase } from '@cairn/testing';
import { Controller, Get, Injectable, Post, Scope, type Type } from '@nestjs/common';
import request from 'supertest';
import { createService } from './create-service.js';
import { defineService } from './define-service.js';
import { garden as definition } from './fixtures/garden.js';
import { startGarden, type Garden } from './fixtures/start-garden.js';
import { openApiOf } from './openapi.js';
import { LargeBody, Requires } from './requires.js';

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

it('tells who asks whether it lives and is ready', async () => {
  expect((await request(garden.url).get('/health/live').expect(200)).body).toEqual({ status: 'live' });
  expect((await request(garden.url).get('/health/ready').expect(200)).body).toEqual({ status: 'ready', store: 'ok', readModels: { garden: 'ok' } });
});

it('looks once for many probes that come together, however many they are', async () => {
  const looks = jest.spyOn(garden.readModels, 'status');
  const started = performance.now();
  try {
    const answers = await Promise.all(Array.from({ length: 200 }, () => request(garden.url).get('/health/ready')));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    // One for the first, one for those who came meanwhile, and where that takes long, four a second for the others.
    expect(looks.mock.calls.length).toBeLessThanOrEqual(2 + (performance.now() - started) / 250);
  } finally {
    looks.mockRestore();
  }
});

it('counts requests by route, events by type, and how far its read models are', async () => {
  const { position } = (await garden.post('ana', beds, { name: 'Herbs', places: 2 })).body;
  const { bedId } = (await garden.get('ana', beds, { 'cairn-position': position })).body[0];
  await garden.get('ana', `${beds}/${bedId}`);
  const { text } = await request(garden.url).get('/metrics').expect(200);
  expect(text).toMatch(/cairn_http_request_duration_seconds_count\{method="GET",route="\/api\/garden\/beds\/:bedId",status="200"\} 1/);
  expect(text).toMatch(/cairn_events_appended_total\{category="bed",type="BedDug"\} 1/);
  expect(text).toMatch(/cairn_read_model_lag\{service="garden",read_model="beds@1"\} \d+/);
  expect(text).toMatch(/cairn_read_model_lag_seconds\{service="garden",read_model="beds@1"\} [\d.]+/);
  expect(text).toMatch(/cairn_read_model_parked\{service="garden",read_model="beds@1"\} 0/);
  for (const state of ['pending', 'overdue', 'refused', 'fired'])
    expect(text).toMatch(new RegExp(`cairn_deadlines\\{service="garden",deadline="waterings",state="${state}"\\} \\d+`));
  expect(text).toContain('nodejs_eventloop_lag_seconds');
  expect(text).not.toContain(bedId);
});

it('says how its read models stand, and proves that they are what the events say', async () => {
  const { position } = (await garden.post('ana', beds, { name: 'Roses', places: 2 })).body;
  await garden.get('ana', beds, { 'cairn-position': position });
  const status = await garden.get('auditor', '/api/garden/read-models');
  expect(status.body).toMatchObject({
    service: 'garden',
    state: 'running',
    readModels: [
      { name: 'beds', version: 1, status: 'live', active: true, parked: 0 },
      { name: 'waterings', version: 1, status: 'live', active: true, parked: 0 },
    ],
    deadlines: [{ name: 'waterings', overdue: 0, refused: 0 }],
  });
  const verified = await garden.post('admin', '/api/garden/read-models/beds/verify');
  expect(verified.body).toMatchObject({ identical: true, rows: (await garden.get('ana', beds)).body.length });
  expect((await garden.post('admin', '/api/garden/read-models/nothing/verify')).body.code).toBe('NOT_FOUND');
  expect((await garden.post('auditor', '/api/garden/read-models/beds/verify')).status).toBe(403);
  expect((await garden.get('ana', '/api/garden/read-models')).status).toBe(403);
});

describe('an operator', () => {
  const readModels = '/api/garden/read-models';
  const rowOf = async (name: string) =>
    (await garden.get('auditor', readModels)).body.readModels.find((each: { name: string; active: boolean }) => each.name === name && each.active);
  const ended = async (name: string) => {
    for (;;) {
      const { rebuild } = await rowOf(name);
      if (rebuild.state !== 'running') return rebuild;
    }
  };

  it('rebuilds a read model beside the table in use, is told how far that is, and how it ended', async () => {
    const { position } = (await garden.post('ana', beds, { name: 'Lilies', places: 2 })).body;
    const idsOf = ({ body }: { body: { bedId: string }[] }) => body.map(({ bedId }) => bedId);
    const before = idsOf(await garden.get('ana', beds, { 'cairn-position': position }));
    const begun = await garden.post('admin', `${readModels}/beds/rebuild`, {});
    expect(begun.status).toBe(202);
    expect(begun.body).toEqual({ readModel: 'beds', until: expect.stringMatching(/^\d+$/) });
    const rebuild = await ended('beds');
    expect(rebuild).toMatchObject({ state: 'done', parked: 0 });
    expect(rebuild.position).toBe(rebuild.until);
    expect(BigInt(rebuild.position)).toBeGreaterThanOrEqual(BigInt(begun.body.until));
    expect(idsOf(await garden.get('ana', beds))).toEqual(before);
  });

  it('is told of a rebuild that goes on, by the list and by the metrics, and cannot begin another', async () => {
    await garden.readModels.side('garden').database.transaction(async (client) => {
      await client.query('LOCK TABLE garden.rebuild_shard');
      await garden.post('admin', `${readModels}/beds/rebuild`, {});
      expect((await rowOf('beds')).rebuild).toMatchObject({ state: 'running', until: expect.any(String) });
      const { text } = await request(garden.url).get('/metrics').expect(200);
      expect(text).toMatch(/cairn_read_model_rebuild_done\{service="garden",read_model="beds@1"\} -1/);
      expect(text).toMatch(/cairn_read_model_rebuild_total\{service="garden",read_model="beds@1"\} \d+/);
      const second = await garden.post('admin', `${readModels}/beds/rebuild`, {});
      expect(second.body).toMatchObject({ status: 409, code: 'READ_MODEL_BUSY', detail: 'beds@1 is being rebuilt or verified already' });
    });
    expect(await ended('beds')).toMatchObject({ state: 'done' });
    expect((await request(garden.url).get('/metrics')).text).not.toContain('cairn_read_model_rebuild_done{');
  });

  it('switches between versions that are complete, and to no other', async () => {
    expect((await garden.post('admin', `${readModels}/beds/activate`, { version: 1 })).body).toEqual({ readModel: 'beds', version: 1 });
    expect((await garden.post('admin', `${readModels}/beds/activate`, { version: 7 })).body).toMatchObject({
      status: 409,
      code: 'VERSION_NOT_COMPLETE',
      detail: 'beds@7 cannot answer queries: it is not here',
    });
  });

  it('tries again what waits, and has nothing to accept while the store is the one that was read', async () => {
    expect((await garden.post('admin', `${readModels}/beds/replay-parked`, {})).body).toEqual({ replayed: 0, left: 0, deadlines: 0, resumed: false });
    expect((await garden.post('admin', `${readModels}/accept-store`, {})).body).toMatchObject({ status: 409, code: 'NOTHING_TO_ACCEPT' });
  });

  it.each(['beds/rebuild', 'beds/replay-parked', 'accept-store'])('alone may do that: %s', async (operation) => {
    expect((await garden.post('auditor', `${readModels}/${operation}`, {})).status).toBe(403);
  });

  it('is told when there is no such read model', async () => {
    for (const operation of ['rebuild', 'replay-parked'])
      expect((await garden.post('admin', `${readModels}/nothing/${operation}`, {})).body).toMatchObject({ status: 404, code: 'NOT_FOUND' });
  });
});

it('sends the headers that keep browsers honest, and lets nobody keep answers', async () => {
  for (const path of [beds, '/nothing', '/health/live']) {
    const { headers } = await request(garden.url).get(path);
    expect(headers).toMatchObject({
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'SAMEORIGIN',
      'referrer-policy': 'no-referrer',
      'cache-control': 'no-store',
    });
    expect(headers['content-security-policy']).toContain("default-src 'self'");
    expect(headers).not.toHaveProperty('x-powered-by');
    expect(headers).not.toHaveProperty('access-control-allow-origin');
  }
});

it('carries what is mounted beside the services, such as the loopback issuer', async () => {
  const ask = request(garden.url);
  expect((await ask.get('/issuer/jwks').expect(200)).body).toEqual(garden.issuer.jwks());
  const { access_token } = (await ask.post('/issuer/token').send({ person: 'ana' }).expect(200)).body;
  await ask.get(beds).auth(access_token, { type: 'bearer' }).expect(200);
  expect((await ask.post('/issuer/token').type('json').send('{"person":').expect(400)).body.code).toBe('MALFORMED_REQUEST');
});

describe('the API document', () => {
  it('describes routes with the schemas that validate them', async () => {
    const document = (await request(garden.url).get('/docs-json').expect(200)).body;
    expect(document.openapi).toBe('3.1.0');
    expect(Object.keys(document.paths).sort()).toEqual(
      [
        beds,
        `${beds}/faults`,
        `${beds}/of/{personId}`,
        `${beds}/{bedId}`,
        `${beds}/{bedId}/seeds`,
        `${beds}/{bedId}/seeds/imports`,
        '/api/garden/read-models',
        '/api/garden/read-models/accept-store',
        ...['activate', 'rebuild', 'replay-parked', 'retire', 'verify'].map((operation) => `/api/garden/read-models/{name}/${operation}`),
      ].sort(),
    );
    const { post, get } = document.paths[beds];
    expect(post.requestBody.content['application/json'].schema).toEqual({
      type: 'object',
      properties: { name: { type: 'string', minLength: 1, maxLength: 80 }, places: { type: 'integer', minimum: 1, maximum: 100 } },
      required: ['name', 'places'],
      additionalProperties: false,
    });
    const parametersOf = ({ parameters }: { parameters: { name: string }[] }) => parameters.map(({ name }) => name);
    expect(parametersOf(post)).toEqual(['X-Correlation-Id', 'Cairn-Position', 'Idempotency-Key', 'Cairn-Occurred-At']);
    expect(parametersOf(get)).toEqual(['limit', 'name', 'X-Correlation-Id', 'Cairn-Position']);
    expect(document.paths[`${beds}/{bedId}`].get.parameters[0]).toMatchObject({
      name: 'bedId',
      in: 'path',
      required: true,
      schema: { type: 'string', format: 'uuid' },
    });
    expect(Object.keys(post.responses)).toEqual(['201', '400', '401', '403', '404', '409', '413', '422', '503']);
    expect(post.responses['422'].content['application/problem+json'].schema).toEqual({ $ref: '#/components/schemas/Problem' });
    expect(document.security).toEqual([{ bearer: [] }]);
    expect(document.components.securitySchemes.bearer).toMatchObject({ type: 'http', scheme: 'bearer' });
    expect(document).toEqual(JSON.parse(JSON.stringify(openApiOf(garden.app))));
  });

  it('comes with a page to browse it', async () => {
    expect((await request(garden.url).get('/docs').expect(200)).text).toContain('/docs/swagger-ui-bundle.js');
    for (const asset of ['start.js', 'swagger-ui.css', 'swagger-ui-bundle.js'])
      expect((await request(garden.url).get(`/docs/${asset}`).expect(200)).text.length).toBeGreaterThan(10);
  });
});

describe('two replicas', () => {
  it('serve the same record, and one goes on when the other ends', async () => {
    const other = await startGarden(database.url);
    try {
      const dug = await other.post('ana', beds, { name: 'Beans', places: 2 });
      const [here, there] = await Promise.all(
        [garden, other].map((each) => each.get('ana', `${beds}/${dug.body.bedId}`, { 'cairn-position': dug.body.position })),
      );
      expect([here!.status, there!.status]).toEqual([200, 200]);
      // The diary may have been opened between the two answers.
      expect({ ...here!.body, diary: true }).toEqual({ ...there!.body, diary: true });
      const key = { 'idempotency-key': randomUUID() };
      const [one, two] = await Promise.all([garden, other].map((each) => each.post('ana', `${beds}/${dug.body.bedId}/seeds`, { kind: 'Runner' }, key)));
      expect(one!.body).toEqual(two!.body);
    } finally {
      await other.close();
    }
    const dug = await garden.post('ana', beds, { name: 'Peas', places: 2 });
    expect((await garden.get('ana', `${beds}/${dug.body.bedId}`, { 'cairn-position': dug.body.position })).status).toBe(200);
  });
});

describe('what must not start', () => {
  const refusal = async (controllers: Type[], more: object = {}) =>
    createService([defineService({ name: 'shed', controllers, ...more })], { databaseUrl: database.url, verifyToken: () => Promise.reject(new Error()) }).then(
      () => 'started',
      (error: Error) => error.message,
    );

  it('is a service with a route that requires nothing: the refusal names it', async () => {
    @Controller('tools')
    class Tools {
      @Get(':id')
      @Requires('read', 'organisation')
      one() {}
      @Get(':id/handles')
      handles() {}
    }
    expect(await refusal([Tools])).toBe(
      'the process does not start:\n  GET /api/shed/tools/:id/handles (Tools) has no @Requires: say which action on which data class it is',
    );
  });

  it("is a right to one's own on a route that names nobody", async () => {
    @Controller('tools')
    class Tools {
      @Get(':id')
      @Requires('read', 'identity', { self: 'personId' })
      one() {}
    }
    expect(await refusal([Tools])).toContain('names :personId as the person, but has no such parameter');
  });

  it('is a route that takes a large body where no proxy would expect it', async () => {
    @Controller('tools')
    class Tools {
      @Post('list')
      @LargeBody()
      @Requires('write', 'operations')
      take() {}
    }
    expect(await refusal([Tools])).toContain('POST /api/shed/tools/list (Tools) takes a large body: give its path the segment imports');
  });

  it('is anything that would be built for each request', async () => {
    @Injectable({ scope: Scope.REQUEST })
    class PerRequest {}
    expect(await refusal([], { providers: [PerRequest] })).toContain('PerRequest is built for each request');
  });

  it("is a deadline that another service's stream decides", async () => {
    expect(await refusal([], { deadlines: definition.deadlines })).toContain(
      'the deadlines waterings of shed are decided by bed, which is not a stream of this service',
    );
  });

  it('is a stream with two owners', async () => {
    const twice = createService([definition, defineService({ name: 'shed', streams: definition.streams })], {
      databaseUrl: database.url,
      issuer: 'https://issuer.example',
    });
    await expect(twice).rejects.toThrow('two owners of the stream bed');
  });

  it('is a service for which nobody says who may come in', async () => {
    await expect(createService([definition], { databaseUrl: database.url })).rejects.toThrow('issuer');
  });
});
