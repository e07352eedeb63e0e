import type { MigrationInterface, QueryRunner } from "typeorm";

/** What a check finds in a roster is an error, which keeps the whole file out, or a warning, which does not. */
export class FindingSeverity1795876933761 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE attendance_upload_error ADD severity text NOT NULL DEFAULT 'ERROR',
      ADD CONSTRAINT attendance_upload_error_severity CHECK (severity IN ('ERROR', 'WARNING'))`);
    await runner.query("ALTER TABLE attendance_upload ADD warning_count integer NOT NULL DEFAULT 0");
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query("ALTER TABLE attendance_upload DROP warning_count");
    await runner.query("ALTER TABLE attendance_upload_error DROP severity");
  }
}
