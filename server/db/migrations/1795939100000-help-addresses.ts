import type { MigrationInterface, QueryRunner } from "typeorm";

/** Whom to ask, by what it is about, and where claims of earlier years are. */
export class HelpAddresses1795939100000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `ALTER TABLE accreditor_settings
         ADD help_address text NOT NULL DEFAULT '',
         ADD reporting_help_address text NOT NULL DEFAULT '',
         ADD older_claims_url text NOT NULL DEFAULT ''`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(
      "ALTER TABLE accreditor_settings DROP help_address, DROP reporting_help_address, DROP older_claims_url",
    );
  }
}
