import type { MigrationInterface, QueryRunner } from "typeorm";

/** Credit that members earned elsewhere, and how much of it a renewal takes. */
export class OutsideCredit1798700000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE TABLE outside_credit (
      id uuid NOT NULL DEFAULT uuid_v7(),
      version integer NOT NULL DEFAULT 1,
      member_id uuid NOT NULL,
      title text NOT NULL,
      issuer text NOT NULL,
      number text,
      format text,
      starts_on date,
      completed_on date NOT NULL,
      credits numeric(8,2) NOT NULL,
      credit_unit text NOT NULL,
      kind_credits jsonb NOT NULL DEFAULT '{}',
      proof_file_id uuid,
      status text NOT NULL DEFAULT 'SUBMITTED',
      created_at timestamptz NOT NULL,
      accepted_at timestamptz,
      ended_at timestamptz,
      decided_by_account_id uuid,
      decision text,
      yields_to_id uuid,
      CONSTRAINT outside_credit_pkey PRIMARY KEY (id),
      CONSTRAINT outside_credit_credits CHECK (credits > 0),
      CONSTRAINT outside_credit_days CHECK (starts_on <= completed_on),
      CONSTRAINT outside_credit_format CHECK (format IN ('IN_PERSON', 'VIRTUAL', 'HYBRID')),
      CONSTRAINT outside_credit_status CHECK (status IN ('SUBMITTED', 'ACCEPTED', 'REFUSED', 'WITHDRAWN')),
      CONSTRAINT outside_credit_times CHECK ((status <> 'ACCEPTED' OR accepted_at IS NOT NULL) AND (status = 'SUBMITTED') <= (accepted_at IS NULL)
        AND (status IN ('REFUSED', 'WITHDRAWN')) = (ended_at IS NOT NULL)),
      CONSTRAINT outside_credit_proof CHECK ((status = 'WITHDRAWN') = (proof_file_id IS NULL)),
      CONSTRAINT outside_credit_member FOREIGN KEY (member_id) REFERENCES member (id),
      CONSTRAINT outside_credit_proof_file FOREIGN KEY (proof_file_id) REFERENCES stored_file (id),
      CONSTRAINT outside_credit_decided_by FOREIGN KEY (decided_by_account_id) REFERENCES account (id),
      CONSTRAINT outside_credit_yields_to FOREIGN KEY (yields_to_id) REFERENCES outside_credit (id))`);
    await runner.query("CREATE INDEX outside_credit_by_member ON outside_credit (member_id, completed_on)");
    await runner.query(
      "CREATE INDEX outside_credit_waiting ON outside_credit (created_at, id) WHERE status = 'SUBMITTED'",
    );
    await runner.query(`CREATE TRIGGER outside_credit_moves BEFORE UPDATE OF status ON outside_credit FOR EACH ROW
      WHEN (OLD.status IS DISTINCT FROM NEW.status)
      EXECUTE FUNCTION refuse_illegal_move('SUBMITTED>ACCEPTED', 'SUBMITTED>REFUSED', 'SUBMITTED>WITHDRAWN', 'ACCEPTED>REFUSED')`);
    await runner.query("ALTER TABLE renewal_requirement ADD outside_maximum numeric(8,2)");
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query("ALTER TABLE renewal_requirement DROP outside_maximum");
    await runner.query("DROP TABLE outside_credit");
  }
}
