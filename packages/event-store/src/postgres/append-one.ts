/**
 * `append_one` is `append` for a call with a single append: under the same lock, with the same outcomes. Most commands send one, and it needs no sets: three
 * look-ups in indexes and two inserts take half of the time.
 *
 * The lock is held meanwhile, so what it costs counts: values are assigned, because PERFORM would run a query; one event is inserted by itself, without a set;
 * and only the search path is set here, for safety. How to plan is set once by each of our connections. Others get the same outcomes, with plans of their own.
 * @param lock the two numbers of the lock that gives events their order
 * @param app the role that may call it
 */
export const appendOne = (lock: string, app: string): string => `
CREATE OR REPLACE FUNCTION event_store.append_one(
  tenant text, stream text, expected bigint, ids uuid[], types text[], versions int[], cuts int[], payload bytea,
  OUT outcome text, OUT revision bigint, OUT "position" bigint)
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, event_store, pg_temp
AS $body$
DECLARE
  events_sent CONSTANT int := cardinality(ids);
  head bigint;
  target bigint;
  current bigint := -1;
  -- the events of this append that the stream holds already; base = the revision before the first of them
  known int := 0;
  known_base bigint;
  known_last_base bigint;
  known_position bigint;
  moment timestamptz;
  ignored text;
BEGIN
  IF current_setting('transaction_isolation') <> 'read committed' THEN
    RAISE EXCEPTION 'append runs under READ COMMITTED: an older snapshot would not see the head';
  END IF;
  ignored := pg_advisory_xact_lock(${lock});
  SELECT coalesce((SELECT max(e.position) FROM events e), -1),
    (SELECT s.stream_id FROM streams s WHERE s.tenant = append_one.tenant AND s.name = append_one.stream)
  INTO head, target;
  IF target IS NOT NULL THEN
    SELECT coalesce((SELECT max(e.revision) FROM events e WHERE e.stream_id = target), -1), count(*), min(e.revision - k), max(e.revision - k), max(e.position)
    INTO current, known, known_base, known_last_base, known_position
    FROM generate_series(1, events_sent) k JOIN events e ON e.stream_id = target AND e.event_id = ids[k];
  END IF;

  IF known = events_sent AND known_base = known_last_base AND (expected < -1 OR expected = known_base) THEN
    outcome := 'idempotent'; revision := known_base + events_sent; "position" := known_position;
    RETURN;
  END IF;
  IF known > 0 OR NOT (expected = -2 OR expected = current OR (expected = -4 AND current >= 0)) THEN
    outcome := 'conflict'; revision := current;
    RETURN;
  END IF;

  moment := date_trunc('milliseconds', clock_timestamp());
  ignored := set_config('event_store.writer', 'append', true);
  IF target IS NULL THEN
    target := nextval('event_store.stream_ids');
    INSERT INTO streams (stream_id, tenant, name) VALUES (target, append_one.tenant, append_one.stream);
  END IF;
  IF events_sent = 1 THEN
    INSERT INTO events (position, stream_id, revision, created, event_id, schema_version, tenant, stream, type, data, metadata)
    VALUES (head + 1, target, current + 1, moment, ids[1], versions[1], append_one.tenant, append_one.stream, types[1],
      substring(payload FOR cuts[1]), substring(payload FROM cuts[1] + 1));
  ELSE
    INSERT INTO events (position, stream_id, revision, created, event_id, schema_version, tenant, stream, type, data, metadata)
    SELECT head + n, target, current + n, moment, ids[n], versions[n], append_one.tenant, append_one.stream, types[n],
      substring(payload FROM coalesce(cuts[2 * n - 2], 0) + 1 FOR cuts[2 * n - 1] - coalesce(cuts[2 * n - 2], 0)),
      substring(payload FROM cuts[2 * n - 1] + 1 FOR cuts[2 * n] - cuts[2 * n - 1])
    FROM generate_series(1, events_sent) n;
  END IF;
  ignored := set_config('event_store.writer', '', true);
  outcome := 'appended'; revision := current + events_sent; "position" := head + events_sent;
END $body$;
REVOKE ALL ON FUNCTION event_store.append_one FROM PUBLIC;
GRANT EXECUTE ON FUNCTION event_store.append_one TO ${app};
`;
