import type { MigrationInterface, QueryRunner } from "typeorm";

/** What staff write for attendees, in the place of what comes with the program. */
export class KitWords1795938500000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE TABLE kit_words (
      language text NOT NULL,
      mail_subject text NOT NULL,
      mail_text text NOT NULL,
      instructions text NOT NULL,
      changed_at timestamptz NOT NULL,
      CONSTRAINT kit_words_pkey PRIMARY KEY (language))`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query("DROP TABLE kit_words");
  }
}
