import type { MigrationInterface, QueryRunner } from "typeorm";

/**
 * The trigger that writes the chain runs as the owner. With temporary tables last in its search path, a role that may make some cannot
 * put one named audit_head before the real one.
 */
export class AuditSearchPath1764000000360 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    const [{ schema }] = await runner.query("SELECT quote_ident(current_schema()) AS schema");
    await runner.query(`ALTER FUNCTION audit_append() SET search_path = ${schema}, pg_temp`);
  }

  async down(runner: QueryRunner): Promise<void> {
    const [{ schema }] = await runner.query("SELECT quote_ident(current_schema()) AS schema");
    await runner.query(`ALTER FUNCTION audit_append() SET search_path = ${schema}`);
  }
}
