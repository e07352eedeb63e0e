import type { MigrationInterface, QueryRunner } from "typeorm";

/** The database refuses a move between states that the tables of states don't have, whoever asks for it. */
export class LegalMoves1795880391663 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE FUNCTION refuse_illegal_move() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
      IF NOT OLD.status || '>' || NEW.status = ANY (TG_ARGV) THEN
        RAISE EXCEPTION '% is % and cannot become %', TG_TABLE_NAME, OLD.status, NEW.status
          USING ERRCODE = 'check_violation', CONSTRAINT = TG_NAME;
      END IF;
      RETURN NEW;
    END $$`);
    await runner.query(`CREATE TRIGGER program_moves BEFORE UPDATE OF status ON program FOR EACH ROW
      WHEN (OLD.status IS DISTINCT FROM NEW.status) EXECUTE FUNCTION refuse_illegal_move('DRAFT>SUBMITTED', 'DRAFT>WITHDRAWN', 'SUBMITTED>IN_REVIEW', 'SUBMITTED>WITHDRAWN', 'IN_REVIEW>CHANGES_REQUESTED', 'IN_REVIEW>APPROVED', 'IN_REVIEW>DENIED', 'IN_REVIEW>WITHDRAWN', 'CHANGES_REQUESTED>SUBMITTED', 'CHANGES_REQUESTED>WITHDRAWN', 'APPROVED>AWAITING_ATTENDANCE', 'APPROVED>CANCELLED', 'AWAITING_ATTENDANCE>AWAITING_FEE', 'AWAITING_ATTENDANCE>COMPLETED', 'AWAITING_ATTENDANCE>CANCELLED', 'AWAITING_FEE>COMPLETED', 'AWAITING_FEE>AWAITING_ATTENDANCE', 'AWAITING_FEE>CANCELLED', 'COMPLETED>AWAITING_ATTENDANCE')`);
    await runner.query(`CREATE TRIGGER certificate_moves BEFORE UPDATE OF status ON certificate FOR EACH ROW
      WHEN (OLD.status IS DISTINCT FROM NEW.status) EXECUTE FUNCTION refuse_illegal_move('ISSUED>SUPERSEDED', 'ISSUED>REVOKED')`);
    await runner.query(`CREATE TRIGGER attendance_upload_moves BEFORE UPDATE OF status ON attendance_upload FOR EACH ROW
      WHEN (OLD.status IS DISTINCT FROM NEW.status) EXECUTE FUNCTION refuse_illegal_move('CHECKING>REJECTED', 'CHECKING>PROCESSED', 'CHECKING>PREVIEWED', 'PROCESSED>UNDONE')`);
    await runner.query(`CREATE TRIGGER mail_moves BEFORE UPDATE OF status ON mail FOR EACH ROW
      WHEN (OLD.status IS DISTINCT FROM NEW.status) EXECUTE FUNCTION refuse_illegal_move('QUEUED>SENT', 'QUEUED>FAILED')`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query("DROP TRIGGER program_moves ON program");
    await runner.query("DROP TRIGGER certificate_moves ON certificate");
    await runner.query("DROP TRIGGER attendance_upload_moves ON attendance_upload");
    await runner.query("DROP TRIGGER mail_moves ON mail");
    await runner.query("DROP FUNCTION refuse_illegal_move()");
  }
}
