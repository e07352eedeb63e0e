import type { MigrationInterface, QueryRunner } from "typeorm";

/** What reviewers say of the fields of an application, and what is answered to it. */
export class ReviewComments1796000200000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE TABLE review_comment (
      id uuid NOT NULL DEFAULT uuid_v7(),
      program_id uuid NOT NULL,
      parent_id uuid,
      field text,
      offering_id uuid,
      session_id uuid,
      text text NOT NULL,
      author_account_id uuid,
      by_staff boolean NOT NULL,
      written_at timestamptz NOT NULL,
      published_at timestamptz,
      resolved_at timestamptz,
      CONSTRAINT review_comment_pkey PRIMARY KEY (id),
      CONSTRAINT review_comment_program FOREIGN KEY (program_id) REFERENCES program (id) ON DELETE CASCADE,
      CONSTRAINT review_comment_parent FOREIGN KEY (parent_id) REFERENCES review_comment (id) ON DELETE CASCADE,
      CONSTRAINT review_comment_offering FOREIGN KEY (offering_id) REFERENCES offering (id) ON DELETE SET NULL,
      CONSTRAINT review_comment_session FOREIGN KEY (session_id) REFERENCES session (id) ON DELETE SET NULL,
      CONSTRAINT review_comment_author FOREIGN KEY (author_account_id) REFERENCES account (id),
      CONSTRAINT review_comment_field CHECK ((parent_id IS NULL) = (field IS NOT NULL)),
      CONSTRAINT review_comment_about
        CHECK (num_nonnulls(offering_id, session_id) <= CASE WHEN parent_id IS NULL THEN 1 ELSE 0 END),
      CONSTRAINT review_comment_resolved
        CHECK (resolved_at IS NULL OR parent_id IS NULL AND published_at IS NOT NULL))`);
    await runner.query("CREATE INDEX review_comment_by_program ON review_comment (program_id, id)");
    for (const column of ["parent", "offering", "session"])
      await runner.query(
        `CREATE INDEX review_comment_by_${column} ON review_comment (${column}_id) WHERE ${column}_id IS NOT NULL`,
      );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query("DROP TABLE review_comment");
  }
}
