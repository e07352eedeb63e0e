import type { MigrationInterface, QueryRunner } from "typeorm";

const parts = ["RECIPIENT", "TITLE", "PROVIDER", "PLACE", "SESSION", "TYPE", "ACCREDITOR", "DOCUMENT"];

/** Certificates print the provider's postal address where the accreditor has set so, from a day on; what they printed stays on record. */
export class ProviderAddress1795938600000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query("ALTER TABLE accreditor_settings ADD print_provider_address boolean NOT NULL DEFAULT false");
    await runner.query("ALTER TABLE certificate ADD provider_address text NOT NULL DEFAULT ''");
    await runner.query(
      `ALTER TABLE policy
         DROP CONSTRAINT policy_name,
         DROP CONSTRAINT policy_value,
         ADD CONSTRAINT policy_name CHECK (
           name IN ('REPORTING_DAYS', 'CLOSING_DAYS', 'CLAIM_DAYS', 'RETENTION_YEARS', 'PROVIDER_ADDRESS')),
         ADD CONSTRAINT policy_value CHECK (value > 0 AND name <> 'PROVIDER_ADDRESS'
           OR name = 'CLAIM_DAYS' AND value = 0 OR name = 'PROVIDER_ADDRESS' AND value IN (0, 1))`,
    );
    await runner.query("INSERT INTO policy (name, starts_on, value) VALUES ('PROVIDER_ADDRESS', '0001-01-01', 0)");
    await this.parts(runner, [...parts, "PROVIDER_ADDRESS"]);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query("UPDATE unmade_certificate SET part = 'PROVIDER' WHERE part = 'PROVIDER_ADDRESS'");
    await this.parts(runner, parts);
    await runner.query("DELETE FROM policy WHERE name = 'PROVIDER_ADDRESS'");
    await runner.query(
      `ALTER TABLE policy
         DROP CONSTRAINT policy_name,
         DROP CONSTRAINT policy_value,
         ADD CONSTRAINT policy_name CHECK (
           name IN ('REPORTING_DAYS', 'CLOSING_DAYS', 'CLAIM_DAYS', 'RETENTION_YEARS')),
         ADD CONSTRAINT policy_value CHECK (value > 0 OR name = 'CLAIM_DAYS' AND value = 0)`,
    );
    await runner.query("ALTER TABLE certificate DROP provider_address");
    await runner.query("ALTER TABLE accreditor_settings DROP print_provider_address");
  }

  private async parts(runner: QueryRunner, names: readonly string[]): Promise<void> {
    await runner.query(
      `ALTER TABLE unmade_certificate
         DROP CONSTRAINT unmade_certificate_part,
         ADD CONSTRAINT unmade_certificate_part CHECK (part IN (${names.map((name) => `'${name}'`).join(", ")}))`,
    );
  }
}
