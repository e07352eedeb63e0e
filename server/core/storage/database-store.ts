import { Readable } from "node:stream";
import type { DataSource, EntityManager } from "typeorm";
import { type FileStore, ObjectMissingError } from "./file-store.ts";

/** So many names are in memory at once. */
const namesAtOnce = 1_000;

/** The bytes that stand in the database, in the row of their file, under its ID. A row is there before its bytes can be put anywhere. */
export const databaseStore = (db: DataSource | EntityManager): FileStore => ({
  async put(name, bytes) {
    const [changed] = await db.query("UPDATE stored_file SET content = $2 WHERE id = $1 RETURNING id", [name, bytes]);
    if (changed.length === 0) throw new ObjectMissingError(name);
  },
  async get(name, range) {
    const [row] = await db.query(
      `SELECT ${range ? "substring(content FROM $2::integer FOR $3::integer) AS content" : "content"}
       FROM stored_file WHERE id = $1 AND content IS NOT NULL`,
      range ? [name, range.first + 1, range.last - range.first + 1] : [name],
    );
    if (!row) throw new ObjectMissingError(name);
    return Readable.from([row.content]);
  },
  async remove(name) {
    // Bytes that stand nowhere else are a constraint's to keep.
    await db.query("UPDATE stored_file SET content = NULL WHERE id = $1", [name]);
    return "GONE";
  },
  async *list() {
    let after: string | null = null;
    for (;;) {
      const rows: { name: string; byteSize: number }[] = await db.query(
        `SELECT id AS name, octet_length(content) AS "byteSize" FROM stored_file
         WHERE content IS NOT NULL AND ($1::uuid IS NULL OR id > $1) ORDER BY id LIMIT ${namesAtOnce}`,
        [after],
      );
      yield* rows;
      if (rows.length < namesAtOnce) return;
      after = rows.at(-1)?.name ?? null;
    }
  },
});
