import type { MigrationInterface, QueryRunner } from "typeorm";

/** What the first of two reviewers recommends of further kinds of credit. */
export class RecommendedKinds1796310000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query("ALTER TABLE program_review ADD COLUMN recommended_kinds jsonb NOT NULL DEFAULT '[]'");
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query("ALTER TABLE program_review DROP COLUMN recommended_kinds");
  }
}
