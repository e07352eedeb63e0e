import type { MigrationInterface, QueryRunner } from "typeorm";

/** A decision remembers who made it: what staff have set is not changed by its provider. */
export class WhoDecided1795879479492 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query("ALTER TABLE session ADD eligible_set_by_staff boolean NOT NULL DEFAULT false");
    await runner.query("ALTER TABLE attendance_record ADD reversed_by_staff boolean NOT NULL DEFAULT false");
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query("ALTER TABLE attendance_record DROP reversed_by_staff");
    await runner.query("ALTER TABLE session DROP eligible_set_by_staff");
  }
}
