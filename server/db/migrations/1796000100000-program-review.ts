import type { MigrationInterface, QueryRunner } from "typeorm";

/** Who of the staff looks after a program, and when they are to look at it again. */
export class ProgramReview1796000100000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE TABLE program_review (
      program_id uuid NOT NULL,
      assignee_account_id uuid,
      assigned_at timestamptz,
      follow_up_on date,
      CONSTRAINT program_review_pkey PRIMARY KEY (program_id),
      CONSTRAINT program_review_program FOREIGN KEY (program_id) REFERENCES program (id) ON DELETE CASCADE,
      CONSTRAINT program_review_assignee FOREIGN KEY (assignee_account_id) REFERENCES account (id))`);
    await runner.query("CREATE INDEX program_review_by_assignee ON program_review (assignee_account_id)");
    await runner.query("CREATE INDEX program_review_by_follow_up ON program_review (follow_up_on)");
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query("DROP TABLE program_review");
  }
}
