import type { MigrationInterface, QueryRunner } from "typeorm";

/** Which documents of the report a type's programs must have before their certificates are issued, from a day on. */
export class DocumentRules1795941300000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE TABLE document_rule (
      type_id uuid NOT NULL,
      starts_on date NOT NULL,
      kinds text[] NOT NULL,
      CONSTRAINT document_rule_pkey PRIMARY KEY (type_id, starts_on),
      CONSTRAINT document_rule_type FOREIGN KEY (type_id) REFERENCES program_type (id),
      CONSTRAINT document_rule_kinds CHECK (kinds <@ ARRAY['EVALUATION_SUMMARY', 'SIGN_IN_ROSTER']))`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query("DROP TABLE document_rule");
  }
}
