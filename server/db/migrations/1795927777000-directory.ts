import type { MigrationInterface, QueryRunner } from "typeorm";

/** A directory provisions members by SCIM, and finds them by what it calls them. */
export class Directory1795927777000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query("ALTER TABLE member ADD external_id text");
    await runner.query("CREATE INDEX member_by_external_id ON member (external_id) WHERE external_id IS NOT NULL");
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query("ALTER TABLE member DROP external_id");
  }
}
