import type { MigrationInterface, QueryRunner } from "typeorm";

/** What providers of approved conferences ask for of their sessions, and staff decide. */
export class SessionProposals1795941900000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE TABLE session_proposal (
      id uuid NOT NULL DEFAULT uuid_v7(),
      session_id uuid NOT NULL,
      status text NOT NULL DEFAULT 'WAITING',
      changes jsonb NOT NULL,
      note text,
      decision text,
      proposed_at timestamptz NOT NULL,
      decided_at timestamptz,
      CONSTRAINT session_proposal_pkey PRIMARY KEY (id),
      CONSTRAINT session_proposal_session FOREIGN KEY (session_id) REFERENCES session (id) ON DELETE CASCADE,
      CONSTRAINT session_proposal_status CHECK (status IN ('WAITING', 'ACCEPTED', 'REFUSED', 'WITHDRAWN')),
      CONSTRAINT session_proposal_decided CHECK ((status = 'WAITING') = (decided_at IS NULL)))`);
    await runner.query(
      "CREATE UNIQUE INDEX session_proposal_once ON session_proposal (session_id) WHERE status = 'WAITING'",
    );
    await runner.query("CREATE INDEX session_proposal_by_session ON session_proposal (session_id, proposed_at)");
    await runner.query(`CREATE TRIGGER session_proposal_moves BEFORE UPDATE OF status ON session_proposal FOR EACH ROW
      WHEN (OLD.status IS DISTINCT FROM NEW.status) EXECUTE FUNCTION refuse_illegal_move(
        'WAITING>ACCEPTED', 'WAITING>REFUSED', 'WAITING>WITHDRAWN')`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query("DROP TABLE session_proposal");
  }
}
