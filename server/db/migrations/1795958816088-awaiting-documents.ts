import type { MigrationInterface, QueryRunner } from "typeorm";

/** A program whose certificates wait for documents of its report is AWAITING_DOCUMENTS, which it was not told apart from the fee. */
export class AwaitingDocuments1795958816088 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await setMoves(runner, [
      ...before,
      "AWAITING_FEE>AWAITING_DOCUMENTS",
      "AWAITING_DOCUMENTS>AWAITING_FEE",
      "AWAITING_DOCUMENTS>COMPLETED",
      "AWAITING_DOCUMENTS>AWAITING_ATTENDANCE",
      "AWAITING_DOCUMENTS>CANCELLED",
    ]);
    await runner.query(`UPDATE program p SET status = 'AWAITING_DOCUMENTS'
      WHERE p.status = 'AWAITING_FEE' AND EXISTS (SELECT FROM attendance_record r WHERE r.program_id = p.id AND r.reversed_at IS NULL)
        AND EXISTS (
          SELECT FROM unnest((SELECT q.kinds FROM program_type t JOIN document_rule q ON q.type_id = t.id
            WHERE t.id = p.type_id AND q.starts_on <= (
              SELECT CASE WHEN t.form = 'ON_DEMAND' THEN min(f.starts_on) ELSE max(f.ends_on) END FROM offering f WHERE f.program_id = p.id)
            ORDER BY q.starts_on DESC LIMIT 1)) AS k (kind)
          WHERE NOT EXISTS (SELECT FROM program_document d WHERE d.program_id = p.id AND d.kind = k.kind))`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query("UPDATE program SET status = 'AWAITING_FEE' WHERE status = 'AWAITING_DOCUMENTS'");
    await setMoves(runner, before);
  }
}

const before = [
  "DRAFT>SUBMITTED",
  "DRAFT>WITHDRAWN",
  "SUBMITTED>IN_REVIEW",
  "SUBMITTED>WITHDRAWN",
  "IN_REVIEW>CHANGES_REQUESTED",
  "IN_REVIEW>APPROVED",
  "IN_REVIEW>DENIED",
  "IN_REVIEW>WITHDRAWN",
  "CHANGES_REQUESTED>SUBMITTED",
  "CHANGES_REQUESTED>WITHDRAWN",
  "APPROVED>AWAITING_ATTENDANCE",
  "APPROVED>CANCELLED",
  "AWAITING_ATTENDANCE>AWAITING_FEE",
  "AWAITING_ATTENDANCE>COMPLETED",
  "AWAITING_ATTENDANCE>CANCELLED",
  "AWAITING_FEE>COMPLETED",
  "AWAITING_FEE>AWAITING_ATTENDANCE",
  "AWAITING_FEE>CANCELLED",
  "COMPLETED>AWAITING_ATTENDANCE",
];

async function setMoves(runner: QueryRunner, moves: readonly string[]): Promise<void> {
  await runner.query("DROP TRIGGER program_moves ON program");
  await runner.query(`CREATE TRIGGER program_moves BEFORE UPDATE OF status ON program FOR EACH ROW
    WHEN (OLD.status IS DISTINCT FROM NEW.status) EXECUTE FUNCTION refuse_illegal_move(
      ${moves.map((move) => `'${move}'`).join(", ")})`);
}
