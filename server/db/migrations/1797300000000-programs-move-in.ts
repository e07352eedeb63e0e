import type { MigrationInterface, QueryRunner } from "typeorm";

/** Programs move in with their offerings, what was decided on them, and who attended them. */
export class ProgramsMoveIn1797300000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query("ALTER TABLE offering ADD COLUMN outside_number text");
    await runner.query(
      "CREATE UNIQUE INDEX offering_outside_number_once ON offering (program_id, outside_number) WHERE outside_number IS NOT NULL",
    );
    await setSources(runner, ["UPLOAD", "ENTRY", "CLAIM", "API", "IMPORT"]);
    await runner.query(`CREATE TABLE outside_decision (
      id uuid NOT NULL DEFAULT uuid_v7(),
      program_id uuid NOT NULL,
      to_status text NOT NULL,
      decided_on date NOT NULL,
      decided_by text NOT NULL DEFAULT '',
      reason text,
      created_at timestamptz NOT NULL,
      CONSTRAINT outside_decision_pkey PRIMARY KEY (id),
      CONSTRAINT outside_decision_program FOREIGN KEY (program_id) REFERENCES program (id) ON DELETE CASCADE)`);
    await runner.query("CREATE INDEX outside_decision_by_program ON outside_decision (program_id, decided_on)");
    // What went on elsewhere meanwhile did so by no table of moves, and what is taken back is as before.
    await setMoves(runner, "AND current_setting('accrue.moving_in', true) IS DISTINCT FROM pg_current_xact_id()::text");
  }

  async down(runner: QueryRunner): Promise<void> {
    await setMoves(runner, "");
    await runner.query("DROP TABLE outside_decision");
    await runner.query("DELETE FROM attendance_record WHERE source = 'IMPORT'");
    await setSources(runner, ["UPLOAD", "ENTRY", "CLAIM", "API"]);
    await runner.query("DROP INDEX offering_outside_number_once");
    await runner.query("ALTER TABLE offering DROP COLUMN outside_number");
  }
}

async function setSources(runner: QueryRunner, sources: readonly string[]): Promise<void> {
  await runner.query(`ALTER TABLE attendance_record DROP CONSTRAINT attendance_record_source,
    ADD CONSTRAINT attendance_record_source CHECK (source IN (${sources.map((each) => `'${each}'`).join(", ")}))`);
}

/** The moves stay as they are. */
async function setMoves(runner: QueryRunner, unless: string): Promise<void> {
  const [{ moves }] = await runner.query(
    `SELECT array_remove(string_to_array(encode(tgargs, 'escape'), '\\000'), '') AS moves FROM pg_trigger
     WHERE tgname = 'program_moves' AND tgrelid = 'program'::regclass`,
  );
  await runner.query("DROP TRIGGER program_moves ON program");
  await runner.query(`CREATE TRIGGER program_moves BEFORE UPDATE OF status ON program FOR EACH ROW
    WHEN (OLD.status IS DISTINCT FROM NEW.status ${unless}) EXECUTE FUNCTION refuse_illegal_move(
      ${moves.map((move: string) => `'${move}'`).join(", ")})`);
}
