import type { MigrationInterface, QueryRunner } from "typeorm";

/** What the accreditor sets by days and years is dated, in one place; an offering that nobody reports is closed. */
export class DatedPolicies1795902886197 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE TABLE policy (
      name text NOT NULL,
      starts_on date NOT NULL,
      value integer NOT NULL,
      CONSTRAINT policy_pkey PRIMARY KEY (name, starts_on),
      CONSTRAINT policy_name CHECK (name IN ('REPORTING_DAYS', 'CLOSING_DAYS', 'CLAIM_DAYS', 'RETENTION_YEARS')),
      CONSTRAINT policy_value CHECK (value > 0 OR name = 'CLAIM_DAYS' AND value = 0))`);
    await runner.query(
      "INSERT INTO policy (name, starts_on, value) SELECT 'REPORTING_DAYS', starts_on, days FROM reporting_days",
    );
    await runner.query("DROP TABLE reporting_days");
    // Conferences that ended before there was a last day to claim have none.
    await runner.query(`INSERT INTO policy (name, starts_on, value)
      SELECT 'RETENTION_YEARS', '0001-01-01'::date, retention_years FROM accreditor_settings
      UNION ALL VALUES ('CLOSING_DAYS', '0001-01-01'::date, 30), ('CLAIM_DAYS', '0001-01-01'::date, 0), ('CLAIM_DAYS', '2026-12-01'::date, 365)`);
    await runner.query("ALTER TABLE accreditor_settings ADD closing_days integer NOT NULL DEFAULT 30");
    await runner.query("ALTER TABLE accreditor_settings ADD claim_days integer NOT NULL DEFAULT 365");
    await runner.query("ALTER TABLE offering ADD closed_at timestamptz");
    await runner.query("DROP INDEX offering_unreported");
    await runner.query(
      "CREATE INDEX offering_unreported ON offering (ends_on) WHERE reported_at IS NULL AND closed_at IS NULL",
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query("DROP INDEX offering_unreported");
    await runner.query("ALTER TABLE offering DROP closed_at");
    await runner.query("CREATE INDEX offering_unreported ON offering (ends_on) WHERE reported_at IS NULL");
    await runner.query("ALTER TABLE accreditor_settings DROP claim_days");
    await runner.query("ALTER TABLE accreditor_settings DROP closing_days");
    await runner.query(`CREATE TABLE reporting_days (
      starts_on date NOT NULL,
      days integer NOT NULL,
      CONSTRAINT reporting_days_pkey PRIMARY KEY (starts_on),
      CONSTRAINT reporting_days_positive CHECK (days > 0))`);
    await runner.query(
      "INSERT INTO reporting_days (starts_on, days) SELECT starts_on, value FROM policy WHERE name = 'REPORTING_DAYS'",
    );
    await runner.query("DROP TABLE policy");
  }
}
