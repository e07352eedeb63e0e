import type { MigrationInterface, QueryRunner } from "typeorm";

/** Who was looked at for a reminder of a renewal, so that each is reminded once at each step. */
export class RenewalReminders1798300000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE TABLE renewal_reminder (
      requirement_id uuid NOT NULL,
      licence_id uuid NOT NULL,
      expires_on date NOT NULL,
      days integer NOT NULL,
      CONSTRAINT renewal_reminder_pkey PRIMARY KEY (licence_id, requirement_id, expires_on, days),
      CONSTRAINT renewal_reminder_requirement FOREIGN KEY (requirement_id) REFERENCES renewal_requirement (id) ON DELETE CASCADE,
      CONSTRAINT renewal_reminder_licence FOREIGN KEY (licence_id) REFERENCES licence (id) ON DELETE CASCADE)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query("DROP TABLE renewal_reminder");
  }
}
