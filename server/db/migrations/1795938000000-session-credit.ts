import type { MigrationInterface, QueryRunner } from "typeorm";

/** What a session earns of further kinds of credit. */
export class SessionCredit1795938000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE session_credit (
        session_id uuid NOT NULL,
        kind_id uuid NOT NULL,
        credits numeric(6,2) NOT NULL,
        is_set boolean NOT NULL,
        set_by_staff boolean NOT NULL,
        PRIMARY KEY (session_id, kind_id),
        CONSTRAINT session_credit_session FOREIGN KEY (session_id) REFERENCES session ON DELETE CASCADE,
        CONSTRAINT session_credit_kind FOREIGN KEY (kind_id) REFERENCES credit_kind,
        CONSTRAINT session_credit_amount CHECK (credits >= 0)
      );
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query("DROP TABLE session_credit");
  }
}
