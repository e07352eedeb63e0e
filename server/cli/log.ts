import { beginLogAnew } from "../certificates/log/begin-anew.ts";
import { checkLog } from "../certificates/log/check-log.ts";
import { latestCheckpoint, logsOnShow } from "../certificates/log/read-log.ts";
import { UsageError, withDatabase } from "./with-database.ts";

const usage = `Say what:
npm run log -- audit [--files]  holds the log of certificates, and with --files every PDF, against the database
npm run log -- head             prints the last head that was signed, to keep elsewhere
npm run log -- keys             prints the keys that sign the log, for a witness
npm run log -- begin-anew       ends the log and begins another: docs/operate.md says when`;

/** So many faults are told. */
const most = 1_000;

await withDatabase(async (ctx) => {
  const [command, option, ...rest] = process.argv.slice(2);
  if (rest.length > 0 || (option !== undefined && (command !== "audit" || option !== "--files")))
    throw new UsageError(usage);
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
    for await (const fault of checkLog(tx, option === "--files")) {
      console.error(fault);
      if (++faults === most) break;
    }
  });
  if (faults > 0)
    throw new UsageError(
      `${faults === most ? `${most} faults or more` : faults === 1 ? "1 fault" : `${faults} faults`}.`,
    );
  console.log(logs.length === 0 ? "There is no log yet." : "Everything is as it was entered.");
});
