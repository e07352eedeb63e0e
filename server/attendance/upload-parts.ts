import { Readable } from "node:stream";
import { setImmediate as turn } from "node:timers/promises";
import type { EntityManager, EntityTarget } from "typeorm";
import type { Context } from "../core/context.ts";
import type { FilePart } from "../core/kept-file.columns.ts";
import { AttendanceUploadPart } from "./attendance.entity.ts";

/** The pieces of files of one kind. */
export type PartsOf = EntityTarget<FilePart>;

/** Of a file that is kept for a job, so much is in memory at once. */
const partBytes = 1024 * 1024;

/** So much of a part is handed on at once: what comes of a whole one is worked through without a pause, and everybody waits. */
const pieceBytes = 64 * 1024;

/** Keeps a file in the transaction, piece by piece, until dropParts. */
export async function storeParts(
  tx: EntityManager,
  uploadId: string,
  bytes: Readable,
  parts: PartsOf = AttendanceUploadPart,
): Promise<void> {
  let waiting: Buffer[] = [];
  let size = 0;
  let position = 0;
  const store = async (): Promise<void> => {
    await tx.insert(parts, { uploadId, position: position++, content: Buffer.concat(waiting) });
    waiting = [];
    size = 0;
  };
  for await (const chunk of bytes as AsyncIterable<Buffer>) {
    waiting.push(chunk);
    size += chunk.length;
    if (size >= partBytes) await store();
  }
  if (size > 0) await store();
}

/**
 * A stream of the file that was kept. Reads outside any transaction of the caller, whose connection may be busy.
 * @param onRead told how many bytes each piece has
 */
export function openParts(
  ctx: Context,
  uploadId: string,
  onRead: (bytes: number) => void = () => {},
  kind: PartsOf = AttendanceUploadPart,
): Readable {
  async function* parts(): AsyncGenerator<Buffer> {
    for (let position = 0; ; position++) {
      const part = await ctx.db.manager.findOneBy(kind, { uploadId, position });
      if (!part) return;
      for (let at = 0; at < part.content.length; at += pieceBytes) {
        const piece = part.content.subarray(at, at + pieceBytes);
        yield piece;
        onRead(piece.length);
        await turn();
      }
    }
  }
  return Readable.from(parts());
}

export async function dropParts(
  tx: EntityManager,
  uploadId: string,
  parts: PartsOf = AttendanceUploadPart,
): Promise<void> {
  await tx.delete(parts, { uploadId });
}
