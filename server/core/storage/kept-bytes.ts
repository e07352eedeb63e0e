import { createHash } from "node:crypto";
import type { Readable } from "node:stream";
import type { Config } from "../config.ts";
import type { Context } from "../context.ts";
import { DomainError, ErrorCode } from "../errors.ts";
import { log } from "../log.ts";
import { unseal } from "../seal.ts";
import { type FileStore, ObjectMissingError, StoreAwayError } from "./file-store.ts";
import { s3Store } from "./s3-store.ts";

/** How soon it is worth asking again for bytes that could not be fetched, in seconds. */
const retryAfterSeconds = 30;

/** Where the bytes of a file stand that are not in the database. */
export interface Away {
  id: string;
  /** Under which they stand there. */
  name: string;
  /** Opens them; hexadecimal. */
  key: string;
  /** Of the bytes as they were stored; hexadecimal. */
  sha256: string;
}

/** The bytes of a file, or where they are. */
export interface KeptBytes {
  content: Buffer | null;
  away: Away | null;
}

/** Columns `content` and `away` of a stored file, of which one is null; `bytesOf` reads them. */
export const keptBytesSql = (file: string): string =>
  `${file}.content, CASE WHEN ${file}.content IS NULL THEN jsonb_build_object('id', ${file}.id, 'name', ${file}.object_name,
     'key', encode(${file}.object_key, 'hex'), 'sha256', encode(${file}.sha256, 'hex')) END AS away`;

let made: { of: object; store: FileStore } | null = null;

/** The store beside the database; null where none is set. */
export function outsideStore({ s3 }: Pick<Config, "s3">): FileStore | null {
  if (!s3) return null;
  if (made?.of !== s3) made = { of: s3, store: s3Store(s3) };
  return made.store;
}

/** Something stands under the name, and it is not what was stored. */
export class BytesChangedError extends Error {}

async function collect(source: Readable): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of source) chunks.push(chunk);
  return Buffer.concat(chunks);
}

export const sha256Of = (bytes: Buffer): Buffer => createHash("sha256").update(bytes).digest();

/**
 * Fetches bytes, opens them and holds them against their hash.
 * @throws StoreAwayError, ObjectMissingError, BytesChangedError
 */
export async function fetchOpened(store: FileStore, { name, key, sha256 }: Omit<Away, "id">): Promise<Buffer> {
  const sealed = await collect(await store.get(name));
  let bytes: Buffer;
  try {
    bytes = unseal(Buffer.from(key, "hex"), sealed, name);
  } catch {
    throw new BytesChangedError(`What is called ${name} in the store was changed.`);
  }
  if (sha256Of(bytes).toString("hex") !== sha256)
    throw new BytesChangedError(`What is called ${name} in the store is not the file that was stored.`);
  return bytes;
}

/**
 * The bytes of a stored file, wherever they are; those from outside of the database are what was stored, or are refused.
 * @throws UNAVAILABLE where the store does not answer, with the time after which to ask again, and where it has lost or changed them, without one
 */
export async function bytesOf(ctx: Pick<Context, "db" | "config">, { content, away }: KeptBytes): Promise<Buffer> {
  if (content) return content;
  if (!away) throw new Error("A file that was to be read is not there.");
  try {
    const store = outsideStore(ctx.config);
    if (!store) throw new StoreAwayError("Files stand in a store that the settings do not name: S3_URL is not set.");
    try {
      return await fetchOpened(store, away);
    } catch (error) {
      if (error instanceof StoreAwayError) throw error;
      // It may have been moved since its row was read.
      const [now] = await ctx.db.query(`SELECT ${keptBytesSql("f")} FROM stored_file f WHERE f.id = $1`, [away.id]);
      if (now?.content) return now.content;
      if (now && now.away.name !== away.name) return await fetchOpened(store, now.away);
      throw error;
    }
  } catch (err) {
    if (err instanceof StoreAwayError) {
      log.warn({ err }, "A stored file could not be read: the store of files does not answer.");
      throw new DomainError(ErrorCode.UNAVAILABLE, "core.storeAway", { retryAfterSeconds });
    }
    if (!(err instanceof ObjectMissingError || err instanceof BytesChangedError)) throw err;
    log.error({ err, fileId: away.id }, "A stored file is damaged: npm run storage -- check names all that are.");
    throw new DomainError(ErrorCode.UNAVAILABLE, "core.fileDamaged");
  }
}
