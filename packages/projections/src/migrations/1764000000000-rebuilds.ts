import type { MigrationInterface, QueryRunner } from 'typeorm';

/** How far the last rebuild of a read model has come and how it ended, and how far each of its shards has written. */
export class Rebuilds1764000000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    const schema = `"${(runner.dataSource.options as { schema: string }).schema}"`;
    await runner.query(`
      CREATE TABLE ${schema}.rebuild (
        name text COLLATE "C" NOT NULL,
        version int NOT NULL,
        started_at timestamptz NOT NULL DEFAULT now(),
        position numeric(20) NOT NULL,
        until numeric(20) NOT NULL,
        finished_at timestamptz,
        parked int,
        error_code text,
        PRIMARY KEY (name, version)
      )`);
    await runner.query(`
      CREATE TABLE ${schema}.rebuild_shard (
        name text COLLATE "C" NOT NULL,
        version int NOT NULL,
        shard int NOT NULL,
        position numeric(20) NOT NULL,
        PRIMARY KEY (name, version, shard)
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    const schema = `"${(runner.dataSource.options as { schema: string }).schema}"`;
    await runner.query(`DROP TABLE ${schema}.rebuild_shard, ${schema}.rebuild`);
  }
}
