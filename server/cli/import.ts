import "reflect-metadata";
import { createReadStream } from "node:fs";
import { readdir, stat } from "node:fs/promises";
import path from "node:path";
import { inTransaction } from "../core/context.ts";
import { sentence } from "../core/messages/sentence.ts";
import { findBundle, readBundleErrors } from "../moving/bundle.queries.ts";
import { BundleStatus } from "../moving/bundle.status.ts";
import { isPassedOver } from "../moving/bundle-archive.ts";
import { bundleMessage } from "../moving/bundle-message.ts";
import { recordBundle } from "../moving/record-bundle.ts";
import { runBundle } from "../moving/run-bundle.ts";
import { keepBundle } from "../moving/take-bundle.ts";
import { UsageError, withDatabase } from "./with-database.ts";

const usage = "Say which folder: npm run import -- FOLDER [--check]";

async function filesIn(folder: string): Promise<string[]> {
  const found = await stat(folder).catch(() => null);
  if (!found?.isDirectory()) throw new UsageError(`${folder} is no folder. ${usage}`);
  const names = await readdir(folder, { recursive: true, withFileTypes: true });
  return names
    .filter((each) => each.isFile() && !each.name.startsWith("."))
    .map((each) => path.join(each.parentPath, each.name))
    .filter((name) => !isPassedOver(path.relative(folder, name)))
    .sort();
}

/**
 * `npm run import -- FOLDER`: records what the files of a folder have, all of it or nothing, and fails where they have errors.
 * `--check` only checks; what has no errors can be recorded in the console for seven days.
 */
await withDatabase(async (ctx) => {
  const given = process.argv.slice(2);
  const [folder, ...rest] = given.filter((each) => each !== "--check");
  if (folder === undefined || rest.length > 0) throw new UsageError(usage);
  const files = (await filesIn(folder)).map((name) => ({
    name: path.relative(folder, name),
    open: async () => createReadStream(name),
  }));
  if (files.length === 0) throw new UsageError(`${folder} has no files. ${usage}`);
  const { id } = await inTransaction(ctx, (tx) => keepBundle(tx, ctx, path.basename(path.resolve(folder)), files));
  await runBundle(ctx, id);
  if (!given.includes("--check") && (await findBundle(ctx, id))?.status === BundleStatus.CHECKED) {
    await recordBundle(ctx, id);
    await runBundle(ctx, id);
  }
  for await (const { file, message, severity } of readBundleErrors(ctx, id))
    console.log(`${severity === "ERROR" ? "" : "warning: "}${file}: ${message}`);
  const bundle = await findBundle(ctx, id);
  if (!bundle) throw new Error("The bundle is gone.");
  for (const { name, kind, rowCount, addedRows, changedRows, unchangedRows, leftRows } of bundle.files)
    console.log(
      `${name}: ${kind ?? "unknown"}, ${rowCount ?? 0} rows, ${addedRows} new, ${changedRows} changed, ${unchangedRows} the same, ${leftRows} left alone`,
    );
  console.log(sentence(bundleMessage(bundle), ctx.request.language));
  if (bundle.status === BundleStatus.REJECTED) process.exitCode = 1;
});
