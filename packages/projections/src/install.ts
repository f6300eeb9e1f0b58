import type pg from 'pg';
import type { Deadlines, Process } from '@cairn/event-sourcing';
import { DataSource } from 'typeorm';
import { keyOf } from './batch.js';
import { on } from './checkpoints.js';
import { dedicatedConnection, lockClass } from './database.js';
import { versioned, type ReadModel } from './define-read-model.js';
import { Halted } from './errors.js';
import { Checkpoints1763700000000 } from './migrations/1763700000000-checkpoints.js';
import { SettledDeadlines1763800000000 } from './migrations/1763800000000-settled-deadlines.js';
import { Rebuilds1764000000000 } from './migrations/1764000000000-rebuilds.js';
import { Rewound1764100000000 } from './migrations/1764100000000-rewound.js';
import { keyOfProcess } from './process-lane.js';
import type { ReadSide } from './read-side.js';
import { quoted, RowTable } from './row-table.js';

/** What a service reads. */
export interface Readers {
  readonly readModels: readonly ReadModel[];
  readonly processes: readonly Process[];
  /** Those whose {@link pendingOf} is among the read models. */
  readonly deadlines?: readonly Deadlines[];
}

/**
 * Makes the service's schema, the runner's own tables and the tables of new read models, where they are missing. Safe to call from many processes at once.
 * Throws {@link Halted} when the row of a read model was changed without a new version.
 */
export async function install(side: ReadSide, { readModels, processes }: Readers): Promise<void> {
  const identity = await side.store.identity();
  await exclusively(side, async (client) => {
    await createSchema(client, side.service);
    await migrate(side);
    await client.query('BEGIN');
    try {
      const query = on(client);
      for (const model of readModels) {
        const table = new RowTable(side.service, model);
        await side.checkpoints.register(query, keyOf(model), identity, definitionOf(model));
        if (await table.exists(client)) continue;
        await table.create(client);
        await table.createIndexes(client);
      }
      for (const process of processes) await side.checkpoints.register(query, keyOfProcess(process), identity, null);
      await client.query('COMMIT');
    } catch (error) {
      await client.query('ROLLBACK');
      throw error;
    }
  });
  await refuseChangedRows(side, readModels);
}

/** What the table of a read model looks like: two versions with the same columns can answer the same queries. */
export const definitionOf = ({ columns }: ReadModel): string => JSON.stringify(columns.map(({ name, type, nullable }) => [name, type, nullable]).sort());

async function refuseChangedRows({ checkpoints, database, service }: ReadSide, readModels: readonly ReadModel[]): Promise<void> {
  const known = await database.transaction((client) => checkpoints.of(on(client), readModels.map(keyOf)));
  for (const model of readModels)
    if (known.some(({ name, version, columns }) => name === model.name && version === model.version && columns !== definitionOf(model)))
      throw new Halted(
        'ROW_SCHEMA_CHANGED',
        `${service} is halted: the row of ${versioned(model)} is not the one that its table was made from: raise its version, and it will be built anew beside the old one`,
      );
}

/** One process at a time installs a service. */
async function exclusively(side: ReadSide, work: (client: pg.Client) => Promise<void>): Promise<void> {
  const client = await dedicatedConnection(side.database.url);
  try {
    await client.query('SELECT pg_advisory_lock($1, hashtext($2))', [lockClass, `install/${side.service}`]);
    await work(client);
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** The schema may have been made by an administrator for a user who may not make one. */
async function createSchema(client: pg.Client, schema: string): Promise<void> {
  const { rows } = await client.query<{ missing: boolean }>('SELECT to_regnamespace($1) IS NULL AS missing', [quoted(schema)]);
  if (rows[0]!.missing) await client.query(`CREATE SCHEMA ${quoted(schema)}`);
}

async function migrate({ database, service }: ReadSide): Promise<void> {
  const source = new DataSource({
    type: 'postgres',
    url: database.url,
    schema: service,
    poolSize: 1,
    migrations: [Checkpoints1763700000000, SettledDeadlines1763800000000, Rebuilds1764000000000, Rewound1764100000000],
    migrationsTableName: 'projections_migration',
    logging: false,
  });
  await source.initialize();
  try {
    await source.runMigrations();
  } finally {
    await source.destroy();
  }
}
