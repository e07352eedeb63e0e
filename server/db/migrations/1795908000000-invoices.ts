import type { MigrationInterface, QueryRunner } from "typeorm";

/**
 * Invoices, credit notes, and what a provider has paid beyond what it owed. The ledger gets entries that are about a provider and no
 * program, and says whether money moved or credit was used.
 */
export class Invoices1795908000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE ledger_entry
      ADD provider_id uuid,
      ADD through text NOT NULL DEFAULT 'MONEY',
      ALTER program_id DROP NOT NULL,
      ALTER fee DROP NOT NULL`);
    // Whose an old entry is follows from its program: nothing that it says is changed.
    await runner.query("ALTER TABLE ledger_entry DISABLE TRIGGER ledger_entry_kept");
    await runner.query(
      "UPDATE ledger_entry l SET provider_id = p.provider_id FROM program p WHERE p.id = l.program_id",
    );
    await runner.query("ALTER TABLE ledger_entry ENABLE TRIGGER ledger_entry_kept");
    await runner.query(`ALTER TABLE ledger_entry
      ALTER provider_id SET NOT NULL,
      ADD CONSTRAINT ledger_entry_provider FOREIGN KEY (provider_id) REFERENCES provider (id),
      ADD CONSTRAINT ledger_entry_through CHECK (through IN ('MONEY', 'CREDIT')),
      DROP CONSTRAINT ledger_entry_kind,
      ADD CONSTRAINT ledger_entry_kind CHECK (kind IN ('CHARGE', 'PAYMENT', 'WAIVER', 'REFUND', 'SURPLUS', 'PAYOUT')),
      ADD CONSTRAINT ledger_entry_about CHECK ((kind IN ('SURPLUS', 'PAYOUT')) = (program_id IS NULL) AND (program_id IS NULL) = (fee IS NULL))`);
    await runner.query("CREATE INDEX ledger_entry_by_provider ON ledger_entry (provider_id, at, id)");
    await runner.query("CREATE INDEX ledger_entry_by_time ON ledger_entry (at, id)");
    await runner.query(`ALTER TABLE fee_policy
      ADD tax_name text NOT NULL DEFAULT '',
      ADD tax_percent numeric(5, 2) NOT NULL DEFAULT 0,
      ADD CONSTRAINT fee_policy_tax CHECK (tax_percent BETWEEN 0 AND 50 AND (tax_percent = 0 OR tax_name <> ''))`);
    await runner.query(`CREATE TABLE invoice (
      id uuid NOT NULL DEFAULT uuid_v7(),
      number text NOT NULL,
      provider_id uuid NOT NULL,
      currency text NOT NULL,
      total integer NOT NULL,
      tax_name text NOT NULL,
      tax_percent numeric(5, 2) NOT NULL,
      tax integer NOT NULL,
      issued_at timestamptz NOT NULL,
      due_on date NOT NULL,
      file_id uuid NOT NULL,
      CONSTRAINT invoice_pkey PRIMARY KEY (id),
      CONSTRAINT invoice_number_once UNIQUE (number),
      CONSTRAINT invoice_provider FOREIGN KEY (provider_id) REFERENCES provider (id),
      CONSTRAINT invoice_file FOREIGN KEY (file_id) REFERENCES stored_file (id),
      CONSTRAINT invoice_amounts CHECK (total > 0 AND tax >= 0 AND tax < total))`);
    await runner.query("CREATE INDEX invoice_by_provider ON invoice (provider_id, issued_at, id)");
    await runner.query("CREATE INDEX invoice_by_time ON invoice (issued_at, id)");
    await runner.query(`CREATE TABLE invoice_line (
      invoice_id uuid NOT NULL,
      position integer NOT NULL,
      program_id uuid NOT NULL,
      fee text NOT NULL,
      charged_from integer NOT NULL,
      charged_to integer NOT NULL,
      CONSTRAINT invoice_line_pkey PRIMARY KEY (invoice_id, position),
      CONSTRAINT invoice_line_once UNIQUE (program_id, fee, charged_from),
      CONSTRAINT invoice_line_invoice FOREIGN KEY (invoice_id) REFERENCES invoice (id),
      CONSTRAINT invoice_line_program FOREIGN KEY (program_id) REFERENCES program (id),
      CONSTRAINT invoice_line_range CHECK (charged_from >= 0 AND charged_from < charged_to))`);
    await runner.query(`CREATE TABLE credit_note (
      id uuid NOT NULL DEFAULT uuid_v7(),
      number text NOT NULL,
      invoice_id uuid NOT NULL,
      amount integer NOT NULL,
      reason text NOT NULL,
      issued_at timestamptz NOT NULL,
      file_id uuid NOT NULL,
      CONSTRAINT credit_note_pkey PRIMARY KEY (id),
      CONSTRAINT credit_note_number_once UNIQUE (number),
      CONSTRAINT credit_note_invoice FOREIGN KEY (invoice_id) REFERENCES invoice (id),
      CONSTRAINT credit_note_file FOREIGN KEY (file_id) REFERENCES stored_file (id),
      CONSTRAINT credit_note_amount CHECK (amount > 0))`);
    await runner.query("CREATE INDEX credit_note_by_invoice ON credit_note (invoice_id)");
    for (const table of ["invoice", "invoice_line", "credit_note"])
      await runner.query(
        `CREATE TRIGGER ${table}_kept BEFORE UPDATE OR DELETE ON ${table} FOR EACH ROW EXECUTE FUNCTION keep_ledger()`,
      );
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of ["credit_note", "invoice_line", "invoice"]) await runner.query(`DROP TABLE ${table}`);
    await runner.query("ALTER TABLE fee_policy DROP tax_name, DROP tax_percent");
    await runner.query("DROP INDEX ledger_entry_by_time");
    await runner.query("ALTER TABLE ledger_entry DROP provider_id, DROP through");
  }
}
