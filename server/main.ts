import { createServer, type RequestListener, type Server } from "node:http";
import path from "node:path";
import { keepClientDocuments } from "./accounts/api-keys/trusted-documents/client-documents.ts";
import { assertBreachedPasswords } from "./accounts/breached-passwords.ts";
import { assertNoDemoAccounts, demoWarning, hasDemoAccounts } from "./accounts/demo-accounts.ts";
import { readySecrets } from "./accounts/secrets-key.ts";
import { sealSigningKeyAnew } from "./certificates/credentials/signing-keys.ts";
import { auditIsAppendOnly, oneRoleWarning } from "./core/audit-rights.ts";
import { ConfigError, demoIsOpen, readConfig } from "./core/config.ts";
import { DomainError, ErrorCode } from "./core/errors.ts";
import { keepLeavingWord } from "./core/hold.ts";
import { log } from "./core/log.ts";
import { languageFrom } from "./core/messages/sentence.ts";
import { retryAfterSeconds } from "./core/unavailable.ts";
import { EmbeddedPostgresError } from "./db/embedded/failure.ts";
import { keepEmbedded } from "./db/embedded/keep.ts";
import { releaseEmbedded } from "./db/embedded/release.ts";
import { startEmbedded } from "./db/embedded/start.ts";
import { keptSecretsKey } from "./db/kept-secrets-key.ts";
import { seed } from "./demo/seed.ts";
import { demoAccounts, demoPassword } from "./demo/small-world.ts";
import { sealBoxesAnew } from "./evaluations/evaluation-box.ts";
import { sealWebhooksAnew } from "./events/seal-webhooks-anew.ts";
import { createApp } from "./http/app.ts";
import { connectionTimes } from "./http/connections.ts";
import { createDrain } from "./http/drain.ts";
import { startJobs } from "./jobs/run-jobs.ts";
import { sealLicencesAnew } from "./members/seal-licences-anew.ts";
import { DatabaseError, databaseUrls, openDatabase, openForJobs } from "./open-database.ts";
import { openSandbox, sandboxUrls } from "./sandbox/open-sandbox.ts";
import { createSchema } from "./schema.ts";

/** How long stopping may take, whatever is under way, in milliseconds. */
const stopWithinMs = 20_000;

/** The port is asked for before anything else is touched: a second start on the same port must leave the first one alone. */
async function listen(server: Server, host: string, port: number): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    // Node lets 511 wait to be accepted; more at once, as when a conference ends, would be reset.
    server.listen({ port, host, backlog: 4_096 }, () => {
      server.off("error", reject);
      resolve();
    });
  }).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "EADDRINUSE")
      throw new ConfigError(
        `Port ${port} on ${host} is taken by another program: stop that one, or set PORT to a free port.`,
      );
    if (error.code === "EACCES")
      throw new ConfigError(`Port ${port} needs more rights than this user has: set PORT to one from 1024 on.`);
    throw new ConfigError(
      `HOST ${host} cannot be listened on (${error.code ?? error.message}): set HOST to an address of this machine.`,
    );
  });
}

async function main(): Promise<void> {
  const config = readConfig();
  await assertBreachedPasswords(config.breachedPasswordsFile);
  let answer: RequestListener = (req, res) => {
    res.writeHead(503, {
      "Content-Type": "application/json",
      "Retry-After": String(retryAfterSeconds),
      "Cache-Control": "no-store",
      "X-Content-Type-Options": "nosniff",
    });
    const starting = new DomainError(ErrorCode.UNAVAILABLE, "http.starting", { retryAfterSeconds });
    res.end(JSON.stringify({ errors: [starting.in(languageFrom(req.headers["accept-language"]))] }));
  };
  const drain = createDrain();
  const server = createServer(
    connectionTimes,
    drain.watch((req, res) => answer(req, res)),
  );
  await listen(server, config.host, config.port);
  const address = server.address();
  if (config.port === 0 && typeof address === "object" && address) {
    config.publicUrl = config.publicUrl.replace(/:0$/, `:${address.port}`);
    config.port = address.port;
  }

  const embedded = config.databaseUrl
    ? null
    : await startEmbedded({ dataDir: path.join(config.dataDir, "postgres"), log: (line) => log.info(line) });
  if (embedded) config.secretsKey ??= keptSecretsKey(config.dataDir);
  const keeping = embedded ? keepEmbedded(embedded) : null;
  const base = await openDatabase(databaseUrls(config, embedded), config);
  await readySecrets(base);
  await sealLicencesAnew(base);
  await sealWebhooksAnew(base);
  await sealBoxesAnew(base);
  await sealSigningKeyAnew(base);
  if (!(await auditIsAppendOnly(base.db))) log.warn(oneRoleWarning);
  const giveBack = async (): Promise<void> => {
    await keeping?.();
    await base.db.destroy();
    if (embedded) await releaseEmbedded(embedded);
  };
  if (!demoIsOpen(config))
    await assertNoDemoAccounts(base.db).catch(async (refusal: unknown) => {
      await giveBack();
      throw refusal;
    });
  const seeded = embedded && demoIsOpen(config) ? await seed(base, embedded.url) : false;
  const demo = await hasDemoAccounts(base.db);
  await keepClientDocuments(base);
  const beside = sandboxUrls(databaseUrls(config, embedded), config);
  const sandbox = beside ? openSandbox(base, beside, { runsJobs: config.jobConcurrency > 0 }) : undefined;
  answer = await createApp({ ...base, sandbox }, await createSchema(), {
    stopping: () => drain.draining,
    leaving: drain.leaving,
  });
  const ofJobs = config.jobConcurrency > 0 ? await openForJobs(base) : null;
  const stopWord = await keepLeavingWord(base);
  const jobs = ofJobs && (await startJobs(ofJobs));
  if (seeded) log.info("A small world was made to look around in.");
  if (demo) log.warn(demoWarning);

  console.log(`\nAccrue is ready at ${config.publicUrl}`);
  console.log(
    config.trustedDocumentsOnly
      ? `  GraphQL, known documents alone   ${config.publicUrl}/graphql`
      : `  GraphQL and GraphiQL   ${config.publicUrl}/graphql`,
  );
  if (demo) {
    console.log(`  Sign in as             ${demoAccounts.join(", ")}`);
    console.log(`  with the password      ${demoPassword}`);
  }
  console.log("Ctrl+C stops it.\n");

  let stopping = false;
  const stop = async (): Promise<void> => {
    if (stopping) return;
    stopping = true;
    log.info("Stopping: requests and jobs that are under way are finished first.");
    // Jobs that take longer are taken up by the next process, as those of a killed one are.
    setTimeout(() => process.exit(0), stopWithinMs).unref();
    await Promise.all([drain.close(server), jobs?.stop(), sandbox?.stop(), stopWord()]);
    await ofJobs?.db.destroy();
    await giveBack();
    process.exit(0);
  };
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => void stop());
}

main().catch((error: unknown) => {
  const told = error instanceof ConfigError || error instanceof EmbeddedPostgresError || error instanceof DatabaseError;
  console.error(told ? (error as Error).message : error);
  process.exit(1);
});
