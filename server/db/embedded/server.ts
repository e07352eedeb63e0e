import { spawn } from "node:child_process";
import { randomInt } from "node:crypto";
import fs from "node:fs";
import { createServer } from "node:net";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { EmbeddedPostgresError, lastLines, message, readIfThere, stderrOf } from "./failure.ts";
import { type Cluster, logFile } from "./folder.ts";
import { inspectProcess, run, serverEnvironment } from "./process.ts";

/** How long a server may take until it answers; crash recovery of a busy database is the slow case. */
export const startTimeout = 120_000;

/** The log is cut to its last megabyte when it is over five, at a start. */
const logLimit = { bytes: 5 << 20, keep: 1 << 20 };

/** As root we write into a folder that another user owns, who must not lead us elsewhere by a symbolic link. */
const noFollow = fs.constants.O_NOFOLLOW;

/**
 * The living server of this data folder, as `postmaster.pid` describes it: line 1 has its process ID, line 4 its port
 * and line 8 its state, which is missing in the first moments. A file left by a crash may name a process that is
 * something else by now and must get neither a password nor a signal; so it has to be a postgres on this folder.
 */
export function readPostmaster(dataDir: string): { pid: number; port: number; status: string } | undefined {
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
export function portOfBefore(dataDir: string): number | undefined {
  const port = Number(readIfThere(path.join(dataDir, "postmaster.pid"))?.split("\n")[3]);
  return port > 0 && port < 65_536 ? port : undefined;
}

/**
 * PostgreSQL will not start while the process that `postmaster.pid` names exists, whatever it is. Naming one that can't
 * exist heals that; deleting the file would also delete PostgreSQL's guard against orphans that still use the data.
 */
export function disarmPidFile(dataDir: string): void {
  const impossiblePid = "2147483646";
  const file = path.join(dataDir, "postmaster.pid");
  const content = readIfThere(file);
  // A server whose starter was killed may have come up in this moment.
  if (content === undefined || readPostmaster(dataDir)) return;
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

export function failed(dataDir: string, words: string): EmbeddedPostgresError {
  return new EmbeddedPostgresError(
    `PostgreSQL could not start on "${dataDir}"; put right what it says and start again: ${words}`,
  );
}

/** The server's port, once `postmaster.pid` says that it takes connections; undefined when it exited instead. */
export async function waitUntilReady({ dataDir }: Cluster, child: Spawned): Promise<number | undefined> {
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
export type Spawned = { pid: number; hasExited(): boolean; said(): string };

/** Spawns the detached server, which writes to its log file and not to Node. */
export function spawnServer({ dataDir, native, runAs, throwaway, settings }: Cluster, port: number): Spawned {
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
    // Nobody reads while it is rewound by its archive.
    hot_standby: "off",
    // Files that are copied are others: see core/hold.ts.
    "accrue.folder": filesOf(dataDir),
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

/** Tells the files of a cluster from copies of them, and stays when their folder is moved. */
function filesOf(dataDir: string): string {
  const { ino, birthtimeMs } = fs.statSync(path.join(dataDir, "PG_VERSION"), { bigint: true });
  return `${ino}-${birthtimeMs}`;
}

/** Fast shutdown of the server that this handle knows; one that is gone or was replaced is left alone. */
export async function stop({ dataDir, native, runAs }: Cluster, pid: number): Promise<void> {
  const isRunning = () => readPostmaster(dataDir)?.pid === pid;
  if (!isRunning()) return;
  const startedAt = inspectProcess(pid)?.startedAt;
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
  // pg_ctl waits for the PID file alone, which the server takes away a moment before it ends.
  const deadline = Date.now() + 10_000;
  while (startedAt !== undefined && inspectProcess(pid)?.startedAt === startedAt && Date.now() < deadline) {
    await delay(5);
  }
}

/** Below those that systems give to outgoing connections: one of these could have the port while a killed server is started again. */
const ports = { from: 20_000, to: 32_768 };

/** A port of loopback that nobody uses now. */
export async function freePort(): Promise<number> {
  for (let attempt = 0; attempt < 20; attempt++) {
    const found = await listenOnce(randomInt(ports.from, ports.to)).catch(() => null);
    if (found) return found;
  }
  return listenOnce(0);
}

/** Listens on a port of loopback, or any, and lets it go. Answers with its number. */
function listenOnce(port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once("error", reject);
    probe.listen(port, "127.0.0.1", () => {
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

export function logTail(dataDir: string): string {
  const tail = lastLines(readIfThere(path.join(dataDir, logFile)) ?? "");
  return tail && `The last lines of its log:\n${tail}`;
}
