import type { MigrationInterface, QueryRunner } from "typeorm";

/** Licences are printed where their kind says so, and a certificate keeps those that it was printed with. */
export class PrintedLicences1795937300000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query("ALTER TABLE licence_kind ADD COLUMN printed boolean NOT NULL DEFAULT false");
    await runner.query("ALTER TABLE certificate ADD COLUMN licences text[] NOT NULL DEFAULT '{}'");
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query("ALTER TABLE certificate DROP COLUMN licences");
    await runner.query("ALTER TABLE licence_kind DROP COLUMN printed");
  }
}
