import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { build } from "./built.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));

export interface ServerProcess {
  url: string;
  /** What it has printed and logged until now. */
  output(): string;
  /** Ends at once, as a power cut would. */
  kill(): Promise<void>;
  /** Asks it to stop; answers with its exit code. */
  stop(): Promise<number | null>;
}

/** Runs the server in a process, on a free port, as `npm start` does. */
export async function startServerProcess(env: Record<string, string>): Promise<ServerProcess> {
  const child = await spawnServer({ PORT: "0", ...env });
  let output = "";
  const url = await new Promise<string>((resolve, reject) => {
    const read = (chunk: Buffer) => {
      output += chunk;
      const found = /ready at (\S+)/.exec(output)?.[1];
      if (found) resolve(found);
    };
    child.stdout?.on("data", read);
    child.stderr?.on("data", read);
    child.once("exit", (code) => reject(new Error(`The server ended with ${code}: ${output}`)));
  });
  return {
    url,
    output: () => output,
    kill: async () => {
      child.kill("SIGKILL");
      await once(child, "exit");
    },
    stop: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return child.exitCode;
      child.kill("SIGTERM");
      const [code] = await once(child, "exit");
      return code;
    },
  };
}

/** Runs a server that is expected to end by itself. */
export async function runServerProcess(env: Record<string, string>): Promise<{ code: number | null; output: string }> {
  const child = await spawnServer(env);
  let output = "";
  child.stdout?.on("data", (chunk) => (output += chunk));
  child.stderr?.on("data", (chunk) => (output += chunk));
  const [code] = await once(child, "exit");
  return { code, output };
}

/**
 * Runs it and leaves the rest to the caller.
 * @param program `main`, or another file of dist/server
 */
export async function spawnServer(env: Record<string, string>, program = "main"): Promise<ChildProcess> {
  await build("server");
  // No process stands between, so that a signal reaches the server.
  return spawn(process.execPath, ["--enable-source-maps", `dist/server/${program}.js`], {
    cwd: root,
    env: { PATH: process.env.PATH, HOME: process.env.HOME, LOG_LEVEL: "warn", ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
}
