import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What the runner remembers, in the schema of each service. `checkpoint` has a row for every version of a read model and for every process; `active` says
 * which version of a read model answers queries; `parked` holds where the events are that could not be folded or acted upon, never their data.
 */
export class Checkpoints1763700000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    const schema = `"${(runner.dataSource.options as { schema: string }).schema}"`;
    await runner.query(`
      CREATE TABLE ${schema}.checkpoint (
        kind text COLLATE "C" NOT NULL CHECK (kind IN ('read-model', 'process')),
        name text COLLATE "C" NOT NULL,
        version int NOT NULL,
        position numeric(20) NOT NULL,
        store_id uuid NOT NULL,
        epoch int NOT NULL,
        status text NOT NULL CHECK (status IN ('building', 'live', 'stopped')),
        columns text,
        built_at timestamptz,
        parked int NOT NULL DEFAULT 0,
        error_code text,
        error_position numeric(20),
        updated_at timestamptz NOT NULL DEFAULT now(),
        PRIMARY KEY (kind, name, version)
      ) WITH (fillfactor = 50)`);
    await runner.query(`CREATE TABLE ${schema}.active (name text COLLATE "C" PRIMARY KEY, version int NOT NULL)`);
    await runner.query(`
      CREATE TABLE ${schema}.parked (
        kind text COLLATE "C" NOT NULL,
        name text COLLATE "C" NOT NULL,
        version int NOT NULL,
        tenant text COLLATE "C" NOT NULL,
        key text COLLATE "C" NOT NULL,
        position numeric(20) NOT NULL,
        stream text NOT NULL,
        revision bigint NOT NULL,
        error_code text NOT NULL,
        parked_at timestamptz NOT NULL DEFAULT now(),
        PRIMARY KEY (kind, name, version, tenant, key, position)
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    const schema = `"${(runner.dataSource.options as { schema: string }).schema}"`;
    await runner.query(`DROP TABLE ${schema}.parked, ${schema}.active, ${schema}.checkpoint`);
  }
}
