import type { MigrationInterface, QueryRunner } from "typeorm";

/** What the credit of a certificate stands on, and what else is printed on it, kept as they were when it was issued. */
export class CreditExplained1798900000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query("ALTER TABLE certificate ADD basis jsonb, ADD printed jsonb");
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query("ALTER TABLE certificate DROP basis, DROP printed");
  }
}
