import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { freePort } from '@cairn/local-postgres';
import type { FastifyInstance } from 'fastify';
import { proxyOf } from './proxy.js';
import { serviceNames, type ServiceName, type Upstreams } from './services.js';

const text = async (request: IncomingMessage) => {
  let body = '';
  for await (const chunk of request) body += String(chunk);
  return body;
};

/** Says what it was asked, as its service. */
const echo = (name: ServiceName): Promise<Server> =>
  new Promise((resolve) => {
    const server = createServer(async (request, response) => {
      const { method, url, headers } = request;
      const body = await text(request);
      response.setHeader('cairn-position', '7').end(JSON.stringify({ name, method, url, key: headers['idempotency-key'], body }));
    });
    server.listen(0, '127.0.0.1', () => resolve(server));
  });

describe('the proxy', () => {
  const servers: Server[] = [];
  let proxy: FastifyInstance;
  let origin: string;

  beforeAll(async () => {
    for (const name of serviceNames) servers.push(await echo(name));
    const upstreams = Object.fromEntries(serviceNames.map((name, index) => [name, `http://127.0.0.1:${(servers[index]!.address() as AddressInfo).port}`]));
    // Nobody listens where history should be.
    proxy = proxyOf({ ...(upstreams as Upstreams), history: `http://127.0.0.1:${await freePort()}` });
    origin = await proxy.listen({ port: 0, host: '127.0.0.1' });
  });
  afterAll(async () => {
    await proxy.close();
    for (const server of servers) {
      server.closeAllConnections();
      server.close();
    }
  });

  it.each(serviceNames.filter((name) => name !== 'history'))('brings requests to %s, and its answers back', async (name) => {
    const path = `/api/${name}/things/1?limit=2`;
    const response = await fetch(origin + path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'idempotency-key': 'key' },
      body: '{"a": 1}',
    });
    expect(await response.json()).toEqual({ name, method: 'POST', url: path, key: 'key', body: '{"a": 1}' });
    expect(response.headers.get('cairn-position')).toBe('7');
  });

  it('serves the page of the documentation', async () => {
    for (const url of ['/docs', '/docs/swagger-ui.css']) expect(await (await fetch(origin + url)).json()).toMatchObject({ name: 'directory', url });
  });

  it('refuses a body that no service would accept', async () => {
    const response = await fetch(`${origin}/api/planning/programmes`, { method: 'POST', body: 'a'.repeat(2_000_000) });
    expect([response.status, await response.json()]).toMatchObject([413, { status: 413, code: 'BODY_TOO_LARGE' }]);
  });

  it('takes a file where one is imported', async () => {
    const sent = (size: number) => fetch(`${origin}/api/assessment/frameworks/imports/case`, { method: 'POST', body: 'a'.repeat(size) });
    expect(await (await sent(2_000_000)).json()).toMatchObject({ name: 'assessment', method: 'POST' });
    expect((await sent(5_000_000)).status).toBe(413);
  });

  it('says that a service is not there, as a problem', async () => {
    const response = await fetch(`${origin}/api/history/events`);
    expect([response.status, response.headers.get('content-type'), response.headers.get('retry-after')]).toEqual([
      503,
      'application/problem+json; charset=utf-8',
      '1',
    ]);
    expect(await response.json()).toMatchObject({ status: 503, code: 'SERVICE_UNAVAILABLE' });
  });

  it('is ready when all services are', async () => {
    const response = await fetch(`${origin}/health/ready`);
    expect([response.status, await response.json()]).toMatchObject([503, { services: { planning: true, history: false } }]);
  });
});
