import type { Context } from "../context.ts";
import type { FileStore } from "./file-store.ts";
import { ObjectMissingError, StoreAwayError } from "./file-store.ts";
import { BytesChangedError, fetchOpened } from "./kept-bytes.ts";

/** Something that is not as it was stored. */
export interface FileFault {
  what: "missing" | "changed" | "extra" | "not read";
  /** The file's ID, or the name of an object that no file has. */
  id: string;
}

/** So many rows are in memory at once, without their bytes. */
const rowsAtOnce = 500;

/**
 * Holds every stored byte against its hash, in the database and outside, and what stands outside against what should. What comes or goes meanwhile is
 * no fault.
 * @param count told of each file that was looked at
 */
export async function* checkFiles(
  { db }: Pick<Context, "db">,
  store: FileStore | null,
  count: () => void = () => {},
): AsyncGenerator<FileFault> {
  let after = "00000000-0000-0000-0000-000000000000";
  for (;;) {
    const rows: { id: string; isRight: boolean | null; name: string | null; key: string; sha256: string }[] =
      await db.query(
        `SELECT id, sha256(content) = sha256 AND octet_length(content) = byte_size AS "isRight", object_name AS name,
         encode(object_key, 'hex') AS key, encode(sha256, 'hex') AS sha256
       FROM stored_file WHERE id > $1 ORDER BY id LIMIT ${rowsAtOnce}`,
        [after],
      );
    for (const { id, isRight, name, key, sha256 } of rows) {
      count();
      if (isRight === false) yield { what: "changed", id };
      if (isRight !== null || name === null) continue;
      const what = store ? await faultOf(store, { name, key, sha256 }) : "not read";
      if (what && (await isStill(db, id, name))) yield { what, id };
    }
    const last = rows.at(-1);
    if (!last || rows.length < rowsAtOnce) break;
    after = last.id;
  }
  if (!store) return;
  for await (const name of extraObjects({ db }, store)) yield { what: "extra", id: name };
}

async function faultOf(
  store: FileStore,
  away: { name: string; key: string; sha256: string },
): Promise<FileFault["what"] | null> {
  try {
    await fetchOpened(store, away);
    return null;
  } catch (error) {
    if (error instanceof ObjectMissingError) return "missing";
    if (error instanceof BytesChangedError) return "changed";
    if (error instanceof StoreAwayError) return "not read";
    throw error;
  }
}

const isStill = async (db: Context["db"], id: string, name: string): Promise<boolean> => {
  const rows = await db.query("SELECT FROM stored_file WHERE id = $1 AND object_name = $2 AND content IS NULL", [
    id,
    name,
  ]);
  return rows.length > 0;
};

const isUuid = (name: string): boolean => /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/.test(name);

/** What stands outside under names that no file has, and that are not about to be removed. */
export async function* extraObjects({ db }: Pick<Context, "db">, store: FileStore): AsyncGenerator<string> {
  async function* unknownOf(names: string[]): AsyncGenerator<string> {
    const rows: { name: string }[] = await db.query(
      `SELECT n AS name FROM unnest($1::uuid[]) n WHERE NOT EXISTS (SELECT FROM stored_file f WHERE f.object_name = n)
         AND NOT EXISTS (SELECT FROM removed_object r WHERE r.name = n)`,
      [names.filter(isUuid)],
    );
    yield* rows.map(({ name }) => name);
    yield* names.filter((name) => !isUuid(name));
  }
  let names: string[] = [];
  for await (const { name } of store.list()) {
    names.push(name);
    if (names.length < rowsAtOnce) continue;
    yield* unknownOf(names);
    names = [];
  }
  yield* unknownOf(names);
}
