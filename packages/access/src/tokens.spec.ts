import { createHmac, generateKeyPairSync, randomUUID, type KeyObject } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, SignJWT, type JSONWebKeySet } from 'jose';
import { InvalidToken, IssuerUnavailable, tokenVerifier } from './tokens.js';

const issuer = 'https://issuer.example';
const person = randomUUID();
const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
let keys: JSONWebKeySet;
beforeAll(async () => {
  keys = { keys: [{ ...(await exportJWK(publicKey)), kid: 'k1', alg: 'ES256' } as JSONWebKeySet['keys'][number]] };
});

const claims = { iss: issuer, aud: 'cairn', sub: person, tenant: 'ipswich', roles: ['auditor'], permissions: ['record-retrospectively'] };
const seconds = () => Math.floor(Date.now() / 1000);
const sign = (change: Record<string, unknown> = {}, header: object = {}, key: KeyObject = privateKey) =>
  new SignJWT({ ...claims, iat: seconds(), exp: seconds() + 600, ...change })
    .setProtectedHeader({ alg: 'ES256', typ: 'at+jwt', kid: 'k1', ...header })
    .sign(key);
const unsigned = (header: object, payload: object) => [header, payload].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.');

describe('a token', () => {
  it('says who is asking', async () => {
    const verify = tokenVerifier({ issuer, keys });
    expect(await verify(await sign())).toEqual({ person, tenant: 'ipswich', roles: ['auditor'], permissions: ['record-retrospectively'] });
    expect((await verify(await sign({ permissions: undefined }))).permissions).toEqual([]);
  });

  it.each<[string, () => Promise<string> | string]>([
    ['of another audience', () => sign({ aud: 'elsewhere' })],
    ['of another issuer', () => sign({ iss: 'https://issuer.example.evil' })],
    ['that is an ID token', () => sign({}, { typ: 'JWT' })],
    ['without a type', () => sign({}, { typ: undefined })],
    ['that has expired', () => sign({ iat: seconds() - 700, exp: seconds() - 60 })],
    ['that is not valid yet', () => sign({ nbf: seconds() + 60 })],
    ['that never expires', () => sign({ exp: undefined })],
    ['that was issued too long ago', () => sign({ iat: seconds() - 100_000 })],
    ['without a time of issue', () => sign({ iat: undefined })],
    ['without a tenant', () => sign({ tenant: undefined })],
    ['with a tenant that is no name', () => sign({ tenant: '../other' })],
    ['whose subject is no id', () => sign({ sub: 'ana@example.org' })],
    ['whose roles are no list', () => sign({ roles: 'admin' })],
    ['signed by somebody else', () => sign({}, {}, generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey)],
    ['signed with a key that is unknown', () => sign({}, { kid: 'k2' })],
    ['without a signature', () => `${unsigned({ alg: 'none', typ: 'at+jwt' }, { ...claims, iat: seconds(), exp: seconds() + 600 })}.`],
    [
      'whose signature is the public key used as a password',
      () => {
        const text = unsigned({ alg: 'HS256', typ: 'at+jwt', kid: 'k1' }, { ...claims, iat: seconds(), exp: seconds() + 600 });
        return `${text}.${createHmac('sha256', publicKey.export({ type: 'spki', format: 'pem' }))
          .update(text)
          .digest('base64url')}`;
      },
    ],
    ['with a flipped bit in the signature', async () => (await sign()).replace(/.(?=.{20}$)/, (c) => (c === 'A' ? 'B' : 'A'))],
    [
      'with a changed claim',
      async () => {
        const [header, , signature] = (await sign()).split('.');
        return `${header}.${Buffer.from(JSON.stringify({ ...claims, roles: ['admin'], iat: seconds(), exp: seconds() + 600 })).toString('base64url')}.${signature}`;
      },
    ],
    ['that is no token', () => 'abc'],
    ['that is empty', () => ''],
  ])('%s does not count', async (_, make) => {
    await expect(tokenVerifier({ issuer, keys })(await make())).rejects.toBeInstanceOf(InvalidToken);
  });

  it('is remembered, but never beyond its expiry', async () => {
    let now = new Date();
    const verify = tokenVerifier({ issuer, keys, now: () => now });
    const token = await sign({ exp: seconds() + 30 });
    const first = await verify(token);
    expect(await verify(token)).toBe(first);
    now = new Date(now.getTime() + 40_000);
    await expect(verify(token)).rejects.toBeInstanceOf(InvalidToken);
  });
});

describe('the keys of an issuer', () => {
  let server: Server;
  let answer: { status: number; body: unknown };
  let asked = 0;
  let local: string;
  beforeAll(async () => {
    server = createServer((_, response) => {
      asked++;
      response.writeHead(answer.status, { 'content-type': 'application/json' }).end(JSON.stringify(answer.body));
    });
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
    local = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(() => new Promise((closed) => server.close(closed)));

  it('are fetched once, from the address that the configuration names', async () => {
    answer = { status: 200, body: keys };
    asked = 0;
    const verify = tokenVerifier({ issuer: local });
    for (const jti of ['1', '2', '3']) expect((await verify(await sign({ iss: local, jti }, { jku: 'http://127.0.0.1:1/keys' }))).person).toBe(person);
    expect(asked).toBe(1);
  });

  it('that cannot be fetched make the issuer unavailable, not the token invalid', async () => {
    answer = { status: 500, body: {} };
    await expect(tokenVerifier({ issuer: local })(await sign({ iss: local }))).rejects.toBeInstanceOf(IssuerUnavailable);
  });

  it('are not asked for over the network in clear text', () => {
    expect(() => tokenVerifier({ issuer: 'http://issuer.example' })).toThrow('https');
  });
});
