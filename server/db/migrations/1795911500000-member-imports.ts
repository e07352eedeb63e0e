import type { MigrationInterface, QueryRunner } from "typeorm";

/** The association's own list of members is imported, and taken back; the address that it has of somebody is kept beside the account. */
export class MemberImports1795911500000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query("ALTER TABLE member ADD contact_email text");
    await runner.query(
      "ALTER TABLE member ADD CONSTRAINT member_contact_lower_case CHECK (contact_email = lower(contact_email))",
    );
    await runner.query("CREATE INDEX member_by_contact ON member (contact_email) WHERE contact_email IS NOT NULL");
    await runner.query(`CREATE TABLE member_import (
      id uuid NOT NULL DEFAULT uuid_v7() CONSTRAINT member_import_pkey PRIMARY KEY,
      account_id uuid CONSTRAINT member_import_account REFERENCES account (id),
      file_name text NOT NULL,
      sha256 bytea NOT NULL,
      byte_size bigint NOT NULL,
      status text NOT NULL,
      preview boolean NOT NULL,
      deactivates_missing boolean NOT NULL,
      columns jsonb NOT NULL DEFAULT '[]',
      row_count integer,
      checked_rows integer NOT NULL DEFAULT 0,
      error_count integer NOT NULL DEFAULT 0,
      warning_count integer NOT NULL DEFAULT 0,
      added_rows integer NOT NULL DEFAULT 0,
      changed_rows integer NOT NULL DEFAULT 0,
      deactivated_rows integer NOT NULL DEFAULT 0,
      unchanged_rows integer NOT NULL DEFAULT 0,
      absent_members integer NOT NULL DEFAULT 0,
      created_at timestamptz NOT NULL,
      place integer,
      phase text,
      progress smallint NOT NULL DEFAULT 0,
      finding_kinds jsonb,
      undone_at timestamptz,
      undo_reason text,
      CONSTRAINT member_import_undone CHECK ((status = 'UNDONE') = (undone_at IS NOT NULL) AND (undone_at IS NULL) = (undo_reason IS NULL)))`);
    await runner.query("CREATE INDEX member_import_by_time ON member_import (created_at, id)");
    await runner.query(`CREATE TRIGGER member_import_moves BEFORE UPDATE OF status ON member_import FOR EACH ROW
      WHEN (OLD.status IS DISTINCT FROM NEW.status) EXECUTE FUNCTION refuse_illegal_move('CHECKING>REJECTED', 'CHECKING>PREVIEWED', 'CHECKING>PROCESSED', 'PROCESSED>UNDONE')`);
    await runner.query(`CREATE TABLE member_import_part (
      upload_id uuid NOT NULL CONSTRAINT member_import_part_import REFERENCES member_import (id) ON DELETE CASCADE,
      position integer NOT NULL,
      content bytea NOT NULL,
      CONSTRAINT member_import_part_pkey PRIMARY KEY (upload_id, position))`);
    await runner.query("ALTER TABLE member_import_part ALTER content SET STORAGE EXTERNAL");
    await runner.query(`CREATE TABLE member_import_error (
      upload_id uuid NOT NULL CONSTRAINT member_import_error_import REFERENCES member_import (id) ON DELETE CASCADE,
      position integer NOT NULL,
      line integer NOT NULL,
      "column" text,
      value text,
      code text NOT NULL,
      details jsonb NOT NULL DEFAULT '{}',
      suggestions text[] NOT NULL DEFAULT '{}',
      severity text NOT NULL DEFAULT 'ERROR' CONSTRAINT member_import_error_severity CHECK (severity IN ('ERROR', 'WARNING')),
      CONSTRAINT member_import_error_pkey PRIMARY KEY (upload_id, position))`);
    await runner.query(`CREATE TABLE member_import_change (
      import_id uuid NOT NULL CONSTRAINT member_import_change_import REFERENCES member_import (id) ON DELETE CASCADE,
      position integer NOT NULL,
      kind text NOT NULL,
      member_id uuid,
      member_number text NOT NULL,
      line integer,
      before jsonb,
      after jsonb NOT NULL,
      former_name_id uuid,
      CONSTRAINT member_import_change_pkey PRIMARY KEY (import_id, position),
      CONSTRAINT member_import_change_kind CHECK (kind IN ('ADDED', 'CHANGED', 'DEACTIVATED') AND (kind = 'ADDED') = (before IS NULL)))`);
    await runner.query(
      "CREATE INDEX member_import_change_by_member ON member_import_change (member_id) WHERE member_id IS NOT NULL",
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of ["member_import_change", "member_import_error", "member_import_part", "member_import"])
      await runner.query(`DROP TABLE ${table}`);
    await runner.query("ALTER TABLE member DROP contact_email");
  }
}
