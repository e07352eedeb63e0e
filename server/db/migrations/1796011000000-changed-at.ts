import type { MigrationInterface, QueryRunner } from "typeorm";

const tables = ["certificate", "member", "program"];

/** What a program shows that stands in tables of its own. */
const partsOfProgram = ["offering", "speaker", "program_document", "program_credit_kind"];

const functionHead = "RETURNS trigger LANGUAGE plpgsql SET search_path TO '$user', 'public' AS";

/** What member columns say of how a member is found, signs in and was last changed; the rest is what a member is. */
const notTheMember = (more: string): string =>
  `'{account_id,merged_into_id,first_name_key,given_names_key,last_name_key,first_name_spellings,given_names_spellings,last_name_spellings${more}}'::text[]`;

const told = "INSERT INTO event (type, subject_id, provider_id, facts)";

const membersChanged = (
  more: string,
): string => `CREATE OR REPLACE FUNCTION event_of_members_changed() ${functionHead} $$ BEGIN
      ${told} SELECT 'MEMBER_MERGED', m.id, NULL, jsonb_build_object('memberId', m.id, 'change', 'MERGED', 'mergedIntoId', m.merged_into_id)
        FROM became m JOIN was w ON w.id = m.id
        WHERE m.merged_into_id IS NOT NULL AND m.merged_into_id IS DISTINCT FROM w.merged_into_id ORDER BY m.id;
      ${told} SELECT 'MEMBER_CHANGED', m.id, NULL, jsonb_build_object('memberId', m.id,
          'change', CASE WHEN m.erased_at IS NOT NULL AND w.erased_at IS NULL THEN 'ERASED' ELSE 'CHANGED' END)
        FROM became m JOIN was w ON w.id = m.id
        WHERE m.merged_into_id IS NOT DISTINCT FROM w.merged_into_id
          AND to_jsonb(m) - ${notTheMember(more)} IS DISTINCT FROM to_jsonb(w) - ${notTheMember(more)} ORDER BY m.id;
      RETURN NULL;
    END $$`;

/**
 * When a certificate, a member and a program last changed, for whoever keeps a copy. Stamped by the tables themselves, so that every way to
 * a change counts. Until its transaction ends, a lock tells since when it may have stamped: what was stamped before the oldest of
 * these locks can be read by everybody, and nothing comes to stand before it any more (server/core/lists/changes.ts).
 */
export class ChangedAt1796011000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    // 1767225600 is the beginning of 2026: seconds since then fit the second number of an advisory lock until 2094.
    await runner.query(`CREATE FUNCTION stamp_change() ${functionHead} $$ BEGIN
      PERFORM pg_advisory_xact_lock_shared(411723, floor(extract(epoch FROM transaction_timestamp()) - 1767225600)::int);
      NEW.changed_at := date_trunc('milliseconds', clock_timestamp());
      RETURN NEW;
    END $$`);
    for (const table of tables) {
      await runner.query(
        `ALTER TABLE ${table} ADD changed_at timestamptz NOT NULL DEFAULT date_trunc('milliseconds', clock_timestamp())`,
      );
      await runner.query(`CREATE INDEX ${table}_by_change ON ${table} (changed_at, id)`);
      await runner.query(
        `CREATE TRIGGER ${table}_stamped BEFORE INSERT ON ${table} FOR EACH ROW EXECUTE FUNCTION stamp_change()`,
      );
      await runner.query(`CREATE TRIGGER ${table}_stamps BEFORE UPDATE ON ${table} FOR EACH ROW
        WHEN (OLD.* IS DISTINCT FROM NEW.*) EXECUTE FUNCTION stamp_change()`);
    }

    await runner.query(`CREATE FUNCTION program_changed_by_part() ${functionHead} $$ BEGIN
      UPDATE program SET changed_at = clock_timestamp() WHERE id IN (OLD.program_id, NEW.program_id);
      RETURN NULL;
    END $$`);
    for (const table of partsOfProgram) {
      await runner.query(`CREATE TRIGGER ${table}_changes_program AFTER INSERT OR DELETE ON ${table}
        FOR EACH ROW EXECUTE FUNCTION program_changed_by_part()`);
      await runner.query(`CREATE TRIGGER ${table}_changed_changes_program AFTER UPDATE ON ${table}
        FOR EACH ROW WHEN (OLD.* IS DISTINCT FROM NEW.*) EXECUTE FUNCTION program_changed_by_part()`);
    }

    await runner.query(`CREATE FUNCTION member_changed_by_address() ${functionHead} $$ BEGIN
      UPDATE member SET changed_at = clock_timestamp() WHERE account_id IN (OLD.account_id, NEW.account_id);
      RETURN NULL;
    END $$`);
    await runner.query(`CREATE TRIGGER email_address_changes_member AFTER INSERT OR DELETE ON email_address
      FOR EACH ROW EXECUTE FUNCTION member_changed_by_address()`);
    await runner.query(`CREATE TRIGGER email_address_changed_changes_member AFTER UPDATE ON email_address
      FOR EACH ROW WHEN (OLD.* IS DISTINCT FROM NEW.*) EXECUTE FUNCTION member_changed_by_address()`);

    // Who takes another in has that one's number as well.
    await runner.query(`CREATE FUNCTION member_changed_by_merge() ${functionHead} $$ BEGIN
      UPDATE member SET changed_at = clock_timestamp() WHERE id IN (OLD.merged_into_id, NEW.merged_into_id);
      RETURN NULL;
    END $$`);
    await runner.query(`CREATE TRIGGER member_merge_changes AFTER UPDATE OF merged_into_id ON member
      FOR EACH ROW WHEN (OLD.merged_into_id IS DISTINCT FROM NEW.merged_into_id) EXECUTE FUNCTION member_changed_by_merge()`);
    await runner.query(membersChanged(",changed_at"));
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(membersChanged(""));
    await runner.query(
      "DROP FUNCTION member_changed_by_merge, member_changed_by_address, program_changed_by_part CASCADE",
    );
    await runner.query("DROP FUNCTION stamp_change CASCADE");
    for (const table of tables) await runner.query(`ALTER TABLE ${table} DROP changed_at`);
  }
}
