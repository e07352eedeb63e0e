import type { MigrationInterface, QueryRunner } from "typeorm";

/** Providers are let in by staff. Those that there are were, before anybody asked. */
export class ProviderStatus1795889048241 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query("ALTER TABLE provider ADD COLUMN status text NOT NULL DEFAULT 'ACTIVE'");
    await runner.query("ALTER TABLE provider ALTER COLUMN status DROP DEFAULT");
    await runner.query(
      "ALTER TABLE provider ADD CONSTRAINT provider_status CHECK (status IN ('APPLIED', 'ACTIVE', 'SUSPENDED'))",
    );
    await runner.query("CREATE INDEX provider_by_status ON provider (status, number)");
    await runner.query(`CREATE TRIGGER provider_moves BEFORE UPDATE OF status ON provider FOR EACH ROW
      WHEN (OLD.status IS DISTINCT FROM NEW.status) EXECUTE FUNCTION refuse_illegal_move('APPLIED>ACTIVE', 'APPLIED>SUSPENDED', 'ACTIVE>SUSPENDED', 'SUSPENDED>ACTIVE')`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query("DROP TRIGGER provider_moves ON provider");
    await runner.query("ALTER TABLE provider DROP COLUMN status");
  }
}
