import type { MigrationInterface, QueryRunner } from "typeorm";

/** Who sends a bundle may say for what headings of its files are used. */
export class ChosenColumns1798500100000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query("ALTER TABLE bundle_import ADD chosen_columns jsonb NOT NULL DEFAULT '[]'");
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query("ALTER TABLE bundle_import DROP chosen_columns");
  }
}
