import pg from 'pg';
import { clientConfig, unavailable, type Connecting } from './connection.js';
import { installLock, lockClass, roles, steps } from './schema.js';

/** How long one process waits while another installs, in milliseconds. */
const installDeadline = 60_000;

/**
 * Installs the schema `event_store` and its roles, or raises them to this release. Many processes may call it at once. Where everything is in place it does
 * nothing, and its user needs no more than membership in `cairn_app`; otherwise the user must be allowed to create roles and schemas. Nothing happens either
 * where a later release has been: an older one goes on beside it.
 * @param release the steps to this release
 */
export async function install({ url, deadline }: Connecting, release: readonly string[] = steps): Promise<void> {
  const client = new pg.Client({ ...clientConfig({ url, deadline }), statement_timeout: installDeadline, query_timeout: installDeadline });
  client.on('error', () => undefined);
  try {
    await client.connect();
    if ((await installedVersion(client)) >= release.length) return;
    await createRoles(client);
    await raiseSchema(client, release);
  } catch (error) {
    throw unavailable(error) ?? mayNotInstall(error) ?? error;
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** How many steps have been taken: 0 when the schema is absent, or hidden from this user. */
async function installedVersion(client: pg.Client): Promise<number> {
  await client.query(`SELECT set_config('role', rolname, false) FROM pg_roles WHERE rolname = '${roles.app}' AND pg_has_role(oid, 'MEMBER')`);
  const { rows: schemas } = await client.query(`SELECT FROM pg_namespace WHERE nspname = 'event_store' AND has_schema_privilege(oid, 'USAGE')`);
  const { rows } = schemas.length > 0 ? await client.query<{ version: number }>('SELECT schema_version AS version FROM event_store.store') : { rows: [] };
  await client.query('RESET ROLE');
  return rows[0]?.version ?? 0;
}

/** Roles are shared by all databases of a cluster, which no lock of ours spans: so a creation in another database may come in between, and we look again. */
async function createRoles(client: pg.Client): Promise<void> {
  const overtaken = new Set(['23505', '42710', 'XX000']);
  for (let attempt = 1; ; attempt++) {
    try {
      return void (await client.query(`DO $body$ BEGIN
        IF to_regrole('${roles.owner}') IS NULL THEN CREATE ROLE ${roles.owner} NOLOGIN; END IF;
        IF to_regrole('${roles.app}') IS NULL THEN CREATE ROLE ${roles.app} NOLOGIN; END IF;
        IF NOT pg_has_role('${roles.owner}', 'USAGE') THEN GRANT ${roles.owner} TO CURRENT_USER; END IF;
        IF NOT pg_has_role('${roles.app}', 'USAGE') THEN GRANT ${roles.app} TO CURRENT_USER; END IF;
      END $body$`));
    } catch (error) {
      if (attempt === 10 || !(error instanceof pg.DatabaseError && overtaken.has(error.code ?? ''))) throw error;
    }
  }
}

async function raiseSchema(client: pg.Client, release: readonly string[]): Promise<void> {
  await client.query('BEGIN');
  await client.query('SELECT pg_advisory_xact_lock($1, $2)', [lockClass, installLock]);
  const { rows } = await client.query<{ server_encoding: string }>('SHOW server_encoding');
  if (rows[0]?.server_encoding !== 'UTF8') throw new Error(`the event store needs a database in UTF8, not ${rows[0]?.server_encoding}`);
  const installed = await installedVersion(client);
  if (installed === 0) await client.query(`CREATE SCHEMA event_store AUTHORIZATION ${roles.owner}`);
  await client.query(`SET LOCAL ROLE ${roles.owner}`);
  if (installed < release.length) {
    for (const step of release.slice(installed)) await client.query(step);
    await client.query('UPDATE event_store.store SET schema_version = $1', [release.length]);
  }
  await client.query('COMMIT');
}

const mayNotInstall = (error: unknown) =>
  error instanceof pg.DatabaseError && error.code === '42501'
    ? new Error(`this user may not install the event store: open it once as an administrator, then GRANT ${roles.app} to this user`, { cause: error })
    : undefined;
