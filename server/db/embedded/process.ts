import { execFile, spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import fs from "node:fs";
import { promisify } from "node:util";

export const run = promisify(execFile);

/** The operating-system user that runs the server: empty unless Node runs as root, which PostgreSQL refuses. */
export type RunAs = { uid?: number; gid?: number };

/** Nothing of Node's environment: PGPORT, PGOPTIONS, TZ or LD_LIBRARY_PATH meant for others would change the server. */
export function serverEnvironment(): NodeJS.ProcessEnv {
  return { PATH: process.env.PATH, LC_ALL: "C" };
}

/** Names this process so that a later one with the same process ID, usual in containers, isn't taken for it. */
export function processToken(): string {
  return `${process.pid}.${inspectProcess(process.pid)?.startedAt ?? "?"}.${randomBytes(6).toString("hex")}`;
}

export function isAlive(token: string): boolean {
  const [pid, startedAt] = token.split(".");
  return inspectProcess(Number(pid))?.startedAt === startedAt;
}

/** What the system knows of a process: its command line and a mark of its start; undefined when it's gone or a zombie. */
export function inspectProcess(pid: number): { command: string; startedAt: string } | undefined {
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
