import type { StoredEvent, StoreIdentity } from '../port.js';

/** Bytes of payload with which a page of all events is full, and ends: keeps memory flat when events are large. */
const pageBytes = 8 * 1024 * 1024;
/** Positions that one look for events of some categories examines: what an answer without events costs at most. */
export const categoryWindow = 10_000n;

/** The time travels as a number of milliseconds: reading its text would cost as much as reading the event. */
const ofStream = `position, revision, (extract(epoch FROM created) * 1000)::float8 AS created, event_id AS id, schema_version AS "schemaVersion", type,
  convert_from(data, 'UTF8') AS data, convert_from(metadata, 'UTF8') AS metadata`;
const columns = `${ofStream}, tenant, stream`;
const head = 'SELECT coalesce(max(position), -1) AS head FROM event_store.events';

/** $1 tenant, $2 stream, $3 first revision, $4 limit or null. A single row without an event when the stream has none in this range. */
export const readStream = `
SELECT l.last, e.* FROM event_store.streams s
CROSS JOIN LATERAL (SELECT max(revision) AS last FROM event_store.events WHERE stream_id = s.stream_id) l
LEFT JOIN LATERAL (
  SELECT ${ofStream} FROM event_store.events WHERE stream_id = s.stream_id AND revision >= $3 ORDER BY revision LIMIT $4
) e ON true
WHERE s.tenant = $1 AND s.name = $2 ORDER BY e.revision`;

/** $1 after, $2 limit. Head and events are of one snapshot; no row when there is no event. */
export const readEverything = `SELECT *, (${head}) AS head FROM (${pageOf('position > $1')}) e ORDER BY position`;

/** As {@link readEverything}; $3 categories, $4 last position to examine. A single row without an event when there is none: the head is told all the same. */
export const readCategories = `
SELECT h.head, e.* FROM (${head}) h
LEFT JOIN (${pageOf(`position > $1 AND position <= $4 AND split_part(stream, '-', 1) = ANY($3)`)}) e ON true ORDER BY e.position`;

/** `cut` on its last event says that the page is full of bytes. */
function pageOf(condition: string): string {
  return `
  SELECT ${columns}, running >= ${pageBytes} AS cut FROM (
    SELECT *, sum(size) OVER (ORDER BY position ROWS UNBOUNDED PRECEDING) AS running FROM (
      SELECT *, octet_length(data) + octet_length(metadata) AS size FROM event_store.events WHERE ${condition} ORDER BY position LIMIT $2
    ) found
  ) counted WHERE running - size < ${pageBytes} ORDER BY position`;
}

/** A row of an event of one stream; all of it is null where a query has found none. */
export interface StreamRow {
  readonly position: string | null;
  readonly revision: string;
  /** Milliseconds since 1970. */
  readonly created: number;
  readonly id: string;
  readonly schemaVersion: number;
  readonly type: string;
  readonly data: string;
  readonly metadata: string;
}
type Place = Pick<StoredEvent, 'tenant' | 'stream'>;
export type EventRow = StreamRow & Place;
export type PageRow = EventRow & { readonly head: string; readonly cut: boolean };

export const eventsOf = (rows: readonly EventRow[]): StoredEvent[] => found(rows).map((row) => eventOf(row, row));
export const eventsOfStream = (rows: readonly StreamRow[], place: Place): StoredEvent[] => found(rows).map((row) => eventOf(row, place));

const found = <R extends StreamRow>(rows: readonly R[]): readonly R[] => (rows[0]?.position === null ? [] : rows);

const eventOf = ({ position, revision, created, id, schemaVersion, type, data, metadata }: StreamRow, { tenant, stream }: Place): StoredEvent => ({
  id,
  type,
  schemaVersion,
  tenant,
  stream,
  revision: BigInt(revision),
  position: BigInt(position!),
  created: new Date(created),
  data,
  metadata,
});

export const identityRow = 'store_id AS "storeId", epoch, began';
/** `pg` gives bigint as text. */
export type IdentityRow = Omit<StoreIdentity, 'began'> & { readonly began: readonly string[] };
export const identityOf = ({ storeId, epoch, began }: IdentityRow): StoreIdentity => ({ storeId, epoch, began: began.map(BigInt) });
