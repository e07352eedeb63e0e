import { readFile, stat } from "node:fs/promises";
import { parseArgs } from "node:util";
import { beginLogAnew } from "../certificates/log/begin-anew.ts";
import { checkKeptHead, checkLog } from "../certificates/log/check-log.ts";
import { latestCheckpoint, logsOnShow } from "../certificates/log/read-log.ts";
import { outsideStore } from "../core/storage/kept-bytes.ts";
import { UsageError, withDatabase } from "./with-database.ts";

const usage = `Say what:
npm run log -- audit [--files] [--head FILE]
                           holds the log of certificates, and with --files every PDF, against the database; with --head
                           also against a head that was kept, as it is or as the mail that brought it
npm run log -- head        prints the last head that was signed, to keep elsewhere
npm run log -- keys        prints the keys that sign the log, for a witness
npm run log -- begin-anew  ends the log and begins another: docs/operate.md says when`;

/** So many faults are told. */
const most = 1_000;

/** Largest file that can be a head with a mail around it, in bytes. */
const largestHead = 1024 * 1024;

async function readArguments(): Promise<{ command: string | undefined; files: boolean; kept: string | null }> {
  const options = { files: { type: "boolean", default: false }, head: { type: "string" } } as const;
  const { values, positionals } = parsed(() => parseArgs({ options, allowPositionals: true }));
  const [command, ...rest] = positionals;
  if (rest.length > 0 || (command !== "audit" && (values.files || values.head !== undefined)))
    throw new UsageError(usage);
  if (values.head === undefined) return { command, files: values.files, kept: null };
  const found = await stat(values.head).catch(() => null);
  if (!found?.isFile() || found.size > largestHead)
    throw new UsageError(`${values.head} is not a file with a head, or the mail that brought it.`);
  return { command, files: values.files, kept: await readFile(values.head, "utf8") };
}

function parsed<T>(read: () => T): T {
  try {
    return read();
  } catch {
    throw new UsageError(usage);
  }
}

await withDatabase(async (ctx) => {
  const { command, files, kept } = await readArguments();
  if (command === "begin-anew") {
    const origin = await beginLogAnew(ctx);
    console.log(
      origin ? `The log is ${origin} from now on.` : "There is no log yet: it begins with the first certificate.",
    );
    return;
  }
  const logs = await logsOnShow(ctx);
  if (command === "keys") {
    for (const { keys } of logs) for (const key of keys) console.log(key);
    return;
  }
  if (command === "head") {
    const checkpoint = await latestCheckpoint(ctx.db.manager, logs.length);
    process.stdout.write(checkpoint?.text ?? "");
    return;
  }
  if (command !== "audit") throw new UsageError(usage);
  let faults = 0;
  await ctx.db.transaction("REPEATABLE READ", async (tx) => {
    for (const check of [
      checkLog(tx, files, outsideStore(ctx.config)),
      ...(kept === null ? [] : [checkKeptHead(tx, kept)]),
    ])
      for await (const fault of check) {
        console.error(fault);
        if (++faults === most) return;
      }
  });
  if (faults > 0)
    throw new UsageError(
      `${faults === most ? `${most} faults or more` : faults === 1 ? "1 fault" : `${faults} faults`}.`,
    );
  console.log(
    logs.length === 0
      ? "There is no log yet."
      : kept === null
        ? "Everything is as it was entered."
        : "Everything is as it was entered, and extends the head that was kept.",
  );
});
