import { START } from '@cairn/event-store';
import type { CheckpointKey } from './checkpoints.js';
import type { Query } from './database.js';
import { quoted, type RowKey } from './row-table.js';

/** An event that waits for its key: where it is, never what it says. */
export interface ParkedEvent extends RowKey {
  readonly position: bigint;
  readonly stream: string;
  readonly revision: bigint;
  readonly errorCode: string;
}

const these = 'kind = $1 AND name = $2 AND version = $3';
const whose = ({ kind, name, version }: CheckpointKey) => [kind, name, version];

/** Events that could not be folded, and every later event of the same key. Whoever changes them holds the checkpoint, which counts them. */
export class Parked {
  private readonly table: string;
  private readonly checkpoints: string;

  constructor(schema: string) {
    this.table = `${quoted(schema)}.parked`;
    this.checkpoints = `${quoted(schema)}.checkpoint`;
  }

  async keys(query: Query, of: CheckpointKey): Promise<RowKey[]> {
    return (await query<RowKey>(`SELECT DISTINCT tenant, key FROM ${this.table} WHERE ${these} ORDER BY tenant, key`, whose(of))).rows;
  }

  /** Which of these keys have an event parked. */
  async among(query: Query, of: CheckpointKey, keys: readonly RowKey[]): Promise<RowKey[]> {
    const found = `SELECT tenant, key FROM ${this.table} WHERE ${these} AND tenant = w.t AND key = w.k LIMIT 1`;
    const text = `SELECT found.* FROM unnest($4::text[], $5::text[]) AS w (t, k) CROSS JOIN LATERAL (${found}) AS found`;
    return (await query<RowKey>(text, [...whose(of), keys.map(({ tenant }) => tenant), keys.map(({ key }) => key)])).rows;
  }

  /** The first so many of a key, in the order in which they happened. */
  async events(query: Query, of: CheckpointKey, { tenant, key }: RowKey, limit: number): Promise<ParkedEvent[]> {
    const text = `SELECT tenant, key, position, stream, revision, error_code AS "errorCode" FROM ${this.table} WHERE ${these} AND tenant = $4 AND key = $5 ORDER BY position LIMIT $6`;
    const { rows } = await query<Stored>(text, [...whose(of), tenant, key, limit]);
    return rows.map((row) => ({ ...row, position: BigInt(row.position), revision: BigInt(row.revision) }));
  }

  async add(query: Query, of: CheckpointKey, events: readonly ParkedEvent[]): Promise<void> {
    if (events.length === 0) return;
    const text = `INSERT INTO ${this.table} (kind, name, version, tenant, key, position, stream, revision, error_code)
      SELECT $1, $2, $3, * FROM unnest($4::text[], $5::text[], $6::numeric[], $7::text[], $8::bigint[], $9::text[]) ON CONFLICT DO NOTHING`;
    const column = (of: (event: ParkedEvent) => unknown) => events.map((event) => String(of(event)));
    const { rowCount } = await query(text, [
      ...whose(of),
      column(({ tenant }) => tenant),
      column(({ key }) => key),
      column(({ position }) => position),
      column(({ stream }) => stream),
      column(({ revision }) => revision),
      column(({ errorCode }) => errorCode),
    ]);
    await this.count(query, of, rowCount);
  }

  async remove(query: Query, of: CheckpointKey, { tenant, key }: RowKey, upTo: bigint): Promise<void> {
    const text = `DELETE FROM ${this.table} WHERE ${these} AND tenant = $4 AND key = $5 AND position <= $6`;
    const { rowCount } = await query(text, [...whose(of), tenant, key, String(upTo)]);
    await this.count(query, of, -(rowCount ?? 0));
  }

  /** All of them, or those after the position. */
  async clear(query: Query, of: CheckpointKey, after: bigint = START): Promise<void> {
    const { rowCount } = await query(`DELETE FROM ${this.table} WHERE ${these} AND position > $4`, [...whose(of), String(after)]);
    await this.count(query, of, -(rowCount ?? 0));
  }

  private async count(query: Query, of: CheckpointKey, more: number | null): Promise<void> {
    await query(`UPDATE ${this.checkpoints} SET parked = parked + $4 WHERE ${these}`, [...whose(of), more ?? 0]);
  }
}

type Stored = Omit<ParkedEvent, 'position' | 'revision'> & { readonly position: string; readonly revision: string };
