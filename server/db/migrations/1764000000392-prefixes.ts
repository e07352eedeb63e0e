import type { MigrationInterface, QueryRunner } from "typeorm";

/** What the numbers of providers and certificates begin with is a setting, as the letter of programs is. */
export class Prefixes1764000000392 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE accreditor_settings
        ADD provider_prefix text NOT NULL DEFAULT 'P',
        ADD certificate_prefix text NOT NULL DEFAULT 'C',
        ADD CONSTRAINT accreditor_settings_prefixes CHECK (
          program_letter ~ '^[A-Z]$' AND provider_prefix ~ '^[A-Z]{1,3}$' AND certificate_prefix ~ '^[A-Z]{1,3}$')`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(
      "ALTER TABLE accreditor_settings DROP CONSTRAINT accreditor_settings_prefixes, DROP certificate_prefix, DROP provider_prefix",
    );
  }
}
