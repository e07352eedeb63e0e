import type { MigrationInterface, QueryRunner } from "typeorm";

/** Whom to ask at a provider, and where it is on the web; who changes it says which state they have read. */
export class ProviderProfile1795905267762 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE provider
      ADD contact_name text NOT NULL DEFAULT '', ADD contact_email text NOT NULL DEFAULT '',
      ADD web_page text NOT NULL DEFAULT '', ADD version integer NOT NULL DEFAULT 1`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query("ALTER TABLE provider DROP contact_name, DROP contact_email, DROP web_page, DROP version");
  }
}
