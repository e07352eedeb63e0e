import type { MigrationInterface, QueryRunner } from "typeorm";

/** In which language certificates and transcripts are printed. */
export class AccreditorLanguage1795880700000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE accreditor_settings ADD COLUMN language text NOT NULL DEFAULT 'en'`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query("ALTER TABLE accreditor_settings DROP COLUMN language");
  }
}
