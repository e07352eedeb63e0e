import { createHash } from "node:crypto";
import type { EntityManager } from "typeorm";
import type { Context } from "./context.ts";
import { StoredFile } from "./stored-file.entity.ts";

/** Keeps bytes in the transaction; answers with the ID under which they are served for good. */
export async function storeFile(tx: EntityManager, ctx: Context, mediaType: string, content: Buffer): Promise<string> {
  const inserted = await tx.insert(StoredFile, {
    mediaType,
    content,
    byteSize: content.length,
    sha256: createHash("sha256").update(content).digest(),
    createdAt: ctx.now(),
  });
  return inserted.identifiers[0]?.id;
}
