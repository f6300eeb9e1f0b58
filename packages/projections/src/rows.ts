import type { FindOptionsOrder, FindOptionsWhere, SelectQueryBuilder } from 'typeorm';
import type { ReadModel } from './define-read-model.js';

export interface FindOptions<R> {
  readonly order?: FindOptionsOrder<R>;
  readonly limit?: number;
  readonly offset?: number;
}

/** The rows of a read model that belong to one tenant. They hold what the fold made: not the tenant, not the key. */
export interface TenantRows<R extends object> {
  get(key: string): Promise<R | undefined>;
  /** Rows that the order leaves equal come in the order of their keys. */
  find(where?: FindOptionsWhere<R> | FindOptionsWhere<R>[], options?: FindOptions<R>): Promise<R[]>;
  count(where?: FindOptionsWhere<R> | FindOptionsWhere<R>[]): Promise<number>;
  /** A query whose alias is `row`. Whatever conditions are added, it stays within the tenant; a table that it joins does not. */
  query(): SelectQueryBuilder<R>;
}

/** The rows of a read model, in the version that is active. There is no way to ask for the rows of all tenants. */
export class Rows<R extends object> {
  /** @param query a query of the whole table of the active version, alias `row` */
  constructor(private readonly query: () => SelectQueryBuilder<R>) {}

  in(tenant: string): TenantRows<R> {
    const query = (): SelectQueryBuilder<R> => {
      const rows = this.query();
      // Unlike a `where`, this condition is still there when the caller sets or widens the `where`.
      rows.expressionMap.extraAppendedAndWhereCondition = '"row"."tenant" = :cairnTenant';
      return rows.setParameter('cairnTenant', tenant);
    };
    return {
      query,
      get: async (key) => (await query().where('row.key = :cairnKey', { cairnKey: key }).getOne()) ?? undefined,
      count: (where = {}) => query().setFindOptions({ where }).getCount(),
      find: (where = {}, { order, limit, offset } = {}) => {
        const inOrder: object = { ...order, key: 'ASC' }; // the hidden key is a column of the table, though `R` does not have it
        const page = { ...(limit !== undefined && { take: limit }), ...(offset !== undefined && { skip: offset }) };
        return query()
          .setFindOptions({ where, order: inOrder as FindOptionsOrder<R>, ...page })
          .getMany();
      },
    };
  }
}

/** What a query class asks its framework for, to be given the rows of this read model. */
export const rowsToken = ({ name, version }: Pick<ReadModel, 'name' | 'version'>): string => `cairn:rows:${name}@${version}`;
