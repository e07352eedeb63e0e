import type { MigrationInterface, QueryRunner } from "typeorm";

/** Accounts have states that staff move, and staff have roles in place of one right to everything. */
export class AccountStates1795889806981 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      "ALTER TABLE account ADD status text NOT NULL DEFAULT 'ACTIVE', ADD staff_roles text[] NOT NULL DEFAULT '{}'",
    );
    await runner.query(`UPDATE account a SET status = CASE
      WHEN erased_at IS NOT NULL OR EXISTS (SELECT FROM erasure e WHERE e.account_id = a.id) THEN 'ERASED'
      WHEN merged_into_id IS NOT NULL THEN 'MERGED' ELSE 'DISABLED' END
      WHERE disabled_at IS NOT NULL`);
    // Whoever was staff could do everything, and still can.
    await runner.query(
      "UPDATE account SET staff_roles = '{REVIEWER,REGISTRAR,FINANCE,AUDITOR,ADMINISTRATOR}' WHERE is_staff",
    );
    await runner.query("ALTER TABLE account DROP CONSTRAINT account_ended, DROP COLUMN is_staff");
    await runner.query(`ALTER TABLE account
      ADD CONSTRAINT account_ended CHECK (status IN ('ACTIVE', 'DISABLED') OR password_hash IS NULL AND staff_roles = '{}'),
      ADD CONSTRAINT account_status CHECK (status IN ('ACTIVE', 'DISABLED', 'MERGED', 'ERASED')
        AND (status = 'ACTIVE') = (disabled_at IS NULL)
        AND (merged_into_id IS NULL OR status IN ('MERGED', 'ERASED')) AND (status <> 'MERGED' OR merged_into_id IS NOT NULL)
        AND (erased_at IS NULL OR status = 'ERASED')),
      ADD CONSTRAINT account_staff_roles
        CHECK (staff_roles <@ '{REVIEWER,REGISTRAR,FINANCE,AUDITOR,ADMINISTRATOR}'::text[])`);
    await runner.query("CREATE INDEX account_of_staff ON account (id) WHERE staff_roles <> '{}'");
    await runner.query(`CREATE TRIGGER account_moves BEFORE UPDATE OF status ON account FOR EACH ROW
      WHEN (OLD.status IS DISTINCT FROM NEW.status) EXECUTE FUNCTION refuse_illegal_move('ACTIVE>DISABLED', 'ACTIVE>MERGED', 'ACTIVE>ERASED', 'DISABLED>ACTIVE', 'DISABLED>MERGED', 'DISABLED>ERASED', 'MERGED>ERASED')`);
    await runner.query("ALTER TABLE invitation ADD invited_by_account_id uuid");
    await runner.query(`UPDATE invitation i SET invited_by_account_id = (
      SELECT e.actor_account_id FROM audit_entry e
      WHERE e.action = 'provider.invite' AND e.subject_id = i.provider_id AND e.after->>'address' = i.address
      ORDER BY e.at DESC LIMIT 1)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query("ALTER TABLE invitation DROP invited_by_account_id");
    await runner.query("DROP TRIGGER account_moves ON account");
    await runner.query("DROP INDEX account_of_staff");
    await runner.query("ALTER TABLE account ADD is_staff boolean NOT NULL DEFAULT false");
    await runner.query("UPDATE account SET is_staff = staff_roles <> '{}'");
    await runner.query(
      "ALTER TABLE account DROP CONSTRAINT account_ended, DROP CONSTRAINT account_status, DROP CONSTRAINT account_staff_roles",
    );
    await runner.query("ALTER TABLE account DROP status, DROP staff_roles");
    await runner.query(`ALTER TABLE account ADD CONSTRAINT account_ended CHECK (merged_into_id IS NULL AND erased_at IS NULL
      OR disabled_at IS NOT NULL AND password_hash IS NULL AND NOT is_staff)`);
  }
}
