import type { MigrationInterface, QueryRunner } from "typeorm";

/** Which accounts are of the small world: their password is known to everybody, so they work on one's own machine alone. */
export class DemoAccounts1795879674273 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query("ALTER TABLE account ADD demo boolean NOT NULL DEFAULT false");
    await runner.query(`
      UPDATE account a SET demo = true FROM email_address e
      WHERE e.account_id = a.id AND e.address ~ '@([a-z]+\\.)?accrue\\.test$'
        AND EXISTS (SELECT FROM number_series WHERE name = 'seed')`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query("ALTER TABLE account DROP demo");
  }
}
