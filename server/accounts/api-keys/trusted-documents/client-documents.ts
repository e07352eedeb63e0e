import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import path from "node:path";
import * as sdk from "../../../../packages/sdk/documents.generated.ts";
import type { Context } from "../../../core/context.ts";

/** Our own clients whose bundles have a manifest. */
const clients = ["admin", "attendee"];

/** For so many days the documents of a client are known after the last server that has it was there: pages stay open, and are kept on devices. */
const keptDays = 90;

const hashOf = (text: string): string => createHash("sha256").update(text).digest("hex");

/** What the operation of a document is called. */
export const operationNameOf = (text: string): string =>
  /\b(?:query|mutation|subscription)\s+(\w+)/.exec(text)?.[1] ?? "";

/** The documents of a client of this build; none where it was not built. */
async function manifestOf(pagesDir: string, client: string): Promise<string[]> {
  try {
    return Object.values(JSON.parse(await readFile(path.resolve(pagesDir, client, "documents.json"), "utf8")));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
    throw error;
  }
}

/** All documents of our own clients and of the SDK as they are in this build, by their hash. */
export async function readClientDocuments({ config }: Pick<Context, "config">): Promise<Map<string, string>> {
  const ofClients = await Promise.all(clients.map((client) => manifestOf(config.pagesDir, client)));
  const ofSdk = Object.values(sdk).map(({ text }) => text);
  return new Map([...ofClients.flat(), ...ofSdk].map((text) => [hashOf(text), text]));
}

/**
 * Leaves the documents of this build's clients in the database: another server knows them too while one build follows another, and for a while
 * after that.
 */
export async function keepClientDocuments(ctx: Pick<Context, "db" | "config" | "now">): Promise<void> {
  const documents = [...(await readClientDocuments(ctx))].map(([hash, text]) => ({
    hash,
    text,
    name: operationNameOf(text),
  }));
  const until = new Date(ctx.now().getTime() + keptDays * 86_400_000);
  await ctx.db.query(
    `INSERT INTO trusted_document AS known (hash, name, text, registered_at, kept_until)
     SELECT decode(d.hash, 'hex'), d.name, d.text, $2, $3 FROM jsonb_to_recordset($1::jsonb) AS d(hash text, name text, text text)
     ORDER BY d.hash
     ON CONFLICT (hash, api_key_id) DO UPDATE SET kept_until = excluded.kept_until
     WHERE known.kept_until < excluded.kept_until - interval '1 hour'`,
    [JSON.stringify(documents), ctx.now(), until],
  );
}

/** Forgets what is of no use any more: documents of clients that are gone, and those of keys that do not count. */
export async function forgetDocuments({ db, now }: Pick<Context, "db" | "now">): Promise<void> {
  await db.query("DELETE FROM trusted_document WHERE kept_until <= $1", [now()]);
  await db.query(
    "DELETE FROM trusted_document d USING api_key k WHERE k.id = d.api_key_id AND (k.expires_at <= $1 OR k.revoked_at IS NOT NULL)",
    [now()],
  );
}
