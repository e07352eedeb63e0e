import type { MigrationInterface, QueryRunner } from "typeorm";

/** What stands on somebody's badge: who is registered need not be a member yet. */
export class RegistrationNames1796500200000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query("ALTER TABLE registration ADD COLUMN name text");
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query("ALTER TABLE registration DROP COLUMN name");
  }
}
