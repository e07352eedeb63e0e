import type { MigrationInterface, QueryRunner } from "typeorm";

/** Keys that lead to the sandbox: docs/decisions/0090. */
export class TestKeys1797700000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query("ALTER TABLE api_key ADD sandbox boolean NOT NULL DEFAULT false");
    await runner.query(
      "ALTER TABLE api_key ADD CONSTRAINT api_key_kind CHECK (sandbox = starts_with(prefix, 'accrue_test_'))",
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query("DELETE FROM api_key WHERE sandbox");
    await runner.query("ALTER TABLE api_key DROP sandbox");
  }
}
