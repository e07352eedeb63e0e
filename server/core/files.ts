import { createHash } from "node:crypto";
import type { EntityManager } from "typeorm";
import type { Context } from "./context.ts";
import { StoredFile } from "./stored-file.entity.ts";

/**
 * Keeps bytes in the transaction; answers with the ID under which they are served for good. They stand in the database at first, wherever the
 * settings have them in the end: what is committed is there, and what is not leaves nothing behind.
 * @param staysHere whether they are read so often that they stay in the database
 */
export async function storeFile(
  tx: EntityManager,
  ctx: Context,
  mediaType: string,
  content: Buffer,
  staysHere = false,
): Promise<string> {
  const inserted = await tx.insert(StoredFile, {
    mediaType,
    content,
    byteSize: content.length,
    sha256: createHash("sha256").update(content).digest(),
    staysHere,
    createdAt: ctx.now(),
  });
  return inserted.identifiers[0]?.id;
}
