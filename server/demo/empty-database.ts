import pg from "pg";
import { auditTables } from "../core/audit-rights.ts";

/** What stays: what the migrations put there and staff set, and the audit log, which only grows. */
const kept = [
  ...auditTables,
  "migration",
  "accreditor_settings",
  "credit_rule",
  "credit_kind",
  "program_type",
  "policy",
  "repeat_rule",
  "instructor_rule",
  "document_rule",
  "installation",
];

/**
 * Takes everything else out of a database, in one transaction. A table that is kept and refers to one that is not must let go of its
 * rows first: TRUNCATE … CASCADE would empty it as well.
 * @param ownerUrl for the role that owns the tables
 * @param also a statement for the same transaction
 */
export async function emptyDatabase(ownerUrl: string, also = ""): Promise<void> {
  const owner = new pg.Client({ connectionString: ownerUrl });
  await owner.connect();
  try {
    await owner.query("BEGIN; SET LOCAL lock_timeout = '30s'");
    // The settings have files.
    await owner.query("UPDATE accreditor_settings SET logo_file_id = NULL, printed_logo_file_id = NULL");
    const { rows } = await owner.query<{ tables: string }>(
      `SELECT string_agg(oid::regclass::text, ', ') AS tables FROM pg_class
       WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' AND relname <> ALL ($1)`,
      [[...kept, "stored_file", "removed_object"]],
    );
    await owner.query(`TRUNCATE ${rows[0]?.tables}, graphile_worker._private_jobs`);
    await owner.query("DELETE FROM stored_file");
    await owner.query("ALTER SEQUENCE certificate_number RESTART");
    await owner.query(`${also}; COMMIT`);
  } finally {
    await owner.end();
  }
}
