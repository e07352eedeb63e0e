import type { MigrationInterface, QueryRunner } from "typeorm";

/** What a merge reversed remembers in whose favour, so that it comes back where that goes; a certificate says why it was issued anew; nothing earned is no record. */
export class CorrectionsTravel1795899502002 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query("ALTER TABLE attendance_record ADD yields_to_id uuid");
    await runner.query(
      "ALTER TABLE attendance_record ADD CONSTRAINT attendance_record_yields_to FOREIGN KEY (yields_to_id) REFERENCES attendance_record (id)",
    );
    await runner.query(
      "CREATE INDEX attendance_record_by_kept ON attendance_record (yields_to_id) WHERE yields_to_id IS NOT NULL",
    );
    await runner.query("ALTER TABLE certificate ADD issue_reason text");
    await runner.query("ALTER TABLE attendance_record DROP CONSTRAINT attendance_record_credits");
    await runner.query(
      "UPDATE attendance_record SET reversed_at = recorded_at, reversal_reason = 'It earned nothing.' WHERE credits = 0 AND reversed_at IS NULL",
    );
    await runner.query(
      "ALTER TABLE attendance_record ADD CONSTRAINT attendance_record_credits CHECK (credits > 0 OR credits = 0 AND reversed_at IS NOT NULL)",
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query("ALTER TABLE attendance_record DROP CONSTRAINT attendance_record_credits");
    await runner.query(
      "ALTER TABLE attendance_record ADD CONSTRAINT attendance_record_credits CHECK (credits > 0 OR session_id IS NOT NULL AND credits = 0)",
    );
    await runner.query("ALTER TABLE certificate DROP issue_reason");
    await runner.query("ALTER TABLE attendance_record DROP yields_to_id");
  }
}
