import type { MigrationInterface, QueryRunner } from "typeorm";

/** What each list reads its first page by, and counts itself by: in every order that it can have, and for its filters. */
export class Lists1764000000300 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const name of Object.keys(replaced)) await runner.query(`DROP INDEX ${name}`);
    for (const [name, on] of Object.entries(indexes)) await runner.query(`CREATE INDEX ${name} ON ${on}`);
    // Where the extension is missing, a part of a text is looked for by reading the table.
    await runner.query(`
      DO $$ BEGIN
        IF EXISTS (SELECT FROM pg_extension WHERE extname = 'pg_trgm') THEN
          CREATE INDEX mail_by_address_part ON mail USING gin (to_address gin_trgm_ops);
        END IF;
      END $$`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query("DROP INDEX IF EXISTS mail_by_address_part");
    for (const name of Object.keys(indexes)) await runner.query(`DROP INDEX ${name}`);
    for (const [name, on] of Object.entries(replaced)) await runner.query(`CREATE INDEX ${name} ON ${on}`);
  }
}

/** What is never null needs one index for both directions: ties go the way of the column. */
const replaced = {
  program_newest: "program (created_at DESC NULLS LAST, id)",
  program_submitted_last: "program (submitted_at DESC NULLS LAST, id)",
  program_starts_last: "program (starts_on DESC NULLS LAST, id)",
  program_by_name_last: 'program (name COLLATE "und-x-icu" DESC NULLS LAST, id)',
  attendance_record_newest: "attendance_record (recorded_at DESC NULLS LAST, id)",
  certificate_newest: "certificate (issued_at DESC NULLS LAST, id)",
  mail_newest: "mail (created_at DESC NULLS LAST, id)",
  attendance_upload_newest: "attendance_upload (created_at DESC NULLS LAST, id)",
};

const indexes = {
  program_by_creation: "program (created_at, id)",
  program_submitted_last: "program (submitted_at DESC NULLS LAST, id DESC)",
  program_starts_last: "program (starts_on DESC NULLS LAST, id DESC)",
  program_by_number_last:
    "program (left(number, 3) DESC NULLS LAST, length(number) DESC NULLS LAST, number DESC NULLS LAST, id DESC)",
  // With the day and the program, so that a page of the newest before some day, or of one provider, skips the others without
  // looking at them.
  attendance_record_by_time: "attendance_record (recorded_at, id) INCLUDE (completed_on, program_id)",
  attendance_upload_by_time: "attendance_upload (created_at, id)",
  member_by_number: "member (length(member_number), member_number)",
  certificate_by_time: "certificate (issued_at, id)",
  certificate_by_number: "certificate (length(number), number)",
  certificate_by_recipient: 'certificate (recipient_name COLLATE "und-x-icu", id)',
  certificate_by_title: 'certificate (title COLLATE "und-x-icu", id)',
  certificate_by_day: "certificate (completed_on, id)",
  certificate_by_credits: "certificate (credits, id)",
  certificate_by_status: "certificate (status, issued_at, id)",
  mail_by_address: "mail (to_address, id)",
  mail_by_status: "mail (status, created_at, id)",
};
