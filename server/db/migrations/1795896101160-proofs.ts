import type { MigrationInterface, QueryRunner } from "typeorm";

/** A sign-in remembers when its owner was last shown to be there, and another round at the provider can show it. */
export class Proofs1795896101160 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query("ALTER TABLE access_token ADD proved_at timestamptz");
    await runner.query("UPDATE access_token SET proved_at = created_at");
    await runner.query("ALTER TABLE access_token ALTER proved_at SET NOT NULL, ALTER proved_at SET DEFAULT now()");
    await runner.query("ALTER TABLE begun_single_sign_on ADD proof_of_token_hash bytea");
    await runner.query(`ALTER TABLE begun_single_sign_on ADD CONSTRAINT begun_single_sign_on_proof
      CHECK (proof_of_token_hash IS NULL OR account_id IS NOT NULL)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query("ALTER TABLE begun_single_sign_on DROP proof_of_token_hash");
    await runner.query("ALTER TABLE access_token DROP proved_at");
  }
}
