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
  private readonly indexes: ReadModel['indexes'];
  private readonly path: string;
  private readonly names: string;

  constructor(
    private readonly schema: string,
    model: ReadModel,
    readonly table: string = tableName(model, model.version),
  ) {
    this.columns = model.columns;
    this.indexes = model.indexes;
    this.path = `${quoted(schema)}.${quoted(table)}`;
    this.names = ['tenant', 'key', ...this.columns.map(({ name }) => quoted(name))].join(', ');
  }

  async create(client: pg.ClientBase): Promise<void> {
    const columns = this.columns.map(({ name, type, nullable }) => `${quoted(name)} ${type}${nullable ? '' : ' NOT NULL'}, `).join('');
    await client.query(`CREATE TABLE ${this.path} (tenant text COLLATE "C" NOT NULL, key text COLLATE "C" NOT NULL, ${columns}PRIMARY KEY (tenant, key))`);
  }

  /** Apart from {@link create}, because a table is filled faster without. Unnamed, so that a table can be renamed with its indexes. */
  async createIndexes(client: pg.ClientBase): Promise<void> {
    for (const columns of this.indexes) await client.query(`CREATE INDEX ON ${this.path} (tenant, ${columns.map(({ name }) => quoted(name)).join(', ')})`);
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
    for (const some of chunks(ids)) {
      const keys = some.map(keyOfRowId);
      const text = `SELECT ${this.names} FROM ${this.each('*')}`;
      await this.collect(client, { text, values: [keys.map(({ tenant }) => tenant), keys.map(({ key }) => key)] }, found);
    }
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

  /** Stores rows by {@link rowId}; undefined removes one. */
  async write(client: pg.ClientBase, rows: ReadonlyMap<string, Row | undefined>): Promise<void> {
    const kept: [string, Row][] = [];
    const removed: string[] = [];
    for (const [id, row] of rows) {
      if (row) kept.push([id, row]);
      else removed.push(id);
    }
    for (const some of chunks(kept)) await client.query(this.upsert(some));
    for (const some of chunks(removed)) {
      const keys = some.map(keyOfRowId);
      const text = `DELETE FROM ${this.path} WHERE ctid = ANY (ARRAY(SELECT ctid FROM ${this.each('ctid')}))`;
      await client.query({ text, values: [keys.map(({ tenant }) => tenant), keys.map(({ key }) => key)] });
    }
  }

  /** Looks up one key after the other in the index, whatever PostgreSQL believes about the size of the table. */
  private each(columns: string): string {
    return `unnest($1::text[], $2::text[]) AS w (t, k) CROSS JOIN LATERAL (SELECT ${columns} FROM ${this.path} WHERE tenant = w.t AND key = w.k LIMIT 1) AS found`;
  }

  private upsert(rows: readonly (readonly [string, Row])[]): pg.QueryConfig {
    const keys = rows.map(([id]) => keyOfRowId(id));
    const arrays = ['$1::text[]', '$2::text[]', ...this.columns.map(({ type }, index) => `$${index + 3}::${type}[]`)].join(', ');
    const change = this.columns.length ? `UPDATE SET ${this.columns.map(({ name }) => `${quoted(name)} = excluded.${quoted(name)}`).join(', ')}` : 'NOTHING';
    return {
      text: `INSERT INTO ${this.path} (${this.names}) SELECT * FROM unnest(${arrays}) ON CONFLICT (tenant, key) DO ${change}`,
      values: [
        keys.map(({ tenant }) => tenant),
        keys.map(({ key }) => key),
        ...this.columns.map(({ property, type }) => rows.map(([, row]) => stored(type, row[property]))),
      ],
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

const stored = (type: ColumnType, value: unknown): unknown => (type === 'jsonb' && value !== null ? JSON.stringify(value) : value);
/** `pg` has parsed all but bigint; integers in rows are safe ones. */
const read = (type: ColumnType, value: unknown): unknown => (type === 'bigint' && value !== null ? Number(value) : value);

function* chunks<T>(all: readonly T[]): Generator<readonly T[]> {
  for (let start = 0; start < all.length; start += rowsPerStatement) yield all.length <= rowsPerStatement ? all : all.slice(start, start + rowsPerStatement);
}
