import "reflect-metadata";
import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { parseArgs } from "node:util";
import { filesOfLarge, type LargeOutcome, makeLargeWorld } from "../demo/large/large-world.ts";
import { type Removal, removeSmallWorld } from "../demo/remove-small-world.ts";
import { UsageError, withDatabase } from "./with-database.ts";

const usage =
  "Say what to do: npm run demo -- remove, or npm run demo -- large [--seed N] [--size 0.1] [--files FOLDER]";

const removed: Record<Removal, string> = {
  NONE: "There is no small world in this database: nothing was changed.",
  REMOVED:
    "The small world is gone; settings, program types and credit rules stay. `npm run create-staff -- ADDRESS` makes the first staff account.",
  CLOSED:
    "Nobody can sign in to the accounts of the small world any more. Its records stay, since other people have worked with them.",
};

const made: Record<LargeOutcome, string> = {
  MADE: "The large world was made. Sign in as staff@accrue.test, from this machine alone.",
  THERE: "The large world is in this database already: nothing was changed.",
  USED: "This database is not empty, and has more than the small world: nothing was changed.",
};

interface Given {
  words: string[];
  seed: number;
  size: number;
  files: string | undefined;
}

function given(): Given {
  try {
    const { positionals, values } = parseArgs({
      args: process.argv.slice(2),
      allowPositionals: true,
      options: { seed: { type: "string" }, size: { type: "string" }, files: { type: "string" } },
    });
    const [seed, size] = [Number(values.seed ?? 1), Number(values.size ?? 1)];
    if (!Number.isSafeInteger(seed) || seed < 0 || !(size > 0 && size <= 10)) throw new Error("no such number");
    return { words: positionals, seed, size, files: values.files };
  } catch {
    console.error(usage);
    process.exit(1);
  }
}

async function write(folder: string, { seed, size }: Given): Promise<void> {
  const { files } = filesOfLarge(new Date(), { seed, size });
  await mkdir(folder, { recursive: true });
  for (const [name, text] of files) await writeFile(path.join(folder, name), text);
  console.log(`${files.size} files were written. npm run import -- ${folder} --check`);
}

/**
 * `npm run demo -- remove`: takes the small world away. `npm run demo -- large`: makes an accreditor of fifteen years; with `--files` it only
 * writes the files of which it moves in. Stop the server first.
 */
const choice = given();
const what = choice.words.join(" ");
if (what === "large" && choice.files !== undefined) await write(choice.files, choice);
else
  await withDatabase(async (ctx, ownerUrl) => {
    if (what === "remove") return console.log(removed[await removeSmallWorld(ctx, ownerUrl)]);
    if (what !== "large") throw new UsageError(usage);
    const began = performance.now();
    const outcome = await makeLargeWorld(ctx, ownerUrl, choice, (step) =>
      console.log(`${((performance.now() - began) / 1_000).toFixed(0)} s: ${step}`),
    );
    console.log(made[outcome]);
    if (outcome === "USED") process.exitCode = 1;
  });
