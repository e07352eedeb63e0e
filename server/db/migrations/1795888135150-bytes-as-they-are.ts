import type { MigrationInterface, QueryRunner } from "typeorm";

/** PDFs and pictures are compressed already: PostgreSQL tries in vain, for a third of the time that storing one takes. */
export class BytesAsTheyAre1795888135150 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query("ALTER TABLE stored_file ALTER content SET STORAGE EXTERNAL");
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query("ALTER TABLE stored_file ALTER content SET STORAGE EXTENDED");
  }
}
