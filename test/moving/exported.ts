import { filesOfExport } from "../../server/moving/export-files.ts";
import type { World } from "../support/world.ts";

/** What an export of a world has, file by file. Bytes that are no list are read one character each. */
export async function exported(world: World, withoutContacts = false): Promise<Record<string, string>> {
  const runner = world.ctx.db.createQueryRunner();
  const found: Record<string, string> = {};
  try {
    await runner.startTransaction("REPEATABLE READ");
    for await (const { name, input } of filesOfExport(world.ctx, runner, { withoutContacts })) {
      let whole = "";
      for await (const piece of input) whole += typeof piece === "string" ? piece : piece.toString("latin1");
      found[name] = name.endsWith(".csv") ? Buffer.from(whole, "latin1").toString() : whole;
    }
  } finally {
    await runner.rollbackTransaction();
    await runner.release();
  }
  return found;
}

export const lists = (files: Record<string, string>): Record<string, string> =>
  Object.fromEntries(Object.entries(files).filter(([name]) => name.endsWith(".csv")));

/** What an import takes in: lists, and the files that they name. */
export const takenIn = (files: Record<string, string>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(files).filter(([name]) => /\.csv$|^(certificates|documents|proofs)\/(?!drafts\/)/.test(name)),
  );

/** The files of an export as they are sent. */
export const bytesOf = (files: Record<string, string>): Record<string, Buffer> =>
  Object.fromEntries(
    Object.entries(files).map(([name, text]) => [name, Buffer.from(text, name.endsWith(".csv") ? "utf8" : "latin1")]),
  );
