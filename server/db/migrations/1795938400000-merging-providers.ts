import type { MigrationInterface, QueryRunner } from "typeorm";

const owned = ["program", "attendance_upload", "invitation", "provider_account", "api_key", "ledger_entry", "invoice"];

/** Two accounts of one provider become one; nothing new can be the merged one's, and what it owned goes to the one that stays. */
export class MergingProviders1795938400000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `ALTER TABLE provider
         ADD merged_into_id uuid,
         DROP CONSTRAINT provider_status,
         ADD CONSTRAINT provider_status CHECK (status IN ('APPLIED', 'ACTIVE', 'SUSPENDED', 'MERGED')),
         ADD CONSTRAINT provider_merged_status CHECK ((status = 'MERGED') = (merged_into_id IS NOT NULL)),
         ADD CONSTRAINT provider_merged_into FOREIGN KEY (merged_into_id) REFERENCES provider (id)`,
    );
    await runner.query(
      "CREATE INDEX provider_by_merged_into ON provider (merged_into_id) WHERE merged_into_id IS NOT NULL",
    );
    await this.moves(
      runner,
      "'APPLIED>ACTIVE', 'APPLIED>SUSPENDED', 'APPLIED>MERGED', 'ACTIVE>SUSPENDED', 'ACTIVE>MERGED', 'SUSPENDED>ACTIVE', 'SUSPENDED>MERGED'",
    );
    // Who merges holds the row alone: whoever comes meanwhile waits here, and then sees what became of it.
    await runner.query(
      `CREATE FUNCTION refuse_merged_provider() RETURNS trigger LANGUAGE plpgsql AS $$
       DECLARE
         standing text;
       BEGIN
         SELECT status INTO standing FROM provider WHERE id = NEW.provider_id FOR KEY SHARE;
         IF standing = 'MERGED' THEN
           RAISE EXCEPTION 'This provider was merged into another one.' USING ERRCODE = 'check_violation', CONSTRAINT = 'provider_merged';
         END IF;
         RETURN NEW;
       END $$`,
    );
    for (const table of owned)
      await runner.query(
        `CREATE TRIGGER ${table}_of_no_merged BEFORE INSERT OR UPDATE OF provider_id ON ${table}
         FOR EACH ROW EXECUTE FUNCTION refuse_merged_provider()`,
      );
    await runner.query(
      `CREATE OR REPLACE FUNCTION keep_ledger() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
         -- Whose it is follows the merging of two providers. Nothing else of it ever changes.
         IF TG_OP = 'UPDATE' AND TG_TABLE_NAME IN ('ledger_entry', 'invoice') THEN
           IF to_jsonb(NEW) - 'provider_id' = to_jsonb(OLD) - 'provider_id' AND EXISTS (
             SELECT FROM provider WHERE id = OLD.provider_id AND merged_into_id = NEW.provider_id) THEN
             RETURN NEW;
           END IF;
         END IF;
         RAISE EXCEPTION 'Entries of the ledger are never changed or deleted: write another one.' USING ERRCODE = 'restrict_violation';
       END $$`,
    );
    await this.requests(runner, "'ERASE_MEMBER', 'MERGE_MEMBERS', 'MERGE_PROVIDERS', 'UPDATE_SETTINGS'");
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query("DELETE FROM waiting_request WHERE kind = 'MERGE_PROVIDERS'");
    await this.requests(runner, "'ERASE_MEMBER', 'MERGE_MEMBERS', 'UPDATE_SETTINGS'");
    await runner.query(
      `CREATE OR REPLACE FUNCTION keep_ledger() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
         RAISE EXCEPTION 'Entries of the ledger are never changed or deleted: write another one.' USING ERRCODE = 'restrict_violation';
       END $$`,
    );
    for (const table of owned) await runner.query(`DROP TRIGGER ${table}_of_no_merged ON ${table}`);
    await runner.query("DROP FUNCTION refuse_merged_provider()");
    await runner.query(
      `ALTER TABLE provider
         DROP CONSTRAINT provider_merged_status,
         DROP CONSTRAINT provider_status,
         DROP merged_into_id`,
    );
    await runner.query("DROP TRIGGER provider_moves ON provider");
    await runner.query("UPDATE provider SET status = 'SUSPENDED' WHERE status = 'MERGED'");
    await runner.query(
      "ALTER TABLE provider ADD CONSTRAINT provider_status CHECK (status IN ('APPLIED', 'ACTIVE', 'SUSPENDED'))",
    );
    await runner.query(
      `CREATE TRIGGER provider_moves BEFORE UPDATE OF status ON provider FOR EACH ROW WHEN (OLD.status IS DISTINCT FROM NEW.status)
       EXECUTE FUNCTION refuse_illegal_move('APPLIED>ACTIVE', 'APPLIED>SUSPENDED', 'ACTIVE>SUSPENDED', 'SUSPENDED>ACTIVE')`,
    );
  }

  async moves(runner: QueryRunner, moves: string): Promise<void> {
    await runner.query("DROP TRIGGER provider_moves ON provider");
    await runner.query(
      `CREATE TRIGGER provider_moves BEFORE UPDATE OF status ON provider FOR EACH ROW WHEN (OLD.status IS DISTINCT FROM NEW.status)
       EXECUTE FUNCTION refuse_illegal_move(${moves})`,
    );
  }

  async requests(runner: QueryRunner, kinds: string): Promise<void> {
    await runner.query(
      `ALTER TABLE waiting_request DROP CONSTRAINT waiting_request_kind, ADD CONSTRAINT waiting_request_kind CHECK (kind IN (${kinds}))`,
    );
  }
}
