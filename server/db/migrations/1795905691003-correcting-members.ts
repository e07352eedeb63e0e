import type { MigrationInterface, QueryRunner } from "typeorm";

/** Members are corrected: their former names still find them, and who asks for another name waits for staff. */
export class CorrectingMembers1795905691003 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query("ALTER TABLE member ADD phone text, ADD member_since date, ADD member_until date");
    await runner.query("ALTER TABLE member ADD CONSTRAINT member_dates CHECK (member_until >= member_since)");
    await runner.query(`CREATE TABLE former_name (
      id uuid NOT NULL DEFAULT uuid_v7() CONSTRAINT former_name_pkey PRIMARY KEY,
      member_id uuid NOT NULL CONSTRAINT former_name_member REFERENCES member (id),
      first_name text NOT NULL,
      last_name text NOT NULL,
      suffix text,
      printed_name text,
      first_name_key text NOT NULL,
      given_names_key text NOT NULL,
      last_name_key text NOT NULL,
      first_name_spellings text[] NOT NULL DEFAULT '{}',
      given_names_spellings text[] NOT NULL DEFAULT '{}',
      last_name_spellings text[] NOT NULL DEFAULT '{}',
      changed_at timestamptz NOT NULL)`);
    await runner.query("CREATE INDEX former_name_by_member ON former_name (member_id, changed_at)");
    await runner.query(`CREATE INDEX former_name_by_spelling ON former_name
      (regexp_replace(regexp_replace(last_name_key, '([aou])e+', '\\1', 'g'), 'a+', 'a', 'g'))`);
    await runner.query(`CREATE TABLE name_request (
      id uuid NOT NULL DEFAULT uuid_v7() CONSTRAINT name_request_pkey PRIMARY KEY,
      member_id uuid NOT NULL CONSTRAINT name_request_member REFERENCES member (id),
      source text NOT NULL,
      first_name text NOT NULL,
      last_name text NOT NULL,
      suffix text,
      printed_name text,
      note text,
      document_file_id uuid CONSTRAINT name_request_document REFERENCES stored_file (id),
      status text NOT NULL DEFAULT 'REQUESTED'
        CONSTRAINT name_request_status CHECK (status IN ('REQUESTED', 'APPROVED', 'REFUSED', 'WITHDRAWN')),
      created_at timestamptz NOT NULL,
      decided_at timestamptz,
      decided_by_account_id uuid CONSTRAINT name_request_decided_by REFERENCES account (id),
      decision text,
      CONSTRAINT name_request_decided CHECK ((status = 'REQUESTED') = (decided_at IS NULL)))`);
    await runner.query("CREATE UNIQUE INDEX name_request_once ON name_request (member_id) WHERE status = 'REQUESTED'");
    await runner.query("CREATE INDEX name_request_waiting ON name_request (created_at, id) WHERE status = 'REQUESTED'");
    await runner.query("CREATE INDEX name_request_by_member ON name_request (member_id, created_at)");
    await runner.query(`CREATE TRIGGER name_request_moves BEFORE UPDATE OF status ON name_request FOR EACH ROW
      WHEN (OLD.status IS DISTINCT FROM NEW.status) EXECUTE FUNCTION refuse_illegal_move('REQUESTED>APPROVED', 'REQUESTED>REFUSED', 'REQUESTED>WITHDRAWN')`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query("DROP TABLE name_request");
    await runner.query("DROP TABLE former_name");
    await runner.query("ALTER TABLE member DROP phone, DROP member_since, DROP member_until");
  }
}
