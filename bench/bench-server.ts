import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { chmod, mkdtemp, readFile, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import pg from "pg";
import { startEmbedded } from "../server/db/embedded/start.ts";
import { countStatements } from "./count-statements.ts";

export interface LoopFacts {
  /** Share of the time in which the loop ran something, from 0 to 1. */
  busy: number;
  /** Processor time of the whole process, its threads too, in milliseconds. */
  processorMs: number;
  /** How late the loop came to a timer of 5 ms: 99 of 100 times at most, and at worst. */
  p99Ms: number;
  worstMs: number;
}

export interface Bench {
  /** Address of the server, which runs in a process of its own. */
  url: string;
  databaseUrl: string;
  db: pg.Client;
  folder: string;
  token: string;
  providerId: string;
  /** How many statements the server has sent since this was last asked. */
  statements(): number;
  /** The largest that the server's memory has been, in MiB; null where the system does not tell. */
  peakMemory(): Promise<number | null>;
  /** What it is now. */
  memory(): Promise<number | null>;
  /** How the server's event loop has fared since this was last asked. */
  loop(): Promise<LoopFacts>;
  stop(): Promise<void>;
}

/**
 * The server as people run it, on a durable PostgreSQL of its own; its jobs wait, so that they do not run into what is measured.
 * @param environment more settings of the server
 */
export async function startBench(environment: Record<string, string> = {}): Promise<Bench> {
  const folder = await mkdtemp(path.join(os.tmpdir(), "accrue-bench-"));
  await chmod(folder, 0o755);
  const embedded = await startEmbedded({ dataDir: path.join(folder, "postgres") });
  const counter = await countStatements(embedded.appUrl);
  const server = spawn(process.execPath, ["--import", "tsx", "--import", "./bench/loop-probe.mjs", "server/main.ts"], {
    env: {
      ...process.env,
      DATABASE_URL: counter.url,
      DATABASE_OWNER_URL: embedded.url,
      PORT: "0",
      JOB_CONCURRENCY: "0",
      LOG_LEVEL: "warn",
      LIMIT_REQUESTS_BY_VIEWER: "1000000000",
      LIMIT_REQUESTS_BY_ADDRESS: "1000000000",
      LIMIT_COST_BY_VIEWER: "1000000000",
      LIMIT_COST_BY_ADDRESS: "1000000000",
      ...environment,
    },
    stdio: ["ignore", "pipe", "inherit", "ipc"],
  });
  const url = await readyAt(server);
  const db = new pg.Client({ connectionString: embedded.url });
  await db.connect();
  await run("npx", ["tsx", "server/cli/seed.ts"], { DATABASE_URL: embedded.url });
  const answer = await fetch(`${url}/graphql`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({
      query: `mutation { signIn(email: "staff@accrue.test", password: "accrue-demo") { token } }`,
    }),
  });
  const { data } = (await answer.json()) as { data: { signIn: { token: string } } };
  const { rows } = await db.query("SELECT id FROM provider WHERE number = 'P0001'");
  return {
    url,
    databaseUrl: embedded.url,
    db,
    folder,
    token: data.signIn.token,
    providerId: rows[0].id,
    statements: counter.take,
    peakMemory: () => memoryOf(server, "VmHWM"),
    memory: () => memoryOf(server, "VmRSS"),
    loop: async () => {
      const answer = once(server, "message");
      server.send("loop");
      return (await answer)[0] as LoopFacts;
    },
    stop: async () => {
      await db.end();
      server.kill("SIGTERM");
      await once(server, "exit");
      counter.close();
      await embedded.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function memoryOf(server: ChildProcess, line: "VmHWM" | "VmRSS"): Promise<number | null> {
  const status = await readFile(`/proc/${server.pid}/status`, "utf8").catch(() => "");
  const found = new RegExp(`${line}:\\s+(\\d+) kB`).exec(status)?.[1];
  return found ? Number(found) / 1024 : null;
}

function readyAt(server: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let output = "";
    server.stdout?.on("data", (chunk) => {
      output += chunk;
      const url = /ready at (\S+)/.exec(output)?.[1];
      if (url) resolve(url);
    });
    server.once("exit", (code) => reject(new Error(`The server ended with ${code}: ${output}`)));
  });
}

/** Runs a command to its end; throws with what it printed where it fails. */
export async function run(command: string, args: string[], env: Record<string, string> = {}): Promise<string> {
  const child = spawn(command, args, { env: { ...process.env, ...env }, stdio: ["ignore", "pipe", "pipe"] });
  let output = "";
  child.stdout.on("data", (chunk) => (output += chunk));
  child.stderr.on("data", (chunk) => (output += chunk));
  const [code] = await once(child, "exit");
  if (code !== 0) throw new Error(`${command} ended with ${code}: ${output}`);
  return output;
}

export function median(values: number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const [low, high] = [(sorted.length - 1) >> 1, sorted.length >> 1].map((at) => sorted[at] ?? Number.NaN);
  return ((low ?? Number.NaN) + (high ?? Number.NaN)) / 2;
}
