import type { MigrationInterface, QueryRunner } from "typeorm";

/** In which language somebody's mails are written. */
export class Languages1795879638690 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE account ADD COLUMN language text NOT NULL DEFAULT 'en'`);
    await runner.query(`ALTER TABLE sign_up ADD COLUMN language text NOT NULL DEFAULT 'en'`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query("ALTER TABLE sign_up DROP COLUMN language");
    await runner.query("ALTER TABLE account DROP COLUMN language");
  }
}
