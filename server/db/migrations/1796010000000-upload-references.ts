import type { MigrationInterface, QueryRunner } from "typeorm";

/** By what a roster's sender looks for it again. */
export class UploadReferences1796010000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query("ALTER TABLE attendance_upload ADD client_reference text");
    await runner.query(
      "CREATE INDEX attendance_upload_by_reference ON attendance_upload (client_reference) WHERE client_reference IS NOT NULL",
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query("ALTER TABLE attendance_upload DROP client_reference");
  }
}
