import { malformed } from './problem.js';

/** Bytes that a body may take. */
export const bodyLimit = 256 * 1024;
/** Bytes that the body of a route with `@LargeBody()` may take. */
export const largeBodyLimit = 4 * 1024 * 1024;
/** What the path of a request says about it. */
export const bodyLimitOf = (url: string): number => (/\/imports(\/|\?|$)/.test(url) ? largeBodyLimit : bodyLimit);
/** Levels that a body may be nested. */
const deepest = 32;
/** Keys that would reach an object's prototype if anything merged the body. */
const forbidden: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype']);

const utf8 = new TextDecoder('utf-8', { fatal: true });

/** Reads a JSON body; undefined when there is none. Throws `MalformedRequest` for what is not JSON, nested too deep, or reaches for a prototype. */
export function parseBody(raw: Buffer): unknown {
  if (raw.length === 0) return undefined;
  let body: unknown;
  try {
    body = JSON.parse(utf8.decode(raw));
  } catch {
    throw malformed('BROKEN_JSON', 'the body is not valid JSON in UTF-8');
  }
  assertTame(body, '', 0);
  return body;
}

function assertTame(value: unknown, path: string, depth: number): void {
  if (typeof value !== 'object' || value === null) return;
  if (depth === deepest) throw malformed('TOO_DEEP', `the body is nested deeper than ${deepest} levels`);
  for (const key of Object.keys(value)) {
    const at = path === '' ? key : `${path}.${key}`;
    if (forbidden.has(key) && !Array.isArray(value)) throw malformed('FORBIDDEN_FIELD', `a field may not be called ${key}`, at);
    assertTame((value as Record<string, unknown>)[key], at, depth + 1);
  }
}
