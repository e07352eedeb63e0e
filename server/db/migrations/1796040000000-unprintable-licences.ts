import type { MigrationInterface, QueryRunner } from "typeorm";

const parts = [
  "RECIPIENT",
  "TITLE",
  "PROVIDER",
  "PROVIDER_ADDRESS",
  "PLACE",
  "SESSION",
  "TYPE",
  "ACCREDITOR",
  "DOCUMENT",
];

/** A certificate that could not be made says so of licences and kinds of credit too. */
export class UnprintableLicences1796040000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await this.parts(runner, [...parts.slice(0, 7), "LICENCE", "CREDIT", ...parts.slice(7)]);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query("UPDATE unmade_certificate SET part = 'DOCUMENT' WHERE part IN ('LICENCE', 'CREDIT')");
    await this.parts(runner, parts);
  }

  private async parts(runner: QueryRunner, names: readonly string[]): Promise<void> {
    await runner.query(
      `ALTER TABLE unmade_certificate
         DROP CONSTRAINT unmade_certificate_part,
         ADD CONSTRAINT unmade_certificate_part CHECK (part IN (${names.map((name) => `'${name}'`).join(", ")}))`,
    );
  }
}
