import type { MigrationInterface, QueryRunner } from "typeorm";

/** The accreditor's logo, and program types that staff edit. */
export class Settings1764000000331 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE accreditor_settings
        ADD logo_file_id uuid CONSTRAINT accreditor_settings_logo REFERENCES stored_file (id),
        ADD printed_logo_file_id uuid CONSTRAINT accreditor_settings_printed_logo REFERENCES stored_file (id),
        ADD CONSTRAINT accreditor_settings_logo_twice CHECK ((logo_file_id IS NULL) = (printed_logo_file_id IS NULL))`);
    await runner.query(`
      ALTER TABLE program_type
        ADD version integer NOT NULL DEFAULT 1,
        ADD CONSTRAINT program_type_minutes CHECK (minimum_minutes > 0 AND maximum_minutes >= coalesce(minimum_minutes, 1))`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query("ALTER TABLE program_type DROP CONSTRAINT program_type_minutes, DROP version");
    await runner.query(
      "ALTER TABLE accreditor_settings DROP CONSTRAINT accreditor_settings_logo_twice, DROP printed_logo_file_id, DROP logo_file_id",
    );
  }
}
