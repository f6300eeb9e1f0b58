import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Where the store ended when it was found not to be the one that the checkpoint speaks of: what is appended later does not make it that again. */
export class Rewound1764100000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    const { schema } = runner.dataSource.options as { schema: string };
    await runner.query(`ALTER TABLE "${schema}".checkpoint ADD COLUMN rewound_to numeric(20)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    const { schema } = runner.dataSource.options as { schema: string };
    await runner.query(`ALTER TABLE "${schema}".checkpoint DROP COLUMN rewound_to`);
  }
}
