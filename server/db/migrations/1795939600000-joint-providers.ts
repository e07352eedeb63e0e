import type { MigrationInterface, QueryRunner } from "typeorm";

/** A program names who provides it together with its provider: by the number of their account, which never changes, or by a name. */
export class JointProviders1795939600000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const table of ["program", "certificate"])
      await runner.query(`ALTER TABLE ${table} ADD joint_providers text[] NOT NULL DEFAULT '{}'`);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of ["certificate", "program"]) await runner.query(`ALTER TABLE ${table} DROP joint_providers`);
  }
}
