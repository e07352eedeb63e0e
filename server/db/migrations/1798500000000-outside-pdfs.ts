import type { MigrationInterface, QueryRunner } from "typeorm";

/** A file that goes is looked for in each of them. */
const indexes = {
  certificate_by_pdf: "certificate (pdf_file_id)",
  certificate_by_transcript: "certificate (transcript_file_id) WHERE transcript_file_id IS NOT NULL",
  invoice_by_file: "invoice (file_id)",
  mail_attachment_by_file: "mail_attachment (file_id)",
  program_document_by_file: "program_document (file_id)",
};

/** Certificates that were issued elsewhere may bring their PDFs, which wait with their bundle until it is recorded. */
export class OutsidePdfs1798500000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE TABLE bundle_pdf (
      id uuid NOT NULL DEFAULT uuid_v7(),
      import_id uuid NOT NULL,
      name text NOT NULL,
      file_id uuid,
      fault text,
      CONSTRAINT bundle_pdf_pkey PRIMARY KEY (id),
      CONSTRAINT bundle_pdf_fault CHECK (fault IN ('NO_PDF', 'TOO_LARGE') AND file_id IS NULL OR fault IS NULL AND file_id IS NOT NULL),
      CONSTRAINT bundle_pdf_file_once UNIQUE (file_id),
      CONSTRAINT bundle_pdf_import FOREIGN KEY (import_id) REFERENCES bundle_import (id) ON DELETE CASCADE,
      CONSTRAINT bundle_pdf_file FOREIGN KEY (file_id) REFERENCES stored_file (id) ON DELETE CASCADE)`);
    await runner.query("CREATE INDEX bundle_pdf_by_import ON bundle_pdf (import_id)");
    await runner.query(`ALTER TABLE outside_certificate
      ADD pdf_file_id uuid CONSTRAINT outside_certificate_pdf_file REFERENCES stored_file,
      ADD CONSTRAINT outside_certificate_pdf_once UNIQUE (pdf_file_id)`);
    for (const [name, on] of Object.entries(indexes)) await runner.query(`CREATE INDEX ${name} ON ${on}`);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const name of Object.keys(indexes)) await runner.query(`DROP INDEX ${name}`);
    await runner.query("ALTER TABLE outside_certificate DROP pdf_file_id");
    await runner.query("DROP TABLE bundle_pdf");
  }
}
