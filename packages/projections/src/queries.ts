import { DataSource, EntitySchema, type EntitySchemaColumnOptions, type EntitySubscriberInterface, type SelectQueryBuilder } from 'typeorm';
import type { Column } from './columns.js';
import type { ReadModel, Row, RowOf } from './define-read-model.js';
import { ReadModelsUnavailable } from './errors.js';
import { tableName } from './row-table.js';
import { Rows } from './rows.js';
import type { Standing } from './standing.js';

/** The connections that answer the queries of one service, each from the version that is active when it is asked. */
export class Queries {
  private source: DataSource | undefined;

  constructor(
    private readonly url: string,
    private readonly schema: string,
    private readonly readModels: readonly ReadModel[],
    private readonly standing: Standing,
    private readonly poolSize: number,
  ) {}

  /** Once the tables are there. A version that becomes active later, and that this release does not define, is not among what can be asked. */
  async open(): Promise<void> {
    const tables = new Map<string, EntitySchema<Row>>();
    for (const model of this.readModels)
      for (const version of [model.version, this.standing.answering(model)]) tables.set(tableName(model, version), entityOf(model, tableName(model, version)));
    const source = new DataSource({
      type: 'postgres',
      url: this.url,
      schema: this.schema,
      entities: [...tables.values()],
      poolSize: this.poolSize,
      applicationName: `cairn ${this.schema} queries`,
      poolErrorHandler: () => undefined, // the pool replaces a connection that the server has closed
      logging: false,
    });
    await source.initialize();
    source.subscribers.push(withoutKey);
    this.source = source;
  }

  /** Throws {@link ReadModelsUnavailable} when asked before the service's database has been reached for the first time. */
  rows<M extends ReadModel>(model: M): Rows<RowOf<M> & object> {
    return new Rows<RowOf<M> & object>(() => this.query(model) as SelectQueryBuilder<RowOf<M> & object>);
  }

  private query(model: ReadModel): SelectQueryBuilder<Row> {
    if (!this.source) throw new ReadModelsUnavailable(this.schema);
    const answering = entityName(tableName(model, this.standing.answering(model)));
    const entity = this.source.hasMetadata(answering) ? answering : entityName(tableName(model, model.version));
    return this.source.createQueryBuilder<Row>(entity, 'row');
  }

  async close(): Promise<void> {
    await this.source?.destroy();
  }
}

const entityName = (table: string): string => `read model ${table}`;

function entityOf(model: ReadModel, table: string): EntitySchema<Row> {
  const hidden: EntitySchemaColumnOptions = { type: 'text', primary: true };
  const own = model.columns.map((column) => [column.property, columnOptions(column)] as const);
  return new EntitySchema<Row>({ name: entityName(table), tableName: table, columns: { tenant: hidden, key: hidden, ...Object.fromEntries(own) } });
}

const columnOptions = ({ name, type, nullable }: Column): EntitySchemaColumnOptions => ({
  name,
  type,
  nullable,
  // `pg` gives bigint as text; integers in rows are safe ones.
  ...(type === 'bigint' && { transformer: { to: (value: unknown) => value, from: (value: string | null) => (value === null ? null : Number(value)) } }),
});

/** TypeORM needs a row's primary key to load it; nobody else does. */
const withoutKey: EntitySubscriberInterface = {
  afterLoad: (row: { tenant?: string; key?: string }) => {
    delete row.tenant;
    delete row.key;
  },
};
