import type { MigrationInterface, QueryRunner } from "typeorm";

/** What limits have counted. Unlogged, since it is written often and worth nothing after a crash. */
export class RateLimits1764000000102 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE UNLOGGED TABLE rate_limit (
        key bytea NOT NULL,
        hits integer NOT NULL,
        resets_at TIMESTAMP WITH TIME ZONE NOT NULL,
        PRIMARY KEY (key))`);
    await runner.query("CREATE INDEX rate_limit_by_reset ON rate_limit (resets_at)");
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query("DROP TABLE rate_limit");
  }
}
