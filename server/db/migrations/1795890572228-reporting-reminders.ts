import type { MigrationInterface, QueryRunner } from "typeorm";

/** Of which deadlines providers were reminded: each reminder is given once. */
export class ReportingReminders1795890572228 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE TABLE reporting_reminder (
      offering_id uuid NOT NULL,
      due_on date NOT NULL,
      days_before integer NOT NULL,
      reminded_at timestamptz NOT NULL,
      CONSTRAINT reporting_reminder_pkey PRIMARY KEY (offering_id, due_on, days_before),
      CONSTRAINT reporting_reminder_offering FOREIGN KEY (offering_id) REFERENCES offering (id) ON DELETE CASCADE)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query("DROP TABLE reporting_reminder");
  }
}
