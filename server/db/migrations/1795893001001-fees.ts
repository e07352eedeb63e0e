import type { MigrationInterface, QueryRunner } from "typeorm";

/** Fees as dated policy, and the ledger of what was charged, paid, waived and given back: its entries are never changed. */
export class Fees1795893001001 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE TABLE fee_policy (
      id uuid NOT NULL DEFAULT uuid_v7(),
      starts_on date NOT NULL,
      type_id uuid,
      currency text NOT NULL,
      application_fee integer NOT NULL DEFAULT 0,
      filing_fee integer NOT NULL DEFAULT 0,
      filing_fee_per_credit integer NOT NULL DEFAULT 0,
      filing_fee_per_attendee integer NOT NULL DEFAULT 0,
      filing_fee_most integer,
      late_fee integer NOT NULL DEFAULT 0,
      holds_certificates boolean NOT NULL,
      waives_open_fees boolean NOT NULL DEFAULT false,
      how_to_pay text NOT NULL DEFAULT '',
      created_at timestamptz NOT NULL,
      CONSTRAINT fee_policy_pkey PRIMARY KEY (id),
      CONSTRAINT fee_policy_type FOREIGN KEY (type_id) REFERENCES program_type (id),
      CONSTRAINT fee_policy_currency CHECK (currency ~ '^[A-Z]{3}$'),
      CONSTRAINT fee_policy_amounts CHECK (application_fee >= 0 AND filing_fee >= 0 AND filing_fee_per_credit >= 0
        AND filing_fee_per_attendee >= 0 AND filing_fee_most >= 0 AND late_fee >= 0))`);
    await runner.query(
      "CREATE UNIQUE INDEX fee_policy_one_a_day ON fee_policy (starts_on, type_id) NULLS NOT DISTINCT",
    );
    await runner.query(`CREATE TABLE fee_promotion (
      id uuid NOT NULL DEFAULT uuid_v7(),
      name text NOT NULL,
      fee text NOT NULL,
      starts_on date NOT NULL,
      ends_on date NOT NULL,
      rate integer NOT NULL,
      created_at timestamptz NOT NULL,
      CONSTRAINT fee_promotion_pkey PRIMARY KEY (id),
      CONSTRAINT fee_promotion_days CHECK (starts_on <= ends_on),
      CONSTRAINT fee_promotion_fee CHECK (fee IN ('APPLICATION', 'FILING')),
      CONSTRAINT fee_promotion_rate CHECK (rate >= 0))`);
    await runner.query(`CREATE TABLE ledger_entry (
      id uuid NOT NULL DEFAULT uuid_v7(),
      program_id uuid NOT NULL,
      kind text NOT NULL,
      fee text NOT NULL,
      amount integer NOT NULL,
      currency text NOT NULL,
      at timestamptz NOT NULL,
      actor_account_id uuid,
      actor_as text NOT NULL,
      reason text,
      reference text,
      policy_id uuid,
      promotion_id uuid,
      CONSTRAINT ledger_entry_pkey PRIMARY KEY (id),
      CONSTRAINT ledger_entry_program FOREIGN KEY (program_id) REFERENCES program (id),
      CONSTRAINT ledger_entry_policy FOREIGN KEY (policy_id) REFERENCES fee_policy (id),
      CONSTRAINT ledger_entry_promotion FOREIGN KEY (promotion_id) REFERENCES fee_promotion (id),
      CONSTRAINT ledger_entry_kind CHECK (kind IN ('CHARGE', 'PAYMENT', 'WAIVER', 'REFUND')),
      CONSTRAINT ledger_entry_fee CHECK (fee IN ('APPLICATION', 'FILING', 'LATE')),
      CONSTRAINT ledger_entry_amount CHECK (amount > 0),
      CONSTRAINT ledger_entry_policy_of_charge CHECK (kind <> 'CHARGE' OR policy_id IS NOT NULL),
      CONSTRAINT ledger_entry_reason CHECK (kind = 'CHARGE' OR coalesce(reason, reference) IS NOT NULL))`);
    await runner.query("CREATE INDEX ledger_entry_by_program ON ledger_entry (program_id, at, id)");
    await runner.query(`CREATE FUNCTION keep_ledger() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
      RAISE EXCEPTION 'Entries of the ledger are never changed or deleted: write another one.' USING ERRCODE = 'restrict_violation';
    END $$`);
    await runner.query(
      "CREATE TRIGGER ledger_entry_kept BEFORE UPDATE OR DELETE ON ledger_entry FOR EACH ROW EXECUTE FUNCTION keep_ledger()",
    );
    await runner.query(
      "CREATE TRIGGER fee_policy_kept BEFORE UPDATE OR DELETE ON fee_policy FOR EACH ROW EXECUTE FUNCTION keep_ledger()",
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of ["ledger_entry", "fee_promotion", "fee_policy"]) await runner.query(`DROP TABLE ${table}`);
    await runner.query("DROP FUNCTION keep_ledger()");
  }
}
