import type { MigrationInterface, QueryRunner } from "typeorm";

/** Documents that are known by their hash: docs/decisions/0089. */
export class TrustedDocuments1797400000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE TABLE trusted_document (
      id uuid NOT NULL DEFAULT uuid_v7() CONSTRAINT trusted_document_pkey PRIMARY KEY,
      api_key_id uuid CONSTRAINT trusted_document_key REFERENCES api_key ON DELETE CASCADE,
      hash bytea NOT NULL,
      name text NOT NULL,
      text text NOT NULL,
      registered_at timestamptz NOT NULL,
      kept_until timestamptz,
      CONSTRAINT trusted_document_kept CHECK (kept_until IS NULL OR api_key_id IS NULL))`);
    await runner.query(
      "CREATE UNIQUE INDEX trusted_document_once ON trusted_document (hash, api_key_id) NULLS NOT DISTINCT",
    );
    await runner.query("CREATE INDEX trusted_document_by_key ON trusted_document (api_key_id, hash)");
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query("DROP TABLE trusted_document");
  }
}
