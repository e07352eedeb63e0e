import type { DataSource } from "typeorm";
import { auditTables } from "../core/audit-rights.ts";

const schemas = ["public", "graphile_worker"];

/**
 * Lets a role use the tables, as the server and its jobs do, and no more: rows come and go, tables stay as they are, and the audit log
 * only grows. Asked for after the migrations of every start, in one transaction, so that a new table is never without its rights.
 * @param owner connected as the role that owns the tables
 */
export async function grantToApp(owner: DataSource, role: string): Promise<void> {
  const [{ app }] = await owner.query("SELECT quote_ident($1) AS app", [role]);
  const kept = [...auditTables, "migration"].join(", ");
  await owner.transaction(async (tx) => {
    for (const schema of schemas) {
      await tx.query(`REVOKE CREATE ON SCHEMA ${schema} FROM PUBLIC, ${app}`);
      await tx.query(`GRANT USAGE ON SCHEMA ${schema} TO ${app}`);
      await tx.query(`GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA ${schema} TO ${app}`);
      await tx.query(`GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA ${schema} TO ${app}`);
    }
    await tx.query(`REVOKE ALL ON ${kept} FROM PUBLIC, ${app}`);
    await tx.query(`GRANT SELECT ON ${kept} TO ${app}`);
    await tx.query(`GRANT INSERT ON audit_entry, audit_redaction TO ${app}`);
    // Graphile Worker closes its rows to all but their owner; here the rights above decide.
    await tx.query(`
      DO $$
        DECLARE
          closed text;
        BEGIN
          FOR closed IN
            SELECT c.relname FROM pg_class c
            WHERE c.relnamespace = 'graphile_worker'::regnamespace AND c.relrowsecurity
              AND NOT EXISTS (SELECT FROM pg_policy p WHERE p.polrelid = c.oid AND p.polname = 'whoever_is_granted')
          LOOP
            EXECUTE format(
              'CREATE POLICY whoever_is_granted ON graphile_worker.%I USING (true) WITH CHECK (true)', closed);
          END LOOP;
        END
      $$`);
  });
}
