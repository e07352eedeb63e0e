import type { MigrationInterface, QueryRunner } from "typeorm";

/** Of a roster with very many faults the first are kept, and of all how many of each kind there are. */
export class CappedFindings1795899501002 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query("ALTER TABLE attendance_upload ADD COLUMN finding_kinds jsonb");
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query("ALTER TABLE attendance_upload DROP COLUMN finding_kinds");
  }
}
