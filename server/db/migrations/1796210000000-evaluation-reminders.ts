import type { MigrationInterface, QueryRunner } from "typeorm";

/** Which mail a link to an evaluation was in: the first, or a reminder after so many days. */
export class EvaluationReminders1796210000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query("ALTER TABLE evaluation_link ADD days integer NOT NULL DEFAULT 0");
    await runner.query("ALTER TABLE evaluation_link ADD CONSTRAINT evaluation_link_days CHECK (days >= 0)");
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query("ALTER TABLE evaluation_link DROP COLUMN days");
  }
}
