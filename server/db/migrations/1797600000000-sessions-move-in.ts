import type { MigrationInterface, QueryRunner } from "typeorm";

/** Attendance that moves in may be of a session: what an import left of it says so. */
export class SessionsMoveIn1797600000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await set(runner, "|| '{\"session_id\": null}'");
  }

  async down(runner: QueryRunner): Promise<void> {
    await set(runner, "- 'session_id'");
  }
}

async function set(runner: QueryRunner, change: string): Promise<void> {
  await runner.query(
    `UPDATE bundle_record SET before = before ${change}, after = after ${change} WHERE kind = 'ATTENDANCE'`,
  );
}
