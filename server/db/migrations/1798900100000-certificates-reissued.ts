import type { MigrationInterface, QueryRunner } from "typeorm";

/** Certificates that are issued anew together. */
export class CertificatesReissued1798900100000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE TABLE certificate_reissue (
      id uuid NOT NULL DEFAULT uuid_v7(),
      account_id uuid NOT NULL,
      program_id uuid,
      mistakes text[] NOT NULL DEFAULT '{}',
      reason text NOT NULL,
      requested_at timestamptz NOT NULL,
      stopped_at timestamptz,
      ended_at timestamptz,
      CONSTRAINT certificate_reissue_pkey PRIMARY KEY (id),
      CONSTRAINT certificate_reissue_account FOREIGN KEY (account_id) REFERENCES account (id),
      CONSTRAINT certificate_reissue_program FOREIGN KEY (program_id) REFERENCES program (id))`);
    await runner.query("CREATE INDEX certificate_reissue_by_time ON certificate_reissue (requested_at, id)");
    await runner.query(`CREATE TABLE certificate_reissue_item (
      reissue_id uuid NOT NULL,
      certificate_id uuid NOT NULL,
      outcome text,
      CONSTRAINT certificate_reissue_item_pkey PRIMARY KEY (reissue_id, certificate_id),
      CONSTRAINT certificate_reissue_item_outcome CHECK (outcome IN ('DONE', 'PASSED', 'REFUSED')),
      CONSTRAINT certificate_reissue_item_of FOREIGN KEY (reissue_id) REFERENCES certificate_reissue (id) ON DELETE CASCADE,
      CONSTRAINT certificate_reissue_item_certificate FOREIGN KEY (certificate_id) REFERENCES certificate (id) ON DELETE CASCADE)`);
    await runner.query(
      "CREATE INDEX certificate_reissue_item_by_certificate ON certificate_reissue_item (certificate_id)",
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query("DROP TABLE certificate_reissue_item");
    await runner.query("DROP TABLE certificate_reissue");
  }
}
