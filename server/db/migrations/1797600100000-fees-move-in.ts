import type { MigrationInterface, QueryRunner } from "typeorm";

/** Fees that providers paid in another system move in. */
export class FeesMoveIn1797600100000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE TABLE outside_fee (
      id uuid NOT NULL DEFAULT uuid_v7(),
      program_id uuid NOT NULL,
      fee text NOT NULL,
      amount integer NOT NULL,
      currency text NOT NULL,
      paid_on date NOT NULL,
      reference text NOT NULL DEFAULT '',
      created_at timestamptz NOT NULL,
      CONSTRAINT outside_fee_pkey PRIMARY KEY (id),
      CONSTRAINT outside_fee_program FOREIGN KEY (program_id) REFERENCES program (id) ON DELETE CASCADE,
      CONSTRAINT outside_fee_fee CHECK (fee IN ('APPLICATION', 'FILING', 'LATE')),
      CONSTRAINT outside_fee_amount CHECK (amount > 0))`);
    await runner.query("CREATE INDEX outside_fee_by_program ON outside_fee (program_id, paid_on)");
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query("DROP TABLE outside_fee");
  }
}
