import type { MigrationInterface, QueryRunner } from "typeorm";

/** What the console needs: documents of programs, versions of settings, and indexes in the order of its lists. */
export class Console1764000000201 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE program_document (
        id uuid NOT NULL DEFAULT uuid_v7(),
        program_id uuid NOT NULL,
        file_id uuid NOT NULL,
        kind text NOT NULL,
        file_name text NOT NULL,
        uploaded_at TIMESTAMP WITH TIME ZONE NOT NULL,
        CONSTRAINT program_document_kind
          CHECK (kind IN ('AGENDA', 'SPEAKER_CV', 'OTHER', 'EVALUATION_SUMMARY', 'SIGN_IN_ROSTER')),
        CONSTRAINT program_document_program FOREIGN KEY (program_id) REFERENCES program (id),
        CONSTRAINT program_document_file FOREIGN KEY (file_id) REFERENCES stored_file (id),
        PRIMARY KEY (id))`);
    await runner.query("CREATE INDEX program_document_by_program ON program_document (program_id, id)");
    await runner.query("ALTER TABLE accreditor_settings ADD version integer NOT NULL DEFAULT 1");
    for (const [name, on] of Object.entries(indexes)) await runner.query(`CREATE INDEX ${name} ON ${on}`);
    // A server that is not ours may lack the extension, or the right to install it: the filter by name then reads the table.
    await runner.query(`
      DO $$ BEGIN
        CREATE EXTENSION IF NOT EXISTS pg_trgm;
        CREATE INDEX program_by_name_part ON program USING gin (name_key gin_trgm_ops);
      EXCEPTION WHEN insufficient_privilege OR undefined_file OR feature_not_supported OR invalid_schema_name THEN
        RAISE NOTICE 'pg_trgm cannot be installed: programs are searched by name without an index.';
      END $$`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query("DROP INDEX IF EXISTS program_by_name_part");
    for (const name of Object.keys(indexes)) await runner.query(`DROP INDEX ${name}`);
    await runner.query("ALTER TABLE accreditor_settings DROP version");
    await runner.query("DROP TABLE program_document");
  }
}

/** The lists' own orders: what has no value comes last in either direction, which is no index's default. */
const indexes = {
  program_newest: "program (created_at DESC NULLS LAST, id)",
  program_submitted_last: "program (submitted_at DESC NULLS LAST, id)",
  program_starts_last: "program (starts_on DESC NULLS LAST, id)",
  program_by_name: 'program (name COLLATE "und-x-icu", id)',
  program_by_name_last: 'program (name COLLATE "und-x-icu" DESC NULLS LAST, id)',
  program_by_number: "program (left(number, 3), length(number), number, id)",
  program_by_type: "program (type_id)",
  attendance_record_newest: "attendance_record (recorded_at DESC NULLS LAST, id)",
  attendance_record_by_day: "attendance_record (completed_on, id)",
  certificate_newest: "certificate (issued_at DESC NULLS LAST, id)",
  mail_newest: "mail (created_at DESC NULLS LAST, id)",
  attendance_upload_newest: "attendance_upload (created_at DESC NULLS LAST, id)",
  mail_by_subject: "mail (subject_id) WHERE subject_id IS NOT NULL",
};
