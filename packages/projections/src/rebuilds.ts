import { START } from '@cairn/event-store';
import { isLocked, type Query } from './database.js';
import { versioned } from './define-read-model.js';
import { Fenced } from './errors.js';
import { quoted, tableName } from './row-table.js';

/** A version of a read model. */
interface Version {
  readonly name: string;
  readonly version: number;
}

/** The last rebuild of a version. */
export interface RebuildRecord extends Version {
  readonly startedAt: Date;
  readonly position: bigint;
  readonly until: bigint;
  readonly finishedAt: Date | null;
  /** Events that it could not fold, and the later ones of their keys; null until it has ended well. */
  readonly parked: number | null;
  /** Why it ended without a result. */
  readonly errorCode: string | null;
  /** Somebody is at work on it now. */
  readonly running: boolean;
}

/** Who holds this lock rebuilds or verifies the version. */
export const rebuildLock = (service: string, version: Version): string => `rebuild/${service}/${versioned(version)}`;

/** What a service remembers of its rebuilds: how far the shards of one have written, how far it has read, and how the last one ended. */
export class Rebuilds {
  private readonly table: string;
  private readonly shards: string;

  constructor(private readonly schema: string) {
    this.table = `${quoted(schema)}.rebuild`;
    this.shards = `${quoted(schema)}.rebuild_shard`;
  }

  /** Nothing has been written yet into this table, which is known by its name alone; those of earlier rebuilds are forgotten. */
  async beginShards(query: Query, { name, version }: Version, table: string, count: number): Promise<void> {
    await query(`DELETE FROM ${this.shards} WHERE version = $1 AND (name = $2 OR starts_with(name, $3))`, [version, name, `${tableName({ name }, version)}_`]);
    await query(`INSERT INTO ${this.shards} (name, version, shard, position) SELECT $1, $2, shard, $3 FROM generate_series(0, $4 - 1) AS shard`, [
      table,
      version,
      String(START),
      count,
    ]);
  }

  async shardAt(query: Query, table: string, shard: number): Promise<bigint> {
    const { rows } = await query<{ position: string }>(`SELECT position FROM ${this.shards} WHERE name = $1 AND shard = $2`, [table, shard]);
    if (!rows[0]) throw new Fenced();
    return BigInt(rows[0].position);
  }

  /** The compare-and-set that makes what a shard writes count once. Throws {@link Fenced}. */
  async moveShard(query: Query, table: string, shard: number, from: bigint, to: bigint): Promise<void> {
    const text = `UPDATE ${this.shards} SET position = $1 WHERE name = $2 AND shard = $3 AND position = $4`;
    const { rowCount } = await query(text, [String(to), table, shard, String(from)]);
    if (rowCount !== 1) throw new Fenced();
  }

  async begin(query: Query, { name, version }: Version, until: bigint): Promise<void> {
    await query(
      `INSERT INTO ${this.table} (name, version, position, until) VALUES ($1, $2, $3, $4)
        ON CONFLICT (name, version) DO UPDATE SET started_at = now(), position = $3, until = $4, finished_at = NULL, parked = NULL, error_code = NULL`,
      [name, version, String(START), String(until)],
    );
  }

  async reach(query: Query, { name, version }: Version, position: string, until: string): Promise<void> {
    await query(`UPDATE ${this.table} SET position = $3, until = $4 WHERE name = $1 AND version = $2 AND finished_at IS NULL`, [
      name,
      version,
      position,
      until,
    ]);
  }

  /** With a result, or with the reason why there is none. */
  async end(
    query: Query,
    { name, version }: Version,
    { parked, position, errorCode }: { parked?: number; position?: string; errorCode?: string },
  ): Promise<void> {
    const text = `UPDATE ${this.table} SET finished_at = now(), parked = $3, error_code = $4, position = coalesce($5, position), until = coalesce($5, until)
      WHERE name = $1 AND version = $2`;
    await query(text, [name, version, parked ?? null, errorCode ?? null, position ?? null]);
  }

  /** One that was killed says so by the lock that nobody holds any more. */
  async all(query: Query): Promise<RebuildRecord[]> {
    const { rows } = await query<Stored>(
      `SELECT name, version, started_at AS "startedAt", position, until, finished_at AS "finishedAt", parked, error_code AS "errorCode",
        finished_at IS NULL AND ${isLocked(`$1 || name || '@' || version`)} AS running FROM ${this.table} ORDER BY name, version`,
      [`rebuild/${this.schema}/`],
    );
    return rows.map((row) => ({ ...row, position: BigInt(row.position), until: BigInt(row.until) }));
  }
}

type Stored = Omit<RebuildRecord, 'position' | 'until'> & { readonly position: string; readonly until: string };
