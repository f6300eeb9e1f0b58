import { START, type StoreIdentity } from '@cairn/event-store';
import type pg from 'pg';
import { isLocked, type Query } from './database.js';
import { Fenced } from './errors.js';
import { quoted } from './row-table.js';

export type Status = 'building' | 'live' | 'stopped';

/** Which store, and which life of it. */
export type StoreLife = Pick<StoreIdentity, 'storeId' | 'epoch'>;

export interface CheckpointKey {
  readonly kind: 'read-model' | 'process';
  readonly name: string;
  readonly version: number;
}

export interface Checkpoint extends CheckpointKey {
  readonly position: bigint;
  readonly storeId: string;
  readonly epoch: number;
  /** Where the store ended when it was found to have another past than this checkpoint. */
  readonly rewoundTo: bigint | null;
  readonly status: Status;
  /** What the table of a read model was made from. */
  readonly columns: string | null;
  /** It has been complete once, and may have been active. */
  readonly built: boolean;
  readonly parked: number;
  readonly errorCode: string | null;
  readonly errorPosition: bigint | null;
  readonly updatedAt: Date;
}

export const on =
  (client: pg.ClientBase): Query =>
  (text, values) =>
    client.query(text, values);

/** What a checkpoint says that has stopped, once it goes on. */
export const goingOn = ({ kind, built }: Pick<Checkpoint, 'kind' | 'built'>): Status => (built || kind === 'process' ? 'live' : 'building');

/** Also the name of the lock of whoever follows it, after that of the service: see `lease.ts`. */
export const checkpointId = ({ kind, name, version }: CheckpointKey): string => `${kind}/${name}@${version}`;

const columns = `kind, name, version, position, store_id AS "storeId", epoch, rewound_to AS "rewoundTo", status, columns, built_at IS NOT NULL AS built, parked,
  error_code AS "errorCode", error_position AS "errorPosition", updated_at AS "updatedAt"`;
const among = (first: number) =>
  `(kind, name, version) IN (SELECT k, n, v FROM unnest($${first}::text[], $${first + 1}::text[], $${first + 2}::int[]) AS w (k, n, v))`;
const values = (keys: readonly CheckpointKey[]) => [keys.map(({ kind }) => kind), keys.map(({ name }) => name), keys.map(({ version }) => version)];

/** How far the read models and processes of one service have come. Everybody who moves a checkpoint does it in the transaction that makes it true. */
export class Checkpoints {
  private readonly table: string;
  private readonly actives: string;

  constructor(readonly schema: string) {
    this.table = `${quoted(schema)}.checkpoint`;
    this.actives = `${quoted(schema)}.active`;
  }

  /** Makes the row where there is none: nothing read yet, of the store as it is now. */
  async register(query: Query, { kind, name, version }: CheckpointKey, { storeId, epoch }: StoreLife, definition: string | null): Promise<void> {
    await query(
      `INSERT INTO ${this.table} (kind, name, version, position, store_id, epoch, status, columns) VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT DO NOTHING`,
      [kind, name, version, String(START), storeId, epoch, kind === 'process' ? 'live' : 'building', definition],
    );
  }

  async all(query: Query): Promise<Checkpoint[]> {
    return (await query<Stored>(`SELECT ${columns} FROM ${this.table} ORDER BY kind, name, version`, [])).rows.map(checkpoint);
  }

  /** Those that somebody follows now, on whichever replica of whichever release. By {@link checkpointId}. */
  async followed(query: Query): Promise<string[]> {
    const id = `kind || '/' || name || '@' || version`;
    const { rows } = await query<{ id: string }>(`SELECT ${id} AS id FROM ${this.table} WHERE ${isLocked(`$1 || ${id}`)}`, [`${this.schema}/`]);
    return rows.map(({ id }) => id);
  }

  async of(query: Query, keys: readonly CheckpointKey[]): Promise<Checkpoint[]> {
    return (await query<Stored>(`SELECT ${columns} FROM ${this.table} WHERE ${among(1)} ORDER BY kind, name, version`, values(keys))).rows.map(checkpoint);
  }

  /** Holds the checkpoints until the transaction ends. Everybody takes them in this order, so nobody waits in a circle. */
  async lock(query: Query, keys: readonly CheckpointKey[]): Promise<Checkpoint[]> {
    const text = `SELECT ${columns} FROM ${this.table} WHERE ${among(1)} ORDER BY kind, name, version FOR NO KEY UPDATE`;
    return (await query<Stored>(text, values(keys))).rows.map(checkpoint);
  }

  /** Holds the checkpoints, all of which stand at `position`. Throws {@link Fenced} when one does not: then somebody else is at work. */
  async lockAt(query: Query, keys: readonly CheckpointKey[], position: bigint): Promise<Checkpoint[]> {
    const held = await this.lock(query, keys);
    if (held.length !== keys.length || held.some((each) => each.position !== position)) throw new Fenced();
    return held;
  }

  /** The compare-and-set that makes a batch count once. Throws {@link Fenced}. */
  async move(query: Query, keys: readonly CheckpointKey[], from: bigint, to: bigint): Promise<void> {
    if (keys.length === 0) return;
    const text = `UPDATE ${this.table} SET position = $1, updated_at = now() WHERE position = $2 AND ${among(3)}`;
    const { rowCount } = await query(text, [String(to), String(from), ...values(keys)]);
    if (rowCount !== keys.length) throw new Fenced();
  }

  /** Notes where the store ends, of those that speak of another past than it has, unless that is noted already. */
  async rewind(query: Query, keys: readonly CheckpointKey[], { storeId, epoch }: StoreLife, head: bigint): Promise<void> {
    const text = `UPDATE ${this.table} SET rewound_to = $1 WHERE rewound_to IS NULL AND (store_id <> $2 OR epoch <> $3 OR position > $1) AND ${among(4)}`;
    await query(text, [String(head), storeId, epoch, ...values(keys)]);
  }

  /** Sets the checkpoint whatever it was: for whoever holds it locked. */
  async place(query: Query, key: CheckpointKey, position: bigint, { storeId, epoch }: StoreLife): Promise<void> {
    const text = `UPDATE ${this.table} SET position = $1, store_id = $2, epoch = $3, rewound_to = NULL, updated_at = now() WHERE ${among(4)}`;
    await query(text, [String(position), storeId, epoch, ...values([key])]);
  }

  async mark(query: Query, keys: readonly CheckpointKey[], status: Status, error?: { code: string; position: bigint }): Promise<void> {
    const text = `UPDATE ${this.table} SET status = $1, error_code = $2, error_position = $3, updated_at = now(),
      built_at = CASE WHEN $1 = 'live' THEN coalesce(built_at, now()) ELSE built_at END WHERE ${among(4)}`;
    await query(text, [status, error?.code ?? null, error ? String(error.position) : null, ...values(keys)]);
  }

  async remove(query: Query, key: CheckpointKey): Promise<void> {
    await query(`DELETE FROM ${this.table} WHERE ${among(1)}`, values([key]));
  }

  /** Which version of each read model answers queries. */
  async active(query: Query): Promise<Map<string, number>> {
    const { rows } = await query<{ name: string; version: number }>(`SELECT name, version FROM ${this.actives}`, []);
    return new Map(rows.map(({ name, version }) => [name, version]));
  }

  /** The flip: from the end of this transaction on, queries are answered by this version. */
  async activate(query: Query, { name, version }: Pick<CheckpointKey, 'name' | 'version'>): Promise<void> {
    await query(`INSERT INTO ${this.actives} (name, version) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET version = excluded.version`, [name, version]);
  }
}

type Stored = Omit<Checkpoint, 'position' | 'rewoundTo' | 'errorPosition'> & {
  readonly position: string;
  readonly rewoundTo: string | null;
  readonly errorPosition: string | null;
};

const checkpoint = (stored: Stored): Checkpoint => ({
  ...stored,
  position: BigInt(stored.position),
  rewoundTo: stored.rewoundTo === null ? null : BigInt(stored.rewoundTo),
  errorPosition: stored.errorPosition === null ? null : BigInt(stored.errorPosition),
});
