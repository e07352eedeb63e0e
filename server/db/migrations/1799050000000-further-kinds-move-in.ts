import type { MigrationInterface, QueryRunner } from "typeorm";

/** Speakers and credit of further kinds move in as well. What came before had none: so an import knows it as it left it. */
export class FurtherKindsMoveIn1799050000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query("ALTER TABLE speaker ADD id uuid NOT NULL DEFAULT uuid_v7()");
    await runner.query("ALTER TABLE speaker ADD CONSTRAINT speaker_id_once UNIQUE (id)");
    await runner.query(
      `UPDATE bundle_record SET after = after || '{"kinds": {}}', before = before || '{"kinds": {}}'
       WHERE kind IN ('PROGRAMS', 'SESSIONS', 'ATTENDANCE')`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(
      "UPDATE bundle_record SET after = after - 'kinds', before = before - 'kinds' WHERE kind IN ('PROGRAMS', 'SESSIONS', 'ATTENDANCE')",
    );
    await runner.query("ALTER TABLE speaker DROP COLUMN id");
  }
}
