import type { MigrationInterface, QueryRunner } from "typeorm";

/** How often a mail was taken without an answer, so that it is not handed over for ever. */
export class UnansweredMails1795936000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query("ALTER TABLE mail ADD COLUMN unanswered integer NOT NULL DEFAULT 0");
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query("ALTER TABLE mail DROP COLUMN unanswered");
  }
}
