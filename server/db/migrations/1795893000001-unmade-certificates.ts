import type { MigrationInterface, QueryRunner } from "typeorm";

/** Certificates that could not be made, with why: staff see them, and what mends them. */
export class UnmadeCertificates1795893000001 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE TABLE unmade_certificate (
      attendance_record_id uuid NOT NULL,
      part text NOT NULL,
      code_point integer,
      tried_at timestamptz NOT NULL,
      CONSTRAINT "PK_unmade_certificate" PRIMARY KEY (attendance_record_id),
      CONSTRAINT unmade_certificate_part CHECK (part IN ('RECIPIENT', 'TITLE', 'PROVIDER', 'PLACE', 'SESSION', 'TYPE', 'ACCREDITOR', 'DOCUMENT')),
      CONSTRAINT unmade_certificate_record FOREIGN KEY (attendance_record_id) REFERENCES attendance_record (id) ON DELETE CASCADE
    )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query("DROP TABLE unmade_certificate");
  }
}
