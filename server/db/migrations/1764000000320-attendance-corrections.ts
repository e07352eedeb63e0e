import type { MigrationInterface, QueryRunner } from "typeorm";

const up = [
  `ALTER TABLE attendance_upload
      ADD phase text,
      ADD progress smallint NOT NULL DEFAULT 0,
      ADD owns_file boolean NOT NULL DEFAULT false,
      ADD same_as_id uuid CONSTRAINT attendance_upload_same_as REFERENCES attendance_upload(id),
      ADD amends_id uuid CONSTRAINT attendance_upload_amends REFERENCES attendance_upload(id),
      ADD added_rows integer NOT NULL DEFAULT 0,
      ADD changed_rows integer NOT NULL DEFAULT 0,
      ADD removed_rows integer NOT NULL DEFAULT 0,
      ADD reason text,
      ADD undone_at TIMESTAMP WITH TIME ZONE,
      ADD undo_reason text,
      ADD CONSTRAINT attendance_upload_undone
        CHECK ((status = 'UNDONE') = (undone_at IS NOT NULL) AND (undone_at IS NULL) = (undo_reason IS NULL)),
      ADD CONSTRAINT attendance_upload_owner CHECK (NOT owns_file OR status IN ('CHECKING', 'PROCESSED'))`,
  "UPDATE attendance_upload SET progress = 100",
  // Of several that have the same bytes, which rules of old allowed after revocations, the last one.
  `UPDATE attendance_upload SET owns_file = true WHERE id IN (
     SELECT DISTINCT ON (provider_id, sha256) id FROM attendance_upload WHERE status = 'PROCESSED' AND NOT preview
     ORDER BY provider_id, sha256, created_at DESC, id DESC)`,
  "CREATE UNIQUE INDEX attendance_upload_same_file ON attendance_upload (provider_id, sha256) WHERE owns_file",
  "CREATE INDEX attendance_upload_amendments ON attendance_upload (amends_id) WHERE amends_id IS NOT NULL",
  `CREATE TABLE attendance_upload_part (
      upload_id uuid NOT NULL,
      position integer NOT NULL,
      content bytea NOT NULL,
      CONSTRAINT attendance_upload_part_upload FOREIGN KEY (upload_id) REFERENCES attendance_upload(id) ON DELETE CASCADE,
      PRIMARY KEY (upload_id, position))`,
  // Read once and dropped: packing them would cost more than it saves.
  "ALTER TABLE attendance_upload_part ALTER content SET STORAGE EXTERNAL",
  `CREATE TABLE attendance_upload_change (
      upload_id uuid NOT NULL,
      position integer NOT NULL,
      kind text NOT NULL,
      record_id uuid,
      line integer,
      member_id uuid NOT NULL,
      program_id uuid NOT NULL,
      offering_id uuid NOT NULL,
      completed_on_before date,
      credits_before numeric(6,2),
      completed_on_after date,
      credits_after numeric(6,2),
      CONSTRAINT attendance_upload_change_kind CHECK (
        kind = 'ADDED' AND record_id IS NULL AND credits_before IS NULL AND credits_after IS NOT NULL
        OR kind = 'CHANGED' AND record_id IS NOT NULL AND credits_before IS NOT NULL AND credits_after IS NOT NULL
        OR kind = 'REMOVED' AND record_id IS NOT NULL AND credits_before IS NOT NULL AND credits_after IS NULL),
      CONSTRAINT attendance_upload_change_upload FOREIGN KEY (upload_id) REFERENCES attendance_upload(id),
      CONSTRAINT attendance_upload_change_record FOREIGN KEY (record_id) REFERENCES attendance_record(id),
      CONSTRAINT attendance_upload_change_member FOREIGN KEY (member_id) REFERENCES member(id),
      CONSTRAINT attendance_upload_change_program FOREIGN KEY (program_id) REFERENCES program(id),
      CONSTRAINT attendance_upload_change_offering FOREIGN KEY (offering_id) REFERENCES offering(id),
      PRIMARY KEY (upload_id, position))`,
  `CREATE INDEX attendance_upload_change_by_record ON attendance_upload_change (record_id) WHERE record_id IS NOT NULL`,
  `ALTER TABLE attendance_record
      ADD replaces_id uuid CONSTRAINT attendance_record_replaces REFERENCES attendance_record(id)`,
  `CREATE INDEX attendance_record_by_replaced ON attendance_record (replaces_id) WHERE replaces_id IS NOT NULL`,
];

const down = [
  "DROP INDEX attendance_record_by_replaced",
  "ALTER TABLE attendance_record DROP replaces_id",
  "DROP TABLE attendance_upload_change",
  "DROP TABLE attendance_upload_part",
  "DROP INDEX attendance_upload_amendments",
  "DROP INDEX attendance_upload_same_file",
  `ALTER TABLE attendance_upload
      DROP CONSTRAINT attendance_upload_owner, DROP CONSTRAINT attendance_upload_undone,
      DROP phase, DROP progress, DROP owns_file, DROP same_as_id, DROP amends_id, DROP added_rows, DROP changed_rows,
      DROP removed_rows, DROP reason, DROP undone_at, DROP undo_reason`,
];

/** Rosters that are checked by a job, and those that are taken back or corrected. */
export class AttendanceCorrections1764000000320 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const statement of up) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const statement of down) await runner.query(statement);
  }
}
