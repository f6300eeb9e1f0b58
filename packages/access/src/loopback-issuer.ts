import { createPrivateKey, createPublicKey, generateKeyPairSync, randomBytes, type KeyObject } from 'node:crypto';
import { linkSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { calculateJwkThumbprint, exportJWK, SignJWT, type JSONWebKeySet } from 'jose';
import { z } from 'zod';
import { isLocalRequest, isLoopback } from './loopback.js';
import { audience, type Identity } from './tokens.js';

/** Somebody whom the issuer vouches for. `ref` is the name by which people on this machine ask for a token. */
export interface LoopbackPerson extends Identity {
  readonly ref: string;
}

export interface LoopbackIssuer {
  readonly issuer: string;
  readonly people: readonly LoopbackPerson[];
  jwks(): JSONWebKeySet;
  discovery(): Record<string, unknown>;
  /** An access token for the person with this ref or id; undefined when nobody has it. */
  token(refOrPerson: string): Promise<string | undefined>;
}

/** Seconds: a working day. */
const lifetime = 8 * 60 * 60;

/**
 * Hands out tokens to whoever asks, for people at play on their own machine. Refuses to exist in production and for an issuer that other machines could reach.
 * @param issuer the URL that the tokens name, on a loopback address
 * @param keyFile where the signing key is kept, readable by its owner alone, so that tokens outlive a restart; made when absent
 */
export async function loopbackIssuer({
  issuer,
  keyFile,
  people,
  now = () => new Date(),
}: {
  issuer: string;
  keyFile: string;
  people: readonly LoopbackPerson[];
  now?: () => Date;
}): Promise<LoopbackIssuer> {
  if (process.env['NODE_ENV'] === 'production') throw new Error('the loopback issuer does not run in production: set CAIRN_ISSUER to your identity provider');
  if (!isLoopback(new URL(issuer).hostname)) throw new Error(`the loopback issuer serves this machine alone, ${issuer} is reachable by others`);
  const key = keyIn(keyFile);
  const { kty, crv, x, y } = await exportJWK(createPublicKey(key));
  const publicKey = { kty: kty!, crv: crv!, x: x!, y: y! };
  const kid = await calculateJwkThumbprint(publicKey);
  return {
    issuer,
    people,
    jwks: () => ({ keys: [{ ...publicKey, kid, use: 'sig', alg: 'ES256' }] }),
    discovery: () => ({ issuer, jwks_uri: `${issuer}/jwks`, token_endpoint: `${issuer}/token` }),
    token: async (wanted) => {
      const found = people.find(({ ref }) => ref === wanted) ?? people.find(({ person }) => person === wanted);
      if (!found) return undefined;
      const { person, tenant, roles, permissions } = found;
      const issuedAt = Math.floor(now().getTime() / 1000);
      return new SignJWT({ tenant, roles: [...roles], permissions: [...permissions] })
        .setProtectedHeader({ alg: 'ES256', typ: 'at+jwt', kid })
        .setIssuer(issuer)
        .setAudience(audience)
        .setSubject(person)
        .setIssuedAt(issuedAt)
        .setExpirationTime(issuedAt + lifetime)
        .sign(key);
    },
  };
}

const TokenRequest = z.strictObject({ person: z.string().max(200) });

/** The issuer's four routes, under the path of its URL. They answer this machine alone, and only when addressed by a loopback name. */
export function loopbackIssuerRoutes(issuer: LoopbackIssuer): (app: FastifyInstance) => Promise<void> {
  const path = new URL(issuer.issuer).pathname.replace(/\/$/, '');
  return async (app) => {
    await app.register(async (routes) => {
      routes.addHook('onRequest', async (request, reply) => {
        if (!isLocalRequest(request.socket.remoteAddress, request.host)) return reply.code(403).send({ error: 'access_denied' });
        reply.header('cache-control', 'no-store');
      });
      routes.get(`${path}/jwks`, async () => issuer.jwks());
      routes.get(`${path}/.well-known/openid-configuration`, async () => issuer.discovery());
      routes.get(`${path}/people`, async () => issuer.people);
      routes.post(`${path}/token`, async (request, reply) => {
        const wanted = TokenRequest.safeParse(request.body);
        const token = wanted.success && (await issuer.token(wanted.data.person));
        if (!token) return reply.code(400).send({ error: 'invalid_grant' });
        return { access_token: token, token_type: 'Bearer', expires_in: lifetime };
      });
    });
  };
}

/** The key in the file; a new one when there is none. Two processes that start at once settle on the same one: the first link wins. */
function keyIn(file: string): KeyObject {
  mkdirSync(dirname(file), { recursive: true });
  const draft = `${file}.${randomBytes(6).toString('hex')}`;
  const fresh = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;
  writeFileSync(draft, fresh.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600, flag: 'wx' });
  try {
    linkSync(draft, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    rmSync(draft);
  }
  if (process.platform !== 'win32' && (statSync(file).mode & 0o077) !== 0)
    throw new Error(`${file} can be read by others: chmod 600, or delete it for a new key`);
  return createPrivateKey(readFileSync(file));
}
