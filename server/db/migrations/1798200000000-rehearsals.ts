import type { MigrationInterface, QueryRunner } from "typeorm";

/** An installation may be a rehearsal, for good: docs/decisions/0092. */
export class Rehearsals1798200000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query("ALTER TABLE installation ADD rehearsal_since timestamptz");
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query("ALTER TABLE installation DROP rehearsal_since");
  }
}
