import { appendOne } from './append-one.js';

/**
 * Class of the advisory locks that the event store takes, in the two-integer form (`CAIR` in ASCII), so that they collide with nobody else's.
 * They are locks of one database: stores in two databases do not wait for each other.
 */
export const lockClass = 0x43414952;
/** Held by an append until its transaction ends: this gives events their total order. */
export const appendLock = 1;
/** Held while the schema is installed or raised. */
export const installLock = 2;

/** `owner` owns the schema and runs `append`; `app` is what the store's connections become. Roles belong to the whole cluster, and nobody logs in as either. */
export const roles = { owner: 'cairn_store', app: 'cairn_app' } as const;

/** NOTIFY without payload on this channel says that something was appended. May be lost: subscribers also poll. */
export const channel = 'event_store_appended';

/**
 * What takes the schema from version n (the index) to n + 1, run as {@link roles.owner}. Only ever add to the end. A step that replaces a function and the step
 * that brought it give its body of today: there is one text of it.
 *
 * Positions are dense from 0: the next one is `max + 1` under a lock that is held until commit, so what a reader has seen is always a complete prefix, and a
 * rolled-back append leaves no gap. Rows of events and streams are only ever inserted; the one row of `store` is updated by a later release or epoch. `events` repeats tenant and stream name so that reading everything needs no join. There is no index by category:
 * readers of a category scan a bounded window of positions instead, and appends stay cheap.
 */
export const steps: readonly string[] = [
  `
CREATE TABLE event_store.store (
  store_id uuid NOT NULL DEFAULT gen_random_uuid(),
  epoch int NOT NULL DEFAULT 1,
  created timestamptz NOT NULL DEFAULT clock_timestamp(),
  schema_version int NOT NULL
);
CREATE UNIQUE INDEX store_is_one_row ON event_store.store ((true));

CREATE SEQUENCE event_store.stream_ids;
CREATE TABLE event_store.streams (
  stream_id bigint NOT NULL,
  tenant text COLLATE "C" NOT NULL,
  name text COLLATE "C" NOT NULL,
  PRIMARY KEY (tenant, name)
);

CREATE TABLE event_store.events (
  position bigint PRIMARY KEY,
  stream_id bigint NOT NULL,
  revision bigint NOT NULL,
  created timestamptz NOT NULL,
  event_id uuid NOT NULL,
  schema_version int NOT NULL,
  tenant text COLLATE "C" NOT NULL,
  stream text COLLATE "C" NOT NULL,
  type text COLLATE "C" NOT NULL,
  data bytea NOT NULL,
  metadata bytea NOT NULL,
  UNIQUE (stream_id, revision),
  UNIQUE (stream_id, event_id)
);
COMMENT ON COLUMN event_store.events.data IS 'canonical JSON (RFC 8785), UTF-8: exactly the bytes that are hashed';

-- An insert passes inside append() and append_one(), and everything under maintenance. A guard against slips of those who may write here at all, which are
-- the owner and administrators: they could say event_store.writer = 'append' themselves. The app role may not write here whatever it says.
CREATE FUNCTION event_store.only_append_writes() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
  IF current_setting('event_store.maintenance', true) = 'on' OR current_setting('event_store.writer', true) = 'append' AND TG_OP = 'INSERT' THEN
    RETURN NULL;
  END IF;
  RAISE EXCEPTION '% of event_store.% is refused: events are only ever appended, by event_store.append()', TG_OP, TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';
END $body$;
CREATE TRIGGER only_append_writes BEFORE INSERT OR UPDATE OR DELETE OR TRUNCATE ON event_store.events
  FOR EACH STATEMENT EXECUTE FUNCTION event_store.only_append_writes();
CREATE TRIGGER only_append_writes BEFORE INSERT OR UPDATE OR DELETE OR TRUNCATE ON event_store.streams
  FOR EACH STATEMENT EXECUTE FUNCTION event_store.only_append_writes();

-- Many appends in one round trip; each is accepted whole or refused by itself. The caller MUST NOT name one stream of a tenant twice in a call.
-- Per append: tenant, stream, expected revision (-1 no stream, -2 any, -4 exists), index of its first event (from 0), number of events.
-- Per event: id, type, schema version; in payload its data ends at cuts[2k+1] and its metadata at cuts[2k+2], where cuts[0] = 0 is left out (k from 0).
CREATE FUNCTION event_store.append(
  tenants text[], streams text[], expected bigint[], firsts int[], counts int[], ids uuid[], types text[], versions int[], cuts int[], payload bytea)
RETURNS TABLE (outcome text, revision bigint, "position" bigint)
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, event_store, pg_temp
SET plan_cache_mode = force_generic_plan
SET enable_seqscan = off
SET enable_hashjoin = off
SET enable_mergejoin = off
SET enable_bitmapscan = off
SET enable_material = off
SET jit = off
AS $body$
#variable_conflict use_column
DECLARE
  head bigint;
  moment timestamptz;
BEGIN
  IF current_setting('transaction_isolation') <> 'read committed' THEN
    RAISE EXCEPTION 'append runs under READ COMMITTED: an older snapshot would not see the head';
  END IF;
  PERFORM pg_advisory_xact_lock(${lockClass}, ${appendLock});
  PERFORM set_config('event_store.writer', 'append', true);
  SELECT coalesce(max(e.position), -1) INTO head FROM events e;
  moment := date_trunc('milliseconds', clock_timestamp());
  RETURN QUERY
  WITH asked AS MATERIALIZED (
    SELECT a.*, s.stream_id, coalesce((SELECT max(e.revision) FROM events e WHERE e.stream_id = s.stream_id), -1) AS current
    FROM unnest(tenants, streams, expected, firsts, counts) WITH ORDINALITY AS a (tenant, stream, expected, first, count, i)
    LEFT JOIN streams s ON s.tenant = a.tenant AND s.name = a.stream
  ), judged AS (
    SELECT a.*, known.base, known.position AS known_position,
      CASE
        WHEN known.count = a.count AND known.base = known.last_base AND (a.expected < -1 OR a.expected = known.base) THEN 'idempotent'
        WHEN known.count > 0 THEN 'conflict'
        WHEN a.expected = -2 OR a.expected = a.current OR (a.expected = -4 AND a.current >= 0) THEN 'appended'
        ELSE 'conflict'
      END AS outcome
    FROM asked a LEFT JOIN LATERAL (   -- the events of this append that the stream holds already; base = the revision before the first of them
      SELECT count(*) AS count, min(e.revision - k) AS base, max(e.revision - k) AS last_base, max(e.position) AS position
      FROM generate_series(1, a.count) k JOIN events e ON e.stream_id = a.stream_id AND e.event_id = ids[a.first + k]
    ) known ON a.stream_id IS NOT NULL
  ), placed AS MATERIALIZED (
    SELECT j.*,
      CASE WHEN outcome = 'appended' THEN coalesce(stream_id, nextval('event_store.stream_ids')) END AS new_stream_id,
      head + sum(count) FILTER (WHERE outcome = 'appended') OVER (ORDER BY i) AS last_position
    FROM judged j
  ), begun AS (
    INSERT INTO streams (stream_id, tenant, name)
    SELECT new_stream_id, tenant, stream FROM placed WHERE outcome = 'appended' AND stream_id IS NULL
  ), stored AS (
    INSERT INTO events (position, stream_id, revision, created, event_id, schema_version, tenant, stream, type, data, metadata)
    SELECT p.last_position - p.count + k, p.new_stream_id, p.current + k, moment, ids[n], versions[n], p.tenant, p.stream, types[n],
      substring(payload FROM coalesce(cuts[2 * n - 2], 0) + 1 FOR cuts[2 * n - 1] - coalesce(cuts[2 * n - 2], 0)),
      substring(payload FROM cuts[2 * n - 1] + 1 FOR cuts[2 * n] - cuts[2 * n - 1])
    FROM placed p CROSS JOIN generate_series(1, p.count) k CROSS JOIN LATERAL (SELECT p.first + k AS n) place
    WHERE p.outcome = 'appended'
  )
  SELECT p.outcome,
    CASE p.outcome WHEN 'appended' THEN p.current + p.count WHEN 'idempotent' THEN p.base + p.count ELSE p.current END,
    CASE p.outcome WHEN 'appended' THEN p.last_position::bigint WHEN 'idempotent' THEN p.known_position END
  FROM placed p ORDER BY p.i;
  PERFORM set_config('event_store.writer', '', true);
END $body$;
REVOKE ALL ON FUNCTION event_store.append FROM PUBLIC;

GRANT USAGE ON SCHEMA event_store TO ${roles.app};
GRANT SELECT ON event_store.store, event_store.streams, event_store.events TO ${roles.app};
GRANT EXECUTE ON FUNCTION event_store.append TO ${roles.app};
INSERT INTO event_store.store (schema_version) VALUES (0);
`,
  appendOne(`${lockClass}, ${appendLock}`, roles.app),
  // The end of the store when each epoch began, the current one last.
  `ALTER TABLE event_store.store ADD COLUMN began bigint[] NOT NULL DEFAULT '{}'`,
  // Replaced by a body that takes less of the server's time.
  appendOne(`${lockClass}, ${appendLock}`, roles.app),
];
