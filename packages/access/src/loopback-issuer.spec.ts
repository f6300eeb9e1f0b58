import { randomUUID } from 'node:crypto';
import { chmodSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fastify } from 'fastify';
import request from 'supertest';
import { isLocalRequest, isLoopback } from './loopback.js';
import { loopbackIssuer, loopbackIssuerRoutes } from './loopback-issuer.js';
import { tokenVerifier } from './tokens.js';

const issuer = 'http://127.0.0.1:4000/issuer';
const ana = { ref: 'ana', person: randomUUID(), tenant: 'ipswich', roles: ['programme-lead'], permissions: ['record-retrospectively'] };
const ben = { ref: 'ben', person: randomUUID(), tenant: 'felixstowe', roles: ['auditor'], permissions: [] };
let directory: string;
let keyFile: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'cairn-issuer-'));
  keyFile = join(directory, 'keys', 'signing.pem');
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));
const start = (change: object = {}) => loopbackIssuer({ issuer, keyFile, people: [ana, ben], ...change });

describe('the loopback issuer', () => {
  it('vouches for its people, by name or by id', async () => {
    const one = await start();
    const verify = tokenVerifier({ issuer, keys: one.jwks() });
    const { ref: _, ...identity } = ana;
    expect(await verify((await one.token('ana'))!)).toEqual(identity);
    expect((await verify((await one.token(ben.person))!)).tenant).toBe('felixstowe');
    expect(await one.token('nobody')).toBeUndefined();
  });

  it('keeps its key in a file that only its owner reads, so that tokens outlive a restart', async () => {
    const token = (await (await start()).token('ana'))!;
    expect(statSync(keyFile).mode & 0o777).toBe(0o600);
    expect(readdirSync(join(directory, 'keys'))).toEqual(['signing.pem']);
    const restarted = await start();
    expect((await tokenVerifier({ issuer, keys: restarted.jwks() })(token)).person).toBe(ana.person);
    expect(JSON.stringify(restarted.jwks())).not.toContain('"d"');
  });

  it('settles on one key when two processes start at once', async () => {
    const [one, two] = await Promise.all([start(), start()]);
    expect(one.jwks()).toEqual(two.jwks());
  });

  it('does not trust a key that others can read', async () => {
    await start();
    chmodSync(keyFile, 0o644);
    await expect(start()).rejects.toThrow('chmod 600');
  });

  it('refuses production, and addresses that other machines can reach', async () => {
    await expect(start({ issuer: 'http://cairn.example/issuer' })).rejects.toThrow('this machine alone');
    const before = process.env['NODE_ENV'];
    process.env['NODE_ENV'] = 'production';
    try {
      await expect(start()).rejects.toThrow('production');
    } finally {
      process.env['NODE_ENV'] = before;
    }
  });
});

describe('its routes', () => {
  const app = fastify();
  afterAll(() => app.close());

  it('serve keys, discovery, people and tokens under the issuer path, to this machine alone', async () => {
    const one = await start();
    await app.register(loopbackIssuerRoutes(one));
    await app.listen({ port: 0, host: '127.0.0.1' });
    const ask = request(app.server);
    expect((await ask.get('/issuer/jwks')).body).toEqual(one.jwks());
    expect((await ask.get('/issuer/.well-known/openid-configuration')).body).toMatchObject({ issuer, jwks_uri: `${issuer}/jwks` });
    expect((await ask.get('/issuer/people')).body).toEqual([ana, ben]);
    const { access_token, token_type } = (await ask.post('/issuer/token').send({ person: 'ana' }).expect(200)).body;
    expect(token_type).toBe('Bearer');
    expect((await tokenVerifier({ issuer, keys: one.jwks() })(access_token)).person).toBe(ana.person);
    await ask.post('/issuer/token').send({ person: 'nobody' }).expect(400);
    await ask
      .post('/issuer/token')
      .send({ person: 'ana', roles: ['admin'] })
      .expect(400);
    await ask.post('/issuer/token').set('host', 'evil.example').send({ person: 'ana' }).expect(403, { error: 'access_denied' });
  });
});

it('knows the addresses of this machine', () => {
  for (const name of ['localhost', '127.0.0.1', '127.8.9.1', '::1', '[::1]', '::ffff:127.0.0.1']) expect(isLoopback(name)).toBe(true);
  for (const name of ['0.0.0.0', '10.0.0.1', 'localhost.example', '127.0.0.1.example', '::', '']) expect(isLoopback(name)).toBe(false);
});

it('tells a request of this machine from that of another, and from a page that has rebound its name to this one', () => {
  for (const [from, host] of [
    ['127.0.0.1', 'localhost:4000'],
    ['::1', '[::1]:4000'],
    ['::ffff:127.0.0.1', '127.0.0.1'],
  ] as const)
    expect(isLocalRequest(from, host)).toBe(true);
  for (const [from, host] of [
    ['192.0.2.7', 'localhost:4000'],
    ['127.0.0.1', 'evil.example'],
    ['127.0.0.1', '127.0.0.1.evil.example:4000'],
    [undefined, 'localhost'],
  ] as const)
    expect(isLocalRequest(from, host)).toBe(false);
});
