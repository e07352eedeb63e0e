import type { MigrationInterface, QueryRunner } from "typeorm";

/** Files that wait for a job know the API key that they came with, so that one that was revoked meanwhile counts for nothing. */
export class UploadsKnowTheirKey1795936900000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const table of ["attendance_upload", "member_import"])
      await runner.query(
        `ALTER TABLE ${table} ADD COLUMN api_key_id uuid CONSTRAINT ${table}_api_key REFERENCES api_key (id)`,
      );
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of ["attendance_upload", "member_import"])
      await runner.query(`ALTER TABLE ${table} DROP COLUMN api_key_id`);
  }
}
