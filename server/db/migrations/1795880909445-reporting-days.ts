import type { MigrationInterface, QueryRunner } from "typeorm";

/** How long attendance may be reported is dated: what held when an offering ended holds for it. */
export class ReportingDays1795880909445 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE TABLE reporting_days (
      starts_on date NOT NULL,
      days integer NOT NULL,
      CONSTRAINT reporting_days_pkey PRIMARY KEY (starts_on),
      CONSTRAINT reporting_days_positive CHECK (days > 0))`);
    await runner.query(
      "INSERT INTO reporting_days (starts_on, days) SELECT '0001-01-01', reporting_days FROM accreditor_settings",
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query("DROP TABLE reporting_days");
  }
}
