import type { Context } from "../context.ts";
import { heldSince } from "../hold.ts";
import { isTrial } from "../rehearsal.ts";
import type { FileStore } from "./file-store.ts";

/** So many objects are looked up at once that are to be removed. */
const removedAtOnce = 100;

/** How long after it was gone an object is removed once more, and a locked one tried again. */
const again = "interval '1 day'";

/** Whether this installation may change what stands outside: a copy of it, a rehearsal and a restored backup read what is another's. */
export const mayChangeStore = async (base: Pick<Context, "db" | "config" | "now">): Promise<boolean> =>
  !isTrial(base.config) && (await heldSince(base)) === null;

/** Removes outside what no file has any more. A lock keeps the bytes until its day; they were sealed, and nobody has their key since. */
export async function removeObjects(
  { db }: Pick<Context, "db">,
  store: FileStore,
  goesOn: () => boolean = () => true,
): Promise<number> {
  let removed = 0;
  for (;;) {
    const due: { name: string; goneAt: Date | null }[] = await db.query(
      `SELECT name, gone_at AS "goneAt" FROM removed_object WHERE due_at <= now() ORDER BY due_at LIMIT ${removedAtOnce}`,
    );
    for (const { name, goneAt } of due) {
      if (!goesOn()) return removed;
      const how = await store.remove(name);
      if (how === "LOCKED")
        await db.query(`UPDATE removed_object SET due_at = now() + ${again} WHERE name = $1`, [name]);
      else if (goneAt) await db.query("DELETE FROM removed_object WHERE name = $1 AND gone_at IS NOT NULL", [name]);
      else {
        await db.query(`UPDATE removed_object SET gone_at = now(), due_at = now() + ${again} WHERE name = $1`, [name]);
        removed++;
      }
    }
    if (due.length < removedAtOnce) return removed;
  }
}
