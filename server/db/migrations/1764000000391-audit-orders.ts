import type { MigrationInterface, QueryRunner } from "typeorm";

/** The audit log can be sorted by who did what, with the indexes that find them. */
export class AuditOrders1764000000391 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query("DROP INDEX audit_entry_by_actor, audit_entry_by_action");
    await runner.query('CREATE INDEX audit_entry_by_actor ON audit_entry (lower(actor_name) COLLATE "C", at, id)');
    await runner.query('CREATE INDEX audit_entry_by_action ON audit_entry (action COLLATE "C", at, id)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query("DROP INDEX audit_entry_by_actor, audit_entry_by_action");
    await runner.query("CREATE INDEX audit_entry_by_actor ON audit_entry (lower(actor_name) text_pattern_ops, at)");
    await runner.query("CREATE INDEX audit_entry_by_action ON audit_entry (action text_pattern_ops, at)");
  }
}
