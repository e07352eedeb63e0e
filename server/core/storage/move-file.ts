import { randomBytes } from "node:crypto";
import type { Context } from "../context.ts";
import { forChangeSql } from "../locks.ts";
import { seal, sealKeyBytes } from "../seal.ts";
import { databaseStore } from "./database-store.ts";
import type { FileStore } from "./file-store.ts";
import { BytesChangedError, fetchOpened, sha256Of } from "./kept-bytes.ts";

type Base = Pick<Context, "db">;

/** So many files are moved at once. */
const atOnce = 4;

/** So many IDs are looked up at once. */
const idsAtOnce = 200;

/** Files whose bytes are to stand outside. */
const toMoveOut = "content IS NOT NULL AND NOT stays_here";

/** Files of which anything stands outside, or may. */
const toMoveIn = "object_name IS NOT NULL";

/**
 * Moves the bytes of a file out of the database. Where they will stand is on record before they are put there, and they leave the database once
 * they were read back from there: ended anywhere in between, it can be done again, and nothing stands outside that the database doesn't know.
 * @returns whether there was anything to move
 * @throws StoreAwayError, ObjectMissingError; BytesChangedError where the bytes are not what was stored, before or after
 */
export async function moveOut({ db }: Base, store: FileStore, id: string): Promise<boolean> {
  const [[row]]: [{ content: Buffer; name: string; key: Buffer; sha256: Buffer }[], number] = await db.query(
    `UPDATE stored_file SET object_name = coalesce(object_name, gen_random_uuid()), object_key = coalesce(object_key, $2)
     WHERE id = $1 AND content IS NOT NULL AND NOT stays_here RETURNING content, object_name AS name, object_key AS key, sha256`,
    [id, randomBytes(sealKeyBytes)],
  );
  if (!row) return false;
  const { content, name, key, sha256 } = row;
  if (!sha256Of(content).equals(sha256)) throw new BytesChangedError(`The file ${id} in the database was changed.`);
  await store.put(name, seal(key, content, name));
  await fetchOpened(store, { name, key: key.toString("hex"), sha256: sha256.toString("hex") });
  const [there] = await db.query(
    "UPDATE stored_file SET content = NULL WHERE id = $1 AND object_name = $2 RETURNING id",
    [id, name],
  );
  // The file went meanwhile, and what was to be removed with it may have been removed before it was put.
  if (there.length === 0)
    await db.query(
      "INSERT INTO removed_object (name) VALUES ($1) ON CONFLICT (name) DO UPDATE SET due_at = now(), gone_at = NULL",
      [name],
    );
  return there.length > 0;
}

/**
 * Moves the bytes of a file back into the database; what stands outside is then left to be removed.
 * @returns whether there was anything to move
 * @throws StoreAwayError, ObjectMissingError, BytesChangedError
 */
export async function moveIn({ db }: Base, store: FileStore, id: string): Promise<boolean> {
  const [row]: { isHere: boolean; name: string; key: string; sha256: string }[] = await db.query(
    `SELECT content IS NOT NULL AS "isHere", object_name AS name, encode(object_key, 'hex') AS key, encode(sha256, 'hex') AS sha256
     FROM stored_file WHERE id = $1 AND object_name IS NOT NULL`,
    [id],
  );
  if (!row) return false;
  const { isHere, name } = row;
  const bytes = isHere ? null : await fetchOpened(store, row);
  return db.transaction(async (tx) => {
    const [found] = await tx.query(`SELECT FROM stored_file WHERE id = $1 AND object_name = $2 ${forChangeSql}`, [
      id,
      name,
    ]);
    if (!found) return false;
    if (bytes) await databaseStore(tx).put(id, bytes);
    await tx.query("UPDATE stored_file SET object_name = NULL, object_key = NULL WHERE id = $1", [id]);
    return true;
  });
}

/** What became of a move of many. */
export interface Moved {
  moved: number;
  failed: { id: string; error: Error }[];
}

/**
 * Moves every file that is elsewhere than it is to be, a few at once. One that cannot be moved is passed over.
 * @param goesOn asked before each; where it says no the rest waits for the next time
 */
export async function moveFiles(
  base: Base,
  store: FileStore,
  to: "s3" | "database",
  goesOn: (so: Moved) => boolean = () => true,
): Promise<Moved> {
  const so: Moved = { moved: 0, failed: [] };
  let after = "00000000-0000-0000-0000-000000000000";
  for (;;) {
    const rows: { id: string }[] = await base.db.query(
      `SELECT id FROM stored_file WHERE id > $1 AND ${to === "s3" ? toMoveOut : toMoveIn} ORDER BY id LIMIT ${idsAtOnce}`,
      [after],
    );
    const waiting = rows.map(({ id }) => id);
    await Promise.all(
      Array.from({ length: atOnce }, async () => {
        for (let id = waiting.shift(); id !== undefined && goesOn(so); id = waiting.shift())
          try {
            if (await (to === "s3" ? moveOut : moveIn)(base, store, id)) so.moved++;
          } catch (error) {
            so.failed.push({ id, error: error as Error });
          }
      }),
    );
    const last = rows.at(-1);
    if (!last || rows.length < idsAtOnce || !goesOn(so)) return so;
    after = last.id;
  }
}
