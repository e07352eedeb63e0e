import type { MigrationInterface, QueryRunner } from "typeorm";
import { fold } from "../../core/fold.ts";

/** Certificates whose names are folded in one statement. */
const step = 5_000;

/**
 * A certificate keeps by whom it was provided and accredited, as it was printed, and the letters of its name, by which it is found.
 * Those issued before get the names of today: what they were then stands in their PDF alone.
 */
export class FrozenCertificates1764000000330 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      "ALTER TABLE certificate ADD provider_name text, ADD accreditor_name text, ADD recipient_key text NOT NULL DEFAULT ''",
    );
    await runner.query(`
      UPDATE certificate c SET provider_name = v.name, accreditor_name = a.accreditor_name
      FROM program p JOIN provider v ON v.id = p.provider_id CROSS JOIN accreditor_settings a WHERE p.id = c.program_id`);
    let after = "00000000-0000-0000-0000-000000000000";
    for (;;) {
      const rows: { id: string; name: string }[] = await runner.query(
        `SELECT id, recipient_name AS name FROM certificate WHERE id > $1 ORDER BY id LIMIT ${step}`,
        [after],
      );
      const last = rows.at(-1);
      if (!last) break;
      await runner.query(
        "UPDATE certificate c SET recipient_key = k.key FROM unnest($1::uuid[], $2::text[]) AS k (id, key) WHERE c.id = k.id",
        [rows.map((row) => row.id), rows.map((row) => fold(row.name))],
      );
      after = last.id;
    }
    await runner.query(`
      ALTER TABLE certificate ALTER provider_name SET NOT NULL, ALTER accreditor_name SET NOT NULL,
        ALTER recipient_key DROP DEFAULT`);
    await runner.query(
      "CREATE INDEX certificate_by_successor ON certificate (superseded_by_id) WHERE superseded_by_id IS NOT NULL",
    );
    // As for the names of programs: a server that is not ours may lack the extension, and the filter then reads the table.
    await runner.query(`
      DO $$ BEGIN
        CREATE EXTENSION IF NOT EXISTS pg_trgm;
        CREATE INDEX certificate_by_recipient_part ON certificate USING gin (recipient_key gin_trgm_ops);
      EXCEPTION WHEN insufficient_privilege OR undefined_file OR feature_not_supported OR invalid_schema_name THEN
        RAISE NOTICE 'pg_trgm cannot be installed: certificates are searched by name without an index.';
      END $$`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query("DROP INDEX IF EXISTS certificate_by_recipient_part");
    await runner.query("DROP INDEX certificate_by_successor");
    await runner.query("ALTER TABLE certificate DROP recipient_key, DROP accreditor_name, DROP provider_name");
  }
}
