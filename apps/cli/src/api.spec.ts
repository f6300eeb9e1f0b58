import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { z } from 'zod';
import { Api } from './api.js';

it('sends a command that had no answer again with the same key, which no other command has', async () => {
  const keys: unknown[] = [];
  const server = createServer((request, response) => {
    request.resume();
    const isToken = request.url === '/issuer/token';
    if (!isToken) keys.push(request.headers['idempotency-key']);
    response.writeHead(isToken || keys.length > 1 ? 200 : 503, { 'content-type': 'application/json' }).end(JSON.stringify({ access_token: 'x' }));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  try {
    const lead = new Api(`http://127.0.0.1:${(server.address() as AddressInfo).port}`).as({ ref: 'lead' });
    await lead.post('/plans', {}, z.object({}));
    await lead.post('/plans', {}, z.object({}));
  } finally {
    server.close();
  }
  const [first, again, other] = keys;
  expect([first, again]).toEqual([expect.stringMatching(/^[\w-]{36}$/), first]);
  expect(other).not.toBe(first);
});
