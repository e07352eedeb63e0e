import type { MigrationInterface, QueryRunner } from "typeorm";

/** Special rates that hold for who names their code, and who has named it for which program. */
export class PromotionCodes1795903200000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query("ALTER TABLE fee_promotion ADD code text");
    await runner.query("ALTER TABLE fee_promotion ADD CONSTRAINT fee_promotion_code CHECK (code ~ '^[A-Z0-9]{4,20}$')");
    await runner.query("CREATE INDEX fee_promotion_by_code ON fee_promotion (code) WHERE code IS NOT NULL");
    await runner.query(`CREATE TABLE promotion_use (
      program_id uuid NOT NULL,
      promotion_id uuid NOT NULL,
      at timestamptz NOT NULL,
      CONSTRAINT promotion_use_pkey PRIMARY KEY (program_id, promotion_id),
      CONSTRAINT promotion_use_program FOREIGN KEY (program_id) REFERENCES program (id),
      CONSTRAINT promotion_use_promotion FOREIGN KEY (promotion_id) REFERENCES fee_promotion (id))`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query("DROP TABLE promotion_use");
    await runner.query("ALTER TABLE fee_promotion DROP code");
  }
}
