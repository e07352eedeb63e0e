import type { MigrationInterface, QueryRunner } from "typeorm";

/** Files that say who was at a session: which said it, and who sent it. */
export class PresenceImports1796500100000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE TABLE presence_import (
      id uuid NOT NULL DEFAULT uuid_v7(),
      program_id uuid NOT NULL,
      file_name text NOT NULL,
      account_id uuid,
      imported_at timestamptz NOT NULL,
      CONSTRAINT presence_import_pkey PRIMARY KEY (id),
      CONSTRAINT presence_import_program FOREIGN KEY (program_id) REFERENCES program (id) ON DELETE CASCADE,
      CONSTRAINT presence_import_account FOREIGN KEY (account_id) REFERENCES account (id))`);
    await runner.query("CREATE INDEX presence_import_by_file ON presence_import (program_id, file_name)");
    await runner.query(`ALTER TABLE presence
      ADD COLUMN import_id uuid,
      ADD CONSTRAINT presence_import FOREIGN KEY (import_id) REFERENCES presence_import (id) ON DELETE CASCADE,
      ADD CONSTRAINT presence_of_file CHECK (import_id IS NULL OR source = 'FILE')`);
    await runner.query("CREATE INDEX presence_by_import ON presence (import_id) WHERE import_id IS NOT NULL");
    await runner.query(
      "CREATE UNIQUE INDEX presence_once_per_file ON presence (session_id, registration_id) WHERE source = 'FILE' AND registration_id IS NOT NULL",
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query("DROP INDEX presence_once_per_file");
    await runner.query("ALTER TABLE presence DROP COLUMN import_id");
    await runner.query("DROP TABLE presence_import");
  }
}
