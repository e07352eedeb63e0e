import { auditIsAppendOnly, oneRoleWarning } from "./core/audit-rights.ts";
import { ConfigError, readConfig } from "./core/config.ts";
import { keepLeavingWord } from "./core/hold.ts";
import { log } from "./core/log.ts";
import { startJobs } from "./jobs/run-jobs.ts";
import { DatabaseError, databaseUrls, openDatabase } from "./open-database.ts";
import { openSandbox, sandboxUrls } from "./sandbox/open-sandbox.ts";

/** Runs jobs alone, for a second machine: the server's code without its port. */
async function main(): Promise<void> {
  const config = readConfig();
  if (!config.databaseUrl)
    throw new ConfigError("A worker of its own needs DATABASE_URL: the address of the server's database.");
  if (config.jobConcurrency === 0) throw new ConfigError("JOB_CONCURRENCY is 0: a worker needs at least 1.");
  const base = await openDatabase(databaseUrls(config, null), config);
  if (!(await auditIsAppendOnly(base.db))) log.warn(oneRoleWarning);
  const stopWord = await keepLeavingWord(base);
  const jobs = await startJobs(base);
  const beside = sandboxUrls(databaseUrls(config, null), config);
  const sandbox = beside ? openSandbox(base, beside, { runsJobs: true }) : null;
  log.info("The worker is ready.");
  const stop = async (): Promise<void> => {
    await Promise.all([jobs.stop(), sandbox?.stop(), stopWord()]);
    await base.db.destroy();
    process.exit(0);
  };
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => void stop());
}

main().catch((error: unknown) => {
  console.error(error instanceof ConfigError || error instanceof DatabaseError ? error.message : error);
  process.exit(1);
});
