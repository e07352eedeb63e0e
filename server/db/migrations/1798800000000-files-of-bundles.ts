import type { MigrationInterface, QueryRunner } from "typeorm";

const isFault = (kept: string): string =>
  `fault IN ('NO_PDF', 'TOO_LARGE') AND file_id IS NULL OR ${kept} AND file_id IS NOT NULL`;

/** Rows of a bundle name other files than PDFs of certificates: a document whose end is missing is kept as it is. */
export class FilesOfBundles1798800000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE bundle_pdf DROP CONSTRAINT bundle_pdf_fault,
      ADD CONSTRAINT bundle_pdf_fault CHECK (${isFault("(fault IS NULL OR fault = 'CUT_OFF')")})`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query("DELETE FROM bundle_pdf WHERE fault = 'CUT_OFF'");
    await runner.query(`ALTER TABLE bundle_pdf DROP CONSTRAINT bundle_pdf_fault,
      ADD CONSTRAINT bundle_pdf_fault CHECK (${isFault("fault IS NULL")})`);
  }
}
