import type { Deadlines } from '@cairn/event-sourcing';
import type { Query } from './database.js';
import { pendingOf, type Pending } from './pending.js';
import { quoted, tableName, type RowKey } from './row-table.js';

/** A deadline that nobody has performed yet. */
export type Open = Pending & RowKey;

/** What became of a deadline; `errorCode` when a rule refused it. */
export interface Settlement {
  readonly deadline: Open;
  readonly errorCode: string | null;
}

export interface DeadlineCounts {
  /** Due later. */
  readonly pending: number;
  /** Due, and neither performed nor refused. */
  readonly overdue: number;
  /** Refused by a rule, and still set. */
  readonly refused: number;
  /** Performed, ever. */
  readonly fired: number;
  /** The first of those that are pending or overdue, in milliseconds. */
  readonly next: number | null;
}

/** Which of the deadlines that are set have been settled. Whoever settles one has performed it: a crash between the two repeats a command that is not done twice. */
export class Settled {
  private readonly table: string;
  private readonly parked: string;

  constructor(private readonly schema: string) {
    this.table = `${quoted(schema)}.settled_deadline`;
    this.parked = `${quoted(schema)}.parked`;
  }

  /** The first so many open deadlines in the order in which they are due, after the one given; without those of which an event is parked that may have moved them. */
  async open(query: Query, deadlines: Deadlines, after: Open | undefined, limit: number): Promise<Open[]> {
    const text = `SELECT tenant, key, id, "of", due, set_by AS "setBy", correlation_id AS "correlationId", on_behalf_of AS "onBehalfOf"
      FROM ${this.pending(deadlines)} AS p WHERE (due, tenant, key) > ($2, $3, $4) AND NOT EXISTS (SELECT FROM ${this.table} AS s WHERE ${settles})
        AND NOT EXISTS (SELECT FROM ${this.parked} AS w WHERE w.kind = 'read-model' AND w.name = $1 AND w.version = $5 AND w.tenant = p.tenant AND w.key = p.key)
      ORDER BY due, tenant, key LIMIT $6`;
    const { due, tenant, key } = after ?? { due: Number.MIN_SAFE_INTEGER, tenant: '', key: '' };
    const { rows } = await query<Omit<Open, 'due'> & { due: string }>(text, [deadlines.name, due, tenant, key, deadlines.version, limit]);
    return rows.map((row) => ({ ...row, due: Number(row.due) }));
  }

  async add(query: Query, { name }: Deadlines, settlements: readonly Settlement[]): Promise<void> {
    if (settlements.length === 0) return;
    const column = (of: (settlement: Settlement) => unknown) => settlements.map(of);
    await query(
      `INSERT INTO ${this.table} (name, tenant, key, due, error_code) SELECT $1, * FROM unnest($2::text[], $3::text[], $4::bigint[], $5::text[]) ON CONFLICT DO NOTHING`,
      [
        name,
        column(({ deadline }) => deadline.tenant),
        column(({ deadline }) => deadline.key),
        column(({ deadline }) => deadline.due),
        column(({ errorCode }) => errorCode),
      ],
    );
  }

  async counts(query: Query, deadlines: Deadlines, now: number): Promise<DeadlineCounts> {
    const open = (due: string) => `count(*) FILTER (WHERE s.name IS NULL AND p.due ${due} $2)::int`;
    const text = `SELECT ${open('>')} AS pending, ${open('<=')} AS overdue, count(s.error_code)::int AS refused,
        (SELECT count(*)::int FROM ${this.table} WHERE name = $1 AND error_code IS NULL) AS fired, min(p.due) FILTER (WHERE s.name IS NULL) AS next
      FROM ${this.pending(deadlines)} AS p LEFT JOIN ${this.table} AS s ON ${settles}`;
    const { rows } = await query<Omit<DeadlineCounts, 'next'> & { next: string | null }>(text, [deadlines.name, now]);
    const { next, ...counts } = rows[0]!;
    return { ...counts, next: next === null ? null : Number(next) };
  }

  /** Lets what was refused be tried again; gives how many that are. */
  async reopen(query: Query, { name }: Deadlines): Promise<number> {
    return (await query(`DELETE FROM ${this.table} WHERE name = $1 AND error_code IS NOT NULL`, [name])).rowCount ?? 0;
  }

  /** Forgets everything: what is set is performed again, which changes nothing where it was done. */
  async clear(query: Query): Promise<void> {
    await query(`DELETE FROM ${this.table}`, []);
  }

  private pending(deadlines: Deadlines): string {
    return `${quoted(this.schema)}.${quoted(tableName(pendingOf(deadlines), deadlines.version))}`;
  }
}

const settles = 's.name = $1 AND s.tenant = p.tenant AND s.key = p.key AND s.due = p.due';
