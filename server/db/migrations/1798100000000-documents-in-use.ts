import type { MigrationInterface, QueryRunner } from "typeorm";

/** Who registered a document, and when it was last asked by its hash. */
export class DocumentsInUse1798100000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE trusted_document
      ADD registered_by_account_id uuid CONSTRAINT trusted_document_account REFERENCES account,
      ADD registered_by_key_id uuid CONSTRAINT trusted_document_registered_by_key REFERENCES api_key ON DELETE SET NULL,
      ADD last_used_at timestamptz,
      ADD CONSTRAINT trusted_document_registrant CHECK (registered_by_account_id IS NULL OR registered_by_key_id IS NULL)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE trusted_document
      DROP registered_by_account_id, DROP registered_by_key_id, DROP last_used_at`);
  }
}
