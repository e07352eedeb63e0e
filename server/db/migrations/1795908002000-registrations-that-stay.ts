import type { MigrationInterface, QueryRunner } from "typeorm";

/** What somebody has claimed under is found by the member, wherever its address has gone. */
export class RegistrationsThatStay1795908002000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query("CREATE INDEX registration_by_member ON registration (member_id) WHERE member_id IS NOT NULL");
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query("DROP INDEX registration_by_member");
  }
}
