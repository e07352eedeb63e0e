import { createHash } from "node:crypto";
import type pg from "pg";
import type { DataSource } from "typeorm";

/** So many different statements are prepared on each connection; any further one is planned anew each time it is sent. */
const maximumStatements = 500;

const names = new Map<string, string | undefined>();

function nameOf(text: string): string | undefined {
  if (!names.has(text) && names.size < maximumStatements)
    names.set(text, createHash("sha1").update(text).digest("base64url"));
  return names.get(text);
}

/**
 * Sends one statement outside any transaction, prepared: PostgreSQL reads and plans it once for each connection. For reads that
 * come with every request; planning takes as long as running them.
 */
export async function queryPrepared<T extends object>(db: DataSource, text: string, values: unknown[]): Promise<T[]> {
  const pool = (db.driver as unknown as { master: pg.Pool }).master;
  const { rows } = await pool.query<T>({ name: nameOf(text), text, values });
  return rows;
}
