import type { DataSource, EntityManager } from "typeorm";
import type { Context } from "./context.ts";
import { log } from "./log.ts";

/** `db` may be a transaction. */
type Base = Pick<Context, "config" | "now"> & { db: Pick<DataSource | EntityManager, "query"> };

/** The hold's own name in the audit log. */
export const installationId = "00000000-0000-0000-0000-000000000001";

/** For operators whose server holds mail. */
export const heldWarning =
  "Mail is held: this database is not where it last was, as after a backup was restored. Staff release or drop it in the console.";

/**
 * Where a database is: which cluster, which database of it, and which table. A copy by dump differs in the last two, and in the first on
 * another server; a replica that takes over differs in none. Copies of files are told apart by the name that INSTALLATION gives.
 */
const identitySql = (cluster: string, name: string): string =>
  `(SELECT concat_ws(' ', ${cluster}, d.oid, d.datname, 'installation'::regclass::oid, ${name}::text)
    FROM pg_database d WHERE d.datname = current_database())`;

/** Some hosts keep the identifier of the cluster to themselves. */
async function clusterSql({ db }: Base): Promise<string> {
  const [{ allowed }] = await db.query("SELECT has_function_privilege('pg_control_system()', 'EXECUTE') AS allowed");
  return allowed ? "(SELECT system_identifier FROM pg_control_system())" : "'unknown'";
}

/**
 * Since when nothing may go out; null where it may. The first that finds the database elsewhere than where it was begins the hold,
 * and remembers where it is now, so that several servers that start at once agree.
 */
export async function heldSince(base: Base): Promise<Date | null> {
  const identity = identitySql(await clusterSql(base), "$1");
  const values = [base.config.installation];
  const read = `SELECT held_since AS "heldSince", identity = ${identity} AS home FROM installation`;
  const [known] = await base.db.query(read, values);
  if (known?.home) return known.heldSince;
  const [moved]: [{ heldSince: Date | null }[], number] = await base.db.query(
    `UPDATE installation SET identity = ${identity},
       held_since = CASE WHEN identity IS NULL THEN held_since ELSE coalesce(held_since, $2) END
     WHERE identity IS DISTINCT FROM ${identity} RETURNING held_since AS "heldSince"`,
    [...values, base.now()],
  );
  // Otherwise another server was faster.
  const [now] = moved.length > 0 ? moved : await base.db.query(read, values);
  if (moved[0]?.heldSince) log.warn(heldWarning);
  return now?.heldSince ?? null;
}
