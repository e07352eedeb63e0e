import type { MigrationInterface, QueryRunner } from "typeorm";

/** A database remembers where it is, so that a copy of it holds its mail. A mail that is held can be dropped. */
export class Installation1795891895128 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE TABLE installation (
      id integer NOT NULL CONSTRAINT installation_pkey PRIMARY KEY,
      identity text,
      held_since timestamptz,
      CONSTRAINT installation_once CHECK (id = 1))`);
    await runner.query("INSERT INTO installation (id) VALUES (1)");
    await runner.query("DROP TRIGGER mail_moves ON mail");
    await runner.query(`CREATE TRIGGER mail_moves BEFORE UPDATE OF status ON mail FOR EACH ROW
      WHEN (OLD.status IS DISTINCT FROM NEW.status) EXECUTE FUNCTION refuse_illegal_move('QUEUED>SENT', 'QUEUED>FAILED', 'QUEUED>DROPPED')`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query("DROP TABLE installation");
    await runner.query("DROP TRIGGER mail_moves ON mail");
    await runner.query(`CREATE TRIGGER mail_moves BEFORE UPDATE OF status ON mail FOR EACH ROW
      WHEN (OLD.status IS DISTINCT FROM NEW.status) EXECUTE FUNCTION refuse_illegal_move('QUEUED>SENT', 'QUEUED>FAILED')`);
  }
}
