import type { Context } from "../core/context.ts";
import { isId } from "../core/ids.ts";
import { checkFiles, extraObjects, type FileFault } from "../core/storage/check-files.ts";
import { type FileStore, StoreAwayError } from "../core/storage/file-store.ts";
import { outsideStore } from "../core/storage/kept-bytes.ts";
import { type Moved, moveFiles } from "../core/storage/move-file.ts";
import { mayChangeStore } from "../core/storage/remove-objects.ts";
import { UsageError, withDatabase } from "./with-database.ts";

const usage = `Say what:
npm run storage -- move s3|database   moves the bytes of every file to where STORAGE says; ended in between, it goes on when it is run again
npm run storage -- check              holds every stored byte against its hash, and says what is missing, changed or extra
npm run storage -- sweep              removes from the store what the last line of check names as extra`;

/** So many faults are told. */
const most = 1_000;

/** A table that has files tells whose one is. */
async function ownersOf({ db }: Pick<Context, "db">, id: string): Promise<string> {
  const columns: { table: string; column: string }[] = await db.query(
    `SELECT c.conrelid::regclass::text AS table, a.attname AS column FROM pg_constraint c
       JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1]
     WHERE c.contype = 'f' AND c.confrelid = 'stored_file'::regclass ORDER BY 1, 2`,
  );
  const found: string[] = [];
  for (const { table, column } of columns) {
    const [row] = await db.query(
      `SELECT coalesce(to_jsonb(t) ->> 'number', to_jsonb(t) ->> 'file_name', to_jsonb(t) ->> 'id', '') AS name FROM ${table} t
       WHERE t.${column} = $1 LIMIT 1`,
      [id],
    );
    if (row) found.push(`${table} ${row.name}`.trim());
  }
  return found.length > 0 ? ` (${found.join(", ")})` : "";
}

const sentenceOf = async (ctx: Context, { what, id }: FileFault): Promise<string> =>
  what === "extra" ? `extra: the object ${id} is no file's.` : `${what}: the file ${id}${await ownersOf(ctx, id)}.`;

async function needStore(ctx: Context): Promise<FileStore> {
  const store = outsideStore(ctx.config);
  if (!store) throw new UsageError("S3_URL is not set: say where the store of files is.");
  return store;
}

async function mustChange(ctx: Context): Promise<void> {
  if (!(await mayChangeStore(ctx)))
    throw new UsageError(
      "This is a rehearsal, or a restored backup whose mail is held: what stands in the store is another installation's too, and is not changed.",
    );
}

async function move(ctx: Context, to: string): Promise<void> {
  if (to !== "s3" && to !== "database") throw new UsageError(usage);
  if (ctx.config.storage !== to)
    throw new UsageError(
      `STORAGE is ${ctx.config.storage}: set it to ${to} and start every server with it first, or files would be moved back.`,
    );
  const store = await needStore(ctx);
  await mustChange(ctx);
  let told = 0;
  const { moved, failed } = await moveFiles(ctx, store, to, (so: Moved) => {
    if (so.moved >= told + 1_000) {
      told = so.moved;
      console.log(`${told} files are moved.`);
    }
    return so.failed.length < most;
  });
  for (const { id, error } of failed) console.error(`${id}${await ownersOf(ctx, id)}: ${error.message}`);
  if (failed.length > 0)
    throw new UsageError(`${moved} files were moved, and ${failed.length} were not. Run it again once this is mended.`);
  console.log(moved === 0 ? "Every file is where it is to be." : `${moved} files were moved.`);
}

async function check(ctx: Context): Promise<void> {
  let files = 0;
  let faults = 0;
  try {
    for await (const fault of checkFiles(ctx, outsideStore(ctx.config), () => files++)) {
      console.error(await sentenceOf(ctx, fault));
      if (++faults === most) break;
    }
  } catch (error) {
    if (!(error instanceof StoreAwayError)) throw error;
    throw new UsageError(`${error.message} ${faults} faults were found until then.`);
  }
  if (faults > 0)
    throw new UsageError(`${faults === most ? `${most} faults or more` : `${faults} faults`} in ${files} files.`);
  console.log(`All ${files} files are as they were stored.`);
}

async function sweep(ctx: Context): Promise<void> {
  const store = await needStore(ctx);
  await mustChange(ctx);
  let gone = 0;
  let locked = 0;
  for await (const name of extraObjects(ctx, store)) {
    // Accrue gives no such name: it is somebody else's.
    if (!isId(name)) continue;
    if ((await store.remove(name)) === "GONE") gone++;
    else locked++;
  }
  console.log(`${gone} objects were removed${locked > 0 ? `, and ${locked} are locked` : ""}.`);
}

await withDatabase(async (ctx) => {
  const [command, to, ...rest] = process.argv.slice(2);
  if (rest.length > 0 || (command !== "move" && to !== undefined)) throw new UsageError(usage);
  try {
    if (command === "move") await move(ctx, to ?? "");
    else if (command === "check") await check(ctx);
    else if (command === "sweep") await sweep(ctx);
    else throw new UsageError(usage);
  } catch (error) {
    if (error instanceof StoreAwayError) throw new UsageError(error.message);
    throw error;
  }
});
