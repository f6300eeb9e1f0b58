import { readFileSync } from 'node:fs';
import { z } from 'zod';

const url = (...protocols: string[]) =>
  z.url({ protocol: new RegExp(`^(${protocols.join('|')})$`), error: `must be a URL that begins with ${protocols.join(':// or ')}://` });

const Environment = z
  .object({
    /** 0 takes any free port. */
    PORT: z.coerce.number().int().min(0).max(65535).default(4000),
    /** The address to listen on: this machine alone, unless told otherwise. */
    HOST: z.string().default('127.0.0.1'),
    /** Where the read models live. */
    DATABASE_URL: url('postgres', 'postgresql'),
    /** Where the events live; by default in the same database. */
    EVENT_STORE_URL: url('postgres', 'postgresql', 'kurrentdb', 'esdb').optional(),
    /** Who signs access tokens. Its keys are fetched from `<issuer>/jwks`. */
    CAIRN_ISSUER: url('https', 'http'),
    LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
    /** The API's own documentation at /docs; off in production unless it says `on`. */
    CAIRN_DOCS: z.enum(['on', 'off']).optional(),
    NODE_ENV: z.string().default('development'),
  })
  .transform((env) => ({
    port: env.PORT,
    host: env.HOST,
    databaseUrl: env.DATABASE_URL,
    eventStoreUrl: env.EVENT_STORE_URL ?? env.DATABASE_URL,
    issuer: env.CAIRN_ISSUER,
    logLevel: env.LOG_LEVEL,
    docs: (env.CAIRN_DOCS ?? (env.NODE_ENV === 'production' ? 'off' : 'on')) === 'on',
  }));

export type Config = z.output<typeof Environment>;

/**
 * Reads the configuration from the environment, once. `<NAME>_FILE` names a file that holds the value instead, for mounted secrets; an empty value counts
 * as absent. Throws one error that lists everything that is missing or wrong, by name and never by value.
 */
export function readConfig(env: Readonly<Record<string, string | undefined>>): Config {
  const named = Object.keys(Environment.in.shape).map((name) => [name, env[name] || secretIn(`${name}_FILE`, env)]);
  const parsed = Environment.safeParse(Object.fromEntries(named));
  if (parsed.success) return parsed.data;
  throw new Error(`the configuration is not complete:\n${parsed.error.issues.map(({ path, message }) => `  ${path.join('.')}: ${message}`).join('\n')}`);
}

function secretIn(name: string, env: Readonly<Record<string, string | undefined>>): string | undefined {
  const file = env[name];
  if (!file) return undefined;
  try {
    return readFileSync(file, 'utf8').trim();
  } catch {
    throw new Error(`${name} names a file that cannot be read`);
  }
}

/** The configuration as it may be shown: URLs without their credentials and query. */
export function printable(config: Partial<Config>): Record<string, unknown> {
  const shown = (value: unknown) => (typeof value === 'string' && value.includes('://') ? withoutSecrets(value) : value);
  return Object.fromEntries(Object.entries(config).map(([name, value]) => [name, shown(value)]));
}

function withoutSecrets(text: string): string {
  if (!URL.canParse(text)) return '(hidden)';
  const { protocol, host, pathname } = new URL(text);
  return `${protocol}//${host}${pathname}`;
}
