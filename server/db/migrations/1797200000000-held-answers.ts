import type { MigrationInterface, QueryRunner } from "typeorm";

/** Answers of people who are counted may wait, too: those to a question that fewer than five have answered. */
export class HeldAnswers1797200000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query("ALTER TABLE evaluation_box DROP CONSTRAINT evaluation_box_waiting");
    await runner.query(
      "ALTER TABLE evaluation_box ADD CONSTRAINT evaluation_box_waiting CHECK (waiting BETWEEN 0 AND 4 AND (waiting = 0 OR sealed IS NOT NULL))",
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query("UPDATE evaluation_box SET sealed = NULL WHERE waiting = 0");
    await runner.query("ALTER TABLE evaluation_box DROP CONSTRAINT evaluation_box_waiting");
    await runner.query(
      "ALTER TABLE evaluation_box ADD CONSTRAINT evaluation_box_waiting CHECK (waiting BETWEEN 0 AND 4 AND (waiting = 0) = (sealed IS NULL))",
    );
  }
}
