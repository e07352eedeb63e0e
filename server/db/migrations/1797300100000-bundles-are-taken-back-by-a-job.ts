import type { MigrationInterface, QueryRunner } from "typeorm";

/** A bundle is taken back by a job, which may find that something stands on it. */
export class BundlesAreTakenBackByAJob1797300100000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query("ALTER TABLE bundle_import ADD COLUMN obstacles jsonb");
    await setStates(
      runner,
      ["CHECKING", "REJECTED", "CHECKED", "RECORDING", "PROCESSED", "UNDOING", "UNDONE"],
      "(status IN ('UNDOING', 'UNDONE')) = (undo_reason IS NOT NULL)",
      ["PROCESSED>UNDOING", "UNDOING>UNDONE", "UNDOING>PROCESSED"],
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(
      "DELETE FROM graphile_worker._private_jobs j USING graphile_worker._private_tasks t WHERE t.id = j.task_id AND t.identifier = 'moving.undo'",
    );
    await runner.query(
      "UPDATE bundle_import SET status = 'PROCESSED', undo_reason = NULL, phase = NULL WHERE status = 'UNDOING'",
    );
    await setStates(
      runner,
      ["CHECKING", "REJECTED", "CHECKED", "RECORDING", "PROCESSED", "UNDONE"],
      "(undone_at IS NULL) = (undo_reason IS NULL)",
      ["PROCESSED>UNDONE"],
    );
    await runner.query("ALTER TABLE bundle_import DROP COLUMN obstacles");
  }
}

async function setStates(
  runner: QueryRunner,
  states: readonly string[],
  reason: string,
  moves: readonly string[],
): Promise<void> {
  const quoted = (texts: readonly string[]) => texts.map((each) => `'${each}'`).join(", ");
  await runner.query(`ALTER TABLE bundle_import
    DROP CONSTRAINT bundle_import_status, ADD CONSTRAINT bundle_import_status CHECK (status IN (${quoted(states)})),
    DROP CONSTRAINT bundle_import_undone,
    ADD CONSTRAINT bundle_import_undone CHECK ((status = 'UNDONE') = (undone_at IS NOT NULL) AND ${reason})`);
  await runner.query("DROP TRIGGER bundle_import_moves ON bundle_import");
  const all = [
    "CHECKING>REJECTED",
    "CHECKING>CHECKED",
    "CHECKED>RECORDING",
    "RECORDING>REJECTED",
    "RECORDING>PROCESSED",
    ...moves,
  ];
  await runner.query(`CREATE TRIGGER bundle_import_moves BEFORE UPDATE OF status ON bundle_import FOR EACH ROW
    WHEN (OLD.status IS DISTINCT FROM NEW.status) EXECUTE FUNCTION refuse_illegal_move(${quoted(all)})`);
}
