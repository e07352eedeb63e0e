import type { MigrationInterface, QueryRunner } from "typeorm";

/** Types of programs that two reviewers approve, and what the first of them recommends. */
export class TwoReviewers1796000500000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE program_type ADD reviewers_required integer NOT NULL DEFAULT 1,
      ADD CONSTRAINT program_type_reviewers CHECK (reviewers_required IN (1, 2))`);
    await runner.query(`ALTER TABLE program_review ADD reviewers_required integer NOT NULL DEFAULT 1,
      ADD recommended_by_account_id uuid,
      ADD recommended_at timestamptz,
      ADD recommended_version integer,
      ADD recommended_credits numeric(6,2),
      ADD CONSTRAINT program_review_recommended_by FOREIGN KEY (recommended_by_account_id) REFERENCES account (id),
      ADD CONSTRAINT program_review_recommended CHECK (
        num_nonnulls(recommended_by_account_id, recommended_at, recommended_version, recommended_credits) IN (0, 4))`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE program_review DROP reviewers_required, DROP recommended_by_account_id,
      DROP recommended_at, DROP recommended_version, DROP recommended_credits`);
    await runner.query("ALTER TABLE program_type DROP reviewers_required");
  }
}
