import type { MigrationInterface, QueryRunner } from "typeorm";

const statements = [
  `ALTER TABLE accreditor_settings ADD retention_years integer NOT NULL DEFAULT 7,
      ADD CONSTRAINT accreditor_settings_retention CHECK (retention_years BETWEEN 1 AND 100)`,
  `CREATE TABLE erasure (
      id uuid NOT NULL DEFAULT uuid_v7(),
      account_id uuid,
      member_id uuid,
      requested_at TIMESTAMP WITH TIME ZONE NOT NULL,
      completed_at TIMESTAMP WITH TIME ZONE,
      CONSTRAINT erasure_account_once UNIQUE (account_id),
      CONSTRAINT erasure_member_once UNIQUE (member_id),
      CONSTRAINT erasure_of_somebody CHECK (account_id IS NOT NULL OR member_id IS NOT NULL),
      PRIMARY KEY (id),
      CONSTRAINT erasure_account FOREIGN KEY (account_id) REFERENCES account(id),
      CONSTRAINT erasure_member FOREIGN KEY (member_id) REFERENCES member(id))`,
  `CREATE TABLE data_export (
      id uuid NOT NULL DEFAULT uuid_v7(),
      account_id uuid NOT NULL,
      requested_at TIMESTAMP WITH TIME ZONE NOT NULL,
      ready_at TIMESTAMP WITH TIME ZONE,
      expires_at TIMESTAMP WITH TIME ZONE NOT NULL,
      byte_size bigint,
      PRIMARY KEY (id),
      CONSTRAINT data_export_account FOREIGN KEY (account_id) REFERENCES account(id) ON DELETE CASCADE)`,
  "CREATE INDEX data_export_by_account ON data_export (account_id, requested_at)",
  "CREATE INDEX data_export_by_expiry ON data_export (expires_at)",
  // In parts, so that neither writing nor reading one needs it whole in memory.
  `CREATE TABLE data_export_part (
      export_id uuid NOT NULL,
      position integer NOT NULL,
      content bytea NOT NULL,
      PRIMARY KEY (export_id, position),
      CONSTRAINT data_export_part_export FOREIGN KEY (export_id) REFERENCES data_export(id) ON DELETE CASCADE)`,
];

/** What a person may ask for: a copy of everything, and to be forgotten; and how long everything is kept. */
export class Privacy1764000000352 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const statement of statements) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query("DROP TABLE data_export_part, data_export, erasure");
    await runner.query("ALTER TABLE accreditor_settings DROP retention_years");
  }
}
