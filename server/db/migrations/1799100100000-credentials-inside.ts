import type { MigrationInterface, QueryRunner } from "typeorm";

/** A certificate's credential, which names its place in the lists of status, is signed before the certificate's row is there. */
export class CredentialsInside1799100100000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      "ALTER TABLE credential_status ALTER CONSTRAINT credential_status_certificate DEFERRABLE INITIALLY DEFERRED",
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query("ALTER TABLE credential_status ALTER CONSTRAINT credential_status_certificate NOT DEFERRABLE");
  }
}
