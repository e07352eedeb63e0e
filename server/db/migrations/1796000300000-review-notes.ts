import type { MigrationInterface, QueryRunner } from "typeorm";

/** What staff tell each other of a program. */
export class ReviewNotes1796000300000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE TABLE review_note (
      id uuid NOT NULL DEFAULT uuid_v7(),
      program_id uuid NOT NULL,
      text text NOT NULL,
      author_account_id uuid,
      written_at timestamptz NOT NULL,
      CONSTRAINT review_note_pkey PRIMARY KEY (id),
      CONSTRAINT review_note_program FOREIGN KEY (program_id) REFERENCES program (id) ON DELETE CASCADE,
      CONSTRAINT review_note_author FOREIGN KEY (author_account_id) REFERENCES account (id))`);
    await runner.query("CREATE INDEX review_note_by_program ON review_note (program_id, id)");
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query("DROP TABLE review_note");
  }
}
