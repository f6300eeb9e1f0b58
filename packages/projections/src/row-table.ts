import type pg from 'pg';
import type { Column, ColumnType } from './columns.js';
import type { ReadModel, Row } from './define-read-model.js';

/** What a row is known by, within one read model. */
export interface RowKey {
  readonly tenant: string;
  readonly key: string;
}

/** One string for a row's key: tenants and keys hold no U+0000. */
export const rowId = ({ tenant, key }: RowKey): string => `${tenant}\u0000${key}`;
export const keyOfRowId = (id: string): RowKey => ({ tenant: id.slice(0, id.indexOf('\u0000')), key: id.slice(id.indexOf('\u0000') + 1) });

/** Rows per statement: keeps a statement's parameters within some megabytes. */
const rowsPerStatement = 5000;

export const quoted = (identifier: string): string => `"${identifier}"`;
export const tableName = ({ name }: { readonly name: string }, version: number): string => `${name.replaceAll('-', '_')}_v${version}`;

/** The table of one read model, or one that is filled beside it. The only writer of rows; every statement takes many at once. */
export class RowTable {
  private readonly columns: readonly Column[];
  private readonly indexes: readonly string[];
  private readonly path: string;
  private readonly names: string;

  constructor(
    private readonly schema: string,
    model: ReadModel,
    readonly table: string = tableName(model, model.version),
  ) {
    this.columns = model.columns;
    const listed = (columns: readonly Column[]) => columns.map(({ name }) => quoted(name)).join(', ');
    this.indexes = [...model.indexes.map((columns) => `tenant, ${listed(columns)}`), ...model.sweeps.map((columns) => `${listed(columns)}, tenant, key`)];
    this.path = `${quoted(schema)}.${quoted(table)}`;
    this.names = ['tenant', 'key', ...this.columns.map(({ name }) => quoted(name))].join(', ');
  }

  async create(client: pg.ClientBase): Promise<void> {
    const columns = this.columns.map(({ name, type, nullable }) => `${quoted(name)} ${type}${nullable ? '' : ' NOT NULL'}, `).join('');
    await client.query(
      `CREATE TABLE ${this.path} (tenant text COLLATE "C" NOT NULL, key text COLLATE "C" NOT NULL, ${columns}PRIMARY KEY (tenant, key)) WITH (fillfactor = 90)`,
    );
  }

  /** Apart from {@link create}, because a table is filled faster without. Unnamed, so that a table can be renamed with its indexes. */
  async createIndexes(client: pg.ClientBase): Promise<void> {
    for (const columns of this.indexes) await client.query(`CREATE INDEX ON ${this.path} (${columns})`);
  }

  async exists(client: pg.ClientBase): Promise<boolean> {
    const { rows } = await client.query<{ found: boolean }>('SELECT to_regclass($1) IS NOT NULL AS found', [this.path]);
    return rows[0]!.found;
  }

  async drop(client: pg.ClientBase): Promise<void> {
    await client.query(`DROP TABLE IF EXISTS ${this.path}`);
  }

  /** Takes the place of `other`, which is dropped. */
  async replace(client: pg.ClientBase, other: RowTable): Promise<void> {
    await other.drop(client);
    await client.query(`ALTER TABLE ${this.path} RENAME TO ${quoted(other.table)}`);
  }

  /** The rows that exist, by {@link rowId}. */
  async load(client: pg.ClientBase, ids: readonly string[]): Promise<Map<string, Row>> {
    const found = new Map<string, Row>();
    for (const some of chunks(ids)) await this.collect(client, { text: `SELECT ${this.names} FROM ${this.each('*')}`, values: keysOf(some) }, found);
    return found;
  }

  /** The next `limit` rows after `id` in the order of tenant and key; from the first when there is no `id`. */
  async page(client: pg.ClientBase, id: string | undefined, limit: number): Promise<Map<string, Row>> {
    const { tenant, key } = id === undefined ? { tenant: '', key: '' } : keyOfRowId(id);
    return this.collect(
      client,
      { text: `SELECT ${this.names} FROM ${this.path} WHERE (tenant, key) > ($1, $2) ORDER BY tenant, key LIMIT $3`, values: [tenant, key, limit] },
      new Map(),
    );
  }

  /**
   * Stores rows by {@link rowId}; undefined removes one. `stored` says which of them the table holds: the caller holds the checkpoint, so nobody else writes,
   * and a new row need not be looked for again. In the order of their keys, which the index likes.
   */
  async write(client: pg.ClientBase, rows: ReadonlyMap<string, Row | undefined>, stored: { has(id: string): boolean }): Promise<void> {
    const changes = [...rows].sort(([a], [b]) => (a < b ? -1 : 1));
    const kept = changes.filter((change): change is [string, Row] => change[1] !== undefined);
    for (const some of chunks(kept.filter(([id]) => !stored.has(id)))) await client.query(this.insert(some, ''));
    const replace = this.columns.length ? `UPDATE SET ${this.columns.map(({ name }) => `${quoted(name)} = excluded.${quoted(name)}`).join(', ')}` : 'NOTHING';
    for (const some of chunks(kept.filter(([id]) => stored.has(id)))) await client.query(this.insert(some, `ON CONFLICT (tenant, key) DO ${replace}`));
    for (const some of chunks(changes.filter(([id, row]) => row === undefined && stored.has(id)))) {
      const text = `DELETE FROM ${this.path} WHERE ctid = ANY (ARRAY(SELECT ctid FROM ${this.each('ctid')}))`;
      await client.query({ text, values: keysOf(some.map(([id]) => id)) });
    }
  }

  /** Looks up one key after the other in the index, whatever PostgreSQL believes about the size of the table. */
  private each(columns: string): string {
    return `unnest($1::text[], $2::text[]) AS w (t, k) CROSS JOIN LATERAL (SELECT ${columns} FROM ${this.path} WHERE tenant = w.t AND key = w.k LIMIT 1) AS found`;
  }

  private insert(rows: readonly (readonly [string, Row])[], onConflict: string): pg.QueryConfig {
    const arrays = ['$1::text[]', '$2::text[]', ...this.columns.map(({ type }, index) => `$${index + 3}::${type}[]`)].join(', ');
    return {
      text: `INSERT INTO ${this.path} (${this.names}) SELECT * FROM unnest(${arrays}) ${onConflict}`,
      values: [...keysOf(rows.map(([id]) => id)), ...this.columns.map(({ property, type }) => arrayOf(type, rows, property))],
    };
  }

  private async collect(client: pg.ClientBase, query: pg.QueryConfig, into: Map<string, Row>): Promise<Map<string, Row>> {
    const { rows } = await client.query<unknown[]>({ ...query, rowMode: 'array' });
    for (const values of rows) {
      const row: Record<string, unknown> = {};
      this.columns.forEach(({ property, type }, index) => (row[property] = read(type, values[index + 2])));
      into.set(rowId({ tenant: values[0] as string, key: values[1] as string }), row);
    }
    return into;
  }
}

/** Tenants and keys, as two arrays. */
function keysOf(ids: readonly string[]): [string, string] {
  let [tenants, keys] = ['', ''];
  for (const id of ids) {
    const { tenant, key } = keyOfRowId(id);
    tenants += `,${quote(tenant)}`;
    keys += `,${quote(key)}`;
  }
  return [`{${tenants.slice(1)}}`, `{${keys.slice(1)}}`];
}

/** One column of many rows as an array of PostgreSQL: `pg` would do the same, but this is most of what a batch costs here. */
function arrayOf(type: ColumnType, rows: readonly (readonly [string, Row])[], property: string): string {
  let values = '';
  for (const [, row] of rows) {
    const value = row[property];
    if (value === null) values += ',NULL';
    else if (type === 'jsonb') values += `,${quote(JSON.stringify(value))}`;
    else if (type === 'text') values += `,${quote(value as string)}`;
    else values += `,${String(value)}`;
  }
  return `{${values.slice(1)}}`;
}

const quote = (text: string): string => `"${/["\\]/.test(text) ? text.replace(/["\\]/g, '\\$&') : text}"`;

/** `pg` has parsed all but bigint; integers in rows are safe ones. */
const read = (type: ColumnType, value: unknown): unknown => (type === 'bigint' && value !== null ? Number(value) : value);

function* chunks<T>(all: readonly T[]): Generator<readonly T[]> {
  for (let start = 0; start < all.length; start += rowsPerStatement) yield all.length <= rowsPerStatement ? all : all.slice(start, start + rowsPerStatement);
}
