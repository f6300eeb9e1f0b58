import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Which deadlines have been performed, or refused by a rule (`error_code`). A fold cannot know: a decision may come to nothing. */
export class SettledDeadlines1763800000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    const { schema } = runner.dataSource.options as { schema: string };
    await runner.query(`
      CREATE TABLE "${schema}".settled_deadline (
        name text COLLATE "C" NOT NULL,
        tenant text COLLATE "C" NOT NULL,
        key text COLLATE "C" NOT NULL,
        due bigint NOT NULL,
        error_code text,
        settled_at timestamptz NOT NULL DEFAULT now(),
        PRIMARY KEY (name, tenant, key, due)
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    const { schema } = runner.dataSource.options as { schema: string };
    await runner.query(`DROP TABLE "${schema}".settled_deadline`);
  }
}
