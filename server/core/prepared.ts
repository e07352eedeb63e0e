import { createHash } from "node:crypto";
import type pg from "pg";
import type { DataSource, EntityManager } from "typeorm";

/** So many different statements are prepared on each connection; any further one is planned anew each time it is sent. */
const maximumStatements = 500;

const names = new Map<string, string | undefined>();

function nameOf(text: string): string | undefined {
  if (!names.has(text) && names.size < maximumStatements)
    names.set(text, createHash("sha1").update(text).digest("base64url"));
  return names.get(text);
}

/**
 * Sends one statement prepared, in the transaction that is given, or outside any: PostgreSQL reads and plans it once for each
 * connection. For reads that come with every request or job; planning takes as long as running them.
 */
export async function queryPrepared<T extends object>(
  on: DataSource | EntityManager,
  text: string,
  values: unknown[],
): Promise<T[]> {
  // It was released because its connection broke: this says so. Another connection would be outside the transaction.
  if ("queryRunner" in on && on.queryRunner?.isReleased) return on.query(text, values);
  const client: pg.Pool | pg.PoolClient =
    "queryRunner" in on && on.queryRunner
      ? await on.queryRunner.connect()
      : (("driver" in on ? on : on.dataSource).driver as unknown as { master: pg.Pool }).master;
  const { rows } = await client.query<T>({ name: nameOf(text), text, values });
  return rows;
}
