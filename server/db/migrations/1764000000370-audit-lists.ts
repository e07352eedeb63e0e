import type { MigrationInterface, QueryRunner } from "typeorm";

/** The audit log can be read as a whole, and by who did what. */
export class AuditLists1764000000370 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query("CREATE INDEX audit_entry_by_time ON audit_entry (at, id)");
    await runner.query("CREATE INDEX audit_entry_by_actor ON audit_entry (lower(actor_name) text_pattern_ops, at)");
    await runner.query("CREATE INDEX audit_entry_by_action ON audit_entry (action text_pattern_ops, at)");
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query("DROP INDEX audit_entry_by_time, audit_entry_by_actor, audit_entry_by_action");
  }
}
