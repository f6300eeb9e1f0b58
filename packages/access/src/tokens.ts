import { hash } from 'node:crypto';
import { createLocalJWKSet, createRemoteJWKSet, errors, jwtVerify, type JSONWebKeySet, type JWTVerifyGetKey } from 'jose';
import { z } from 'zod';
import { isLoopback } from './loopback.js';

/** Who a verified token says is asking. */
export interface Identity {
  /** The person's random id. */
  readonly person: string;
  readonly tenant: string;
  readonly roles: readonly string[];
  readonly permissions: readonly string[];
}

/** Throws {@link InvalidToken} or {@link IssuerUnavailable}. */
export type VerifyToken = (token: string) => Promise<Identity>;

/** The token proves nothing. `reason` is for the log; whoever sent the token is told only that it does not count. */
export class InvalidToken extends Error {
  override readonly name = 'InvalidToken';
  constructor(readonly reason: string) {
    super('the token is not valid here');
  }
}

/** The issuer's keys have never been seen and cannot be fetched now, so nobody can be let in or turned away. Worth trying again. */
export class IssuerUnavailable extends Error {
  override readonly name = 'IssuerUnavailable';
}

export const audience = 'cairn';

const Claims = z.object({
  sub: z.uuid().toLowerCase(),
  tenant: z.string().regex(/^[a-z0-9][a-z0-9-]{0,62}$/),
  roles: z.array(z.string().max(64)).max(32),
  permissions: z.array(z.string().max(64)).max(32).default([]),
});

/** Milliseconds for which a verified token is taken at its word: how late a withdrawn signing key is noticed. */
const rememberedFor = 60_000;
/** Verified tokens kept at once; the oldest leaves first. */
const remembered = 10_000;

/**
 * Verifies access tokens of one issuer: signature, `iss`, `aud`, `typ at+jwt`, `exp`, and the claims that make an {@link Identity}.
 * A verified token is remembered by its SHA-256 until it expires, at most 60 seconds: an ES256 check costs half a millisecond.
 * When the issuer cannot be reached, the last keys it gave stay good.
 * @param keys the issuer's keys, where they are at hand; by default they are fetched from `<issuer>/jwks`
 */
export function tokenVerifier({ issuer, keys, now = () => new Date() }: { issuer: string; keys?: JSONWebKeySet; now?: () => Date }): VerifyToken {
  const keyOf = keys ? createLocalJWKSet(keys) : keysOf(issuer);
  const known = new Map<string, { identity: Identity; until: number }>();
  return async (token) => {
    const key = hash('sha256', token, 'base64url');
    const hit = known.get(key);
    if (hit && hit.until > now().getTime()) return hit.identity;
    known.delete(key);
    const { identity, expires } = await verified(token, keyOf, issuer, now());
    known.set(key, { identity, until: Math.min(expires, now().getTime() + rememberedFor) });
    if (known.size > remembered) known.delete(known.keys().next().value!);
    return identity;
  };
}

async function verified(token: string, keyOf: JWTVerifyGetKey, issuer: string, currentDate: Date): Promise<{ identity: Identity; expires: number }> {
  try {
    const { payload } = await jwtVerify(token, keyOf, {
      issuer,
      audience,
      typ: 'at+jwt',
      algorithms: ['ES256', 'RS256', 'EdDSA'],
      requiredClaims: ['exp', 'iat', 'sub', 'tenant'],
      clockTolerance: 5,
      maxTokenAge: '24h',
      currentDate,
    });
    const claims = Claims.safeParse(payload);
    if (!claims.success) throw new InvalidToken(`CLAIMS ${claims.error.issues.map(({ path }) => path.join('.')).join(' ')}`);
    const { sub: person, tenant, roles, permissions } = claims.data;
    return { identity: { person, tenant, roles, permissions }, expires: payload.exp! * 1000 };
  } catch (error) {
    if (error instanceof InvalidToken || error instanceof IssuerUnavailable) throw error;
    throw new InvalidToken(error instanceof errors.JOSEError ? error.code : 'MALFORMED');
  }
}

/** The address is pinned here: no `jku` or `x5u` of a token is ever followed. */
function keysOf(issuer: string): JWTVerifyGetKey {
  const url = new URL(`${issuer.replace(/\/$/, '')}/jwks`);
  if (url.protocol !== 'https:' && !isLoopback(url.hostname)) throw new Error(`the issuer must speak https, ${url.origin} does not`);
  const remote = createRemoteJWKSet(url);
  return async (header, token) => {
    try {
      return await remote(header, token);
    } catch (error) {
      if (error instanceof errors.JWKSNoMatchingKey || error instanceof errors.JWKSMultipleMatchingKeys || error instanceof errors.JOSENotSupported)
        throw error;
      const last = remote.jwks();
      if (!last) throw new IssuerUnavailable(`no keys from ${url.href}`, { cause: error });
      return createLocalJWKSet(last)(header, token);
    }
  };
}
