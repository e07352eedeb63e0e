import type { MigrationInterface, QueryRunner } from "typeorm";

/** Attendees say that evidence of them is missing; what is decided on says by which side. */
export class DisputedPresence1796900000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE presence
      ADD COLUMN said text,
      ADD COLUMN decided_by_staff boolean,
      DROP CONSTRAINT presence_source,
      ADD CONSTRAINT presence_source CHECK (source IN ('CODE', 'SCAN', 'FILE', 'STAFF', 'SAID')),
      ADD CONSTRAINT presence_said CHECK ((source = 'SAID') = (said IS NOT NULL)),
      ADD CONSTRAINT presence_decided_by CHECK (decided_by_staff IS NULL OR decided_at IS NOT NULL)`);
    await runner.query("CREATE INDEX presence_undecided ON presence (session_id) WHERE waits");
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query("DROP INDEX presence_undecided");
    await runner.query("DELETE FROM presence WHERE source = 'SAID'");
    await runner.query(`ALTER TABLE presence
      DROP COLUMN said, DROP COLUMN decided_by_staff,
      DROP CONSTRAINT presence_source,
      ADD CONSTRAINT presence_source CHECK (source IN ('CODE', 'SCAN', 'FILE', 'STAFF'))`);
  }
}
