import "reflect-metadata";
import { createWriteStream } from "node:fs";
import { mkdir, rename, rm, stat } from "node:fs/promises";
import path from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { audit } from "../core/audit.ts";
import { inTransaction } from "../core/context.ts";
import { filesOfExport } from "../moving/export-files.ts";
import { settingsId } from "../policies/settings-page.object.ts";
import { UsageError, withDatabase } from "./with-database.ts";

const usage = "Say where to: npm run export -- FOLDER [--without-contacts]";

/**
 * `npm run export -- FOLDER`: writes everything that the accreditor owns into a folder. Run again after it was ended, it goes on: what never changes
 * and is there is not written again. `--without-contacts` leaves out how people are reached, and documents and the log, in which it may stand.
 */
await withDatabase(async (ctx) => {
  const given = process.argv.slice(2);
  const [folder, ...rest] = given.filter((each) => each !== "--without-contacts");
  if (folder === undefined || rest.length > 0 || folder.startsWith("--")) throw new UsageError(usage);
  const withoutContacts = given.includes("--without-contacts");
  await mkdir(folder, { recursive: true });
  const runner = ctx.db.createQueryRunner();
  let files = 0;
  let there = 0;
  try {
    await runner.startTransaction("REPEATABLE READ");
    for await (const { name, input, isForGood } of filesOfExport(ctx, runner, { withoutContacts })) {
      const target = path.join(folder, name);
      files++;
      if (isForGood && (await stat(target).catch(() => null))) {
        there++;
        continue;
      }
      await mkdir(path.dirname(target), { recursive: true });
      // Whatever ends it meanwhile: what has its name is whole.
      await pipeline(Readable.from(input), createWriteStream(`${target}.part`));
      await rename(`${target}.part`, target);
    }
  } finally {
    if (runner.isTransactionActive) await runner.rollbackTransaction();
    await runner.release();
  }
  await rm(path.join(folder, "datapackage.json.part"), { force: true });
  await inTransaction(ctx, (tx) =>
    audit(tx, ctx, "moving.export", ["settings", settingsId], { after: { files, withoutContacts } }),
  );
  console.log(`${files} files in ${folder}${there > 0 ? `, ${there} of which were there` : ""}.`);
});
