import type { MigrationInterface, QueryRunner } from "typeorm";

/** A mail says which language it is in, so that its pages of HTML can, too. */
export class MailLanguage1795889187751 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query("ALTER TABLE mail ADD COLUMN language text NOT NULL DEFAULT 'en'");
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query("ALTER TABLE mail DROP COLUMN language");
  }
}
