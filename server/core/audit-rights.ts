import type { DataSource } from "typeorm";

/** What the audit log is made of. The server's role may add entries and redactions and read; only the owner's triggers do the rest. */
export const auditTables = ["audit_entry", "audit_link", "audit_head", "audit_redaction"] as const;

/**
 * Whether the role that `db` connects as can do no more to the audit log than add to it: it neither owns the tables, nor may it
 * change them, nor make tables of its own beside them.
 */
export async function auditIsAppendOnly(db: Pick<DataSource, "query">): Promise<boolean> {
  const [row] = await db.query(
    `SELECT NOT has_schema_privilege(current_schema(), 'CREATE') AND NOT bool_or(
       pg_has_role(c.relowner, 'MEMBER') OR has_any_column_privilege(c.oid, 'UPDATE')
       OR has_table_privilege(c.oid, 'UPDATE, DELETE, TRUNCATE, TRIGGER')) AS kept
     FROM pg_class c WHERE c.oid = ANY ($1::text[]::regclass[])`,
    [auditTables],
  );
  return row.kept;
}

/** For operators whose server runs as the owner of its tables. */
export const oneRoleWarning =
  "The server's database role could change the audit log: give the owner's connection as DATABASE_OWNER_URL, and another role in DATABASE_URL.";
