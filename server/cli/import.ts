import "reflect-metadata";
import { createReadStream, readFileSync, statSync } from "node:fs";
import { opendir, readFile, stat } from "node:fs/promises";
import path from "node:path";
import { parseArgs } from "node:util";
import { inTransaction } from "../core/context.ts";
import { sentence } from "../core/messages/sentence.ts";
import type { ChosenColumn } from "../moving/bundle.entity.ts";
import { findBundle, readBundleErrors } from "../moving/bundle.queries.ts";
import { BundleStatus } from "../moving/bundle.status.ts";
import { attachedType, type BundledFile, isPassedOver } from "../moving/bundle-archive.ts";
import { bundleMessage } from "../moving/bundle-message.ts";
import { recordBundle } from "../moving/record-bundle.ts";
import { runBundle } from "../moving/run-bundle.ts";
import { keepBundle } from "../moving/take-bundle.ts";
import { readChosenColumns, WrongColumns } from "./chosen-columns.ts";
import { UsageError, withDatabase } from "./with-database.ts";

const usage = "Say which folder: npm run import -- FOLDER [--check] [--columns FILE.json]";

/** The files of a folder and of those in it, one by one: of PDFs there may be many thousands. */
async function* walk(folder: string, within = ""): AsyncGenerator<string> {
  for await (const each of await opendir(path.join(folder, within))) {
    const name = path.join(within, each.name);
    if (each.name.startsWith(".")) continue;
    if (each.isDirectory()) yield* walk(folder, name);
    else if (each.isFile() && !isPassedOver(name)) yield name;
  }
}

/** Lists first, in the order of their names, then PDFs and other files that they name. */
async function* filesIn(folder: string): AsyncGenerator<BundledFile> {
  const bundled = (name: string): BundledFile => ({
    name,
    open: async () => createReadStream(path.join(folder, name)),
    whole: (most) => (statSync(path.join(folder, name)).size > most ? null : readFileSync(path.join(folder, name))),
  });
  const lists: string[] = [];
  for await (const name of walk(folder)) if (attachedType(name) === null) lists.push(name);
  if (lists.length === 0) throw new UsageError(`${folder} has no files. ${usage}`);
  yield* lists.sort().map(bundled);
  for await (const name of walk(folder)) if (attachedType(name) !== null) yield bundled(name);
}

function readArguments() {
  try {
    return parseArgs({
      options: { check: { type: "boolean" }, columns: { type: "string" } },
      allowPositionals: true,
    });
  } catch {
    throw new UsageError(usage);
  }
}

async function readColumns(file: string): Promise<ChosenColumn[]> {
  const text = await readFile(file, "utf8").catch(() => {
    throw new UsageError(`${file} cannot be read. ${usage}`);
  });
  try {
    return readChosenColumns(text);
  } catch (error) {
    throw error instanceof WrongColumns ? new UsageError(`${file}: ${error.message}`) : error;
  }
}

/**
 * `npm run import -- FOLDER`: records what the files of a folder have, all of it or nothing, and fails where they have errors.
 * `--check` only checks; what has no errors can be recorded in the console for seven days. `--columns` names a file that says for what headings
 * are used.
 */
await withDatabase(async (ctx) => {
  const { values, positionals } = readArguments();
  const [folder, ...rest] = positionals;
  if (folder === undefined || rest.length > 0) throw new UsageError(usage);
  const found = await stat(folder).catch(() => null);
  if (!found?.isDirectory()) throw new UsageError(`${folder} is no folder. ${usage}`);
  const columns = values.columns === undefined ? [] : await readColumns(values.columns);
  const { id } = await inTransaction(ctx, (tx) =>
    keepBundle(tx, ctx, path.basename(path.resolve(folder)), filesIn(folder), columns),
  );
  await runBundle(ctx, id);
  if (!values.check && (await findBundle(ctx, id))?.status === BundleStatus.CHECKED) {
    await recordBundle(ctx, id);
    await runBundle(ctx, id);
  }
  for await (const { file, message, severity } of readBundleErrors(ctx, id))
    console.log(`${severity === "ERROR" ? "" : "warning: "}${file}: ${message}`);
  const bundle = await findBundle(ctx, id);
  if (!bundle) throw new Error("The bundle is gone.");
  for (const { name, kind, columns, rowCount, addedRows, changedRows, unchangedRows, leftRows } of bundle.files) {
    console.log(
      `${name}: ${kind ?? "unknown"}, ${rowCount ?? 0} rows, ${addedRows} new, ${changedRows} changed, ${unchangedRows} the same, ${leftRows} left alone`,
    );
    const unused = columns.flatMap(({ heading, column }) => (column === null && heading !== "" ? [heading] : []));
    if (unused.length > 0) console.log(`  passed over: ${unused.join(", ")}`);
  }
  console.log(sentence(bundleMessage(bundle), ctx.request.language));
  if (bundle.status === BundleStatus.REJECTED) process.exitCode = 1;
});
