import type { EntityManager } from "typeorm";

/** The logo that was printed last, as a data URL by its file's ID: the bytes of a file never change. */
let last: { fileId: string; url: string } | null = null;

/** A logo as documents take pictures: a data URL. Null where there is none. */
export async function printedLogo(tx: EntityManager, fileId: string | null): Promise<string | null> {
  if (fileId === null) return null;
  if (last?.fileId === fileId) return last.url;
  const [file] = await tx.query('SELECT media_type AS "mediaType", content FROM stored_file WHERE id = $1', [fileId]);
  last = { fileId, url: `data:${file.mediaType};base64,${file.content.toString("base64")}` };
  return last.url;
}
