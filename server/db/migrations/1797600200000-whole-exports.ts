import type { MigrationInterface, QueryRunner } from "typeorm";

/** Everything that an accreditor owns goes out as one file. */
export class WholeExports1797600200000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE TABLE whole_export (
      id uuid NOT NULL DEFAULT uuid_v7(),
      account_id uuid NOT NULL,
      without_contacts boolean NOT NULL,
      requested_at timestamptz NOT NULL,
      ready_at timestamptz,
      expires_at timestamptz NOT NULL,
      progress smallint NOT NULL DEFAULT 0,
      byte_size bigint,
      CONSTRAINT whole_export_pkey PRIMARY KEY (id),
      CONSTRAINT whole_export_account FOREIGN KEY (account_id) REFERENCES account (id))`);
    await runner.query("CREATE INDEX whole_export_by_expiry ON whole_export (expires_at)");
    await runner.query(`CREATE TABLE whole_export_part (
      export_id uuid NOT NULL,
      position integer NOT NULL,
      content bytea NOT NULL,
      CONSTRAINT whole_export_part_pkey PRIMARY KEY (export_id, position),
      CONSTRAINT whole_export_part_export FOREIGN KEY (export_id) REFERENCES whole_export (id) ON DELETE CASCADE)`);
    await runner.query("ALTER TABLE whole_export_part ALTER content SET STORAGE EXTERNAL");
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query("DROP TABLE whole_export_part");
    await runner.query("DROP TABLE whole_export");
  }
}
