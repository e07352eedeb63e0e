import type { MigrationInterface, QueryRunner } from "typeorm";

/** Says in the mutation's own transaction that it was carried out, so that a request whose answer was lost is not carried out again. */
export class IdempotencyCarriedOut1764000000361 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query("ALTER TABLE idempotent_request ADD COLUMN carried_out boolean NOT NULL DEFAULT false");
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query("ALTER TABLE idempotent_request DROP COLUMN carried_out");
  }
}
