import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { type Bench, startBench } from "./bench-server.ts";
import { listOf, sendList, undo } from "./members.ts";

/** How many rows the list has, and how often the worker that reads it is killed. */
const rows = Number(process.env.KILLED_IMPORT_ROWS ?? 100_000);
const kills = Number(process.env.KILLED_IMPORTS ?? 6);

interface Worker {
  /** As a power cut ends it. */
  kill(): Promise<void>;
  peakMemory(): Promise<number>;
}

/**
 * A list of members by a worker in a process of its own: seconds and memory of one that is left alone, and what there is after its
 * worker was killed at moments spread over that time. Fails where a list is neither all there nor not at all, and where the next worker
 * doesn't finish it.
 */
export async function killedImports(): Promise<void> {
  // Every list is a job; the bench's server runs none.
  const bench = await startBench({ UPLOAD_AT_ONCE_BYTES: "0" });
  try {
    console.log(`members: a list of ${rows} by a worker of its own`);
    let worker = await startWorker(bench);
    let took = await timed(async () => settled(bench, await send(bench, 0)));
    console.log(`  all new: ${(took / 1_000).toFixed(1)} s`);
    took = await timed(async () => settled(bench, await send(bench, 1)));
    console.log(
      `  1 % changed: ${(took / 1_000).toFixed(1)} s, peak memory ${(await worker.peakMemory()).toFixed(0)} MiB`,
    );
    let last = await census(bench);
    const seen = { nothing: 0, all: 0 };
    for (let kill = 1; kill <= kills; kill++) {
      const id = await send(bench, kill + 1);
      await delay((took * (kill - 0.5)) / kills);
      await worker.kill();
      await connectionsEnd(bench);
      const found = await census(bench);
      const isDone = (await statusOf(bench, id)) === "PROCESSED";
      if (!isDone && found !== last) throw new Error(`Killed at ${kill} of ${kills}, the list is there in part.`);
      seen[isDone ? "all" : "nothing"]++;
      worker = await startWorker(bench);
      await settled(bench, id);
      const after = await census(bench);
      if (after === last) throw new Error("The next worker has not read the list.");
      if (kill % 2 === 0) {
        await undo(bench, id);
        if ((await census(bench)) !== last) throw new Error("Taken back, the members are not as before.");
      } else last = after;
    }
    await worker.kill();
    console.log(
      `  killed ${kills} times: nothing was there ${seen.nothing} times, all of it ${seen.all} times; never a part`,
    );
  } finally {
    await bench.stop();
  }
}

async function timed(work: () => Promise<void>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

/** What stands of each member, as one sum. */
async function census({ db }: Bench): Promise<string> {
  const { rows: found } = await db.query(
    `SELECT count(*) || ' ' || coalesce(sum(hashtextextended(concat_ws('|', member_number, first_name, last_name, city, active,
       (SELECT string_agg(f.last_name, ',' ORDER BY f.id) FROM former_name f WHERE f.member_id = m.id)), 0)::numeric), 0) AS sum FROM member m`,
  );
  return found[0].sum;
}

/** Each list has other names in one row of a hundred. */
async function send(bench: Bench, version: number): Promise<string> {
  const file = path.join(bench.folder, "killed.csv");
  await writeFile(file, listOf(rows, version));
  return (await sendList(bench, file)).id;
}

async function statusOf({ db }: Bench, id: string): Promise<string> {
  return (await db.query("SELECT status FROM member_import WHERE id = $1", [id])).rows[0].status;
}

async function settled(bench: Bench, id: string): Promise<void> {
  for (;;) {
    const status = await statusOf(bench, id);
    if (status === "PROCESSED") return;
    if (status !== "CHECKING") throw new Error(`The list is ${status}.`);
    await delay(100);
  }
}

/** PostgreSQL notices the end of a client when it next hears or tells something. */
async function connectionsEnd({ db }: Bench): Promise<void> {
  for (;;) {
    const { rows: open } = await db.query(
      "SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'killed-worker'",
    );
    if (open.length === 0) return;
    await delay(100);
  }
}

export async function startWorker(bench: Bench): Promise<Worker> {
  const url = new URL(bench.databaseUrl);
  url.searchParams.set("application_name", "killed-worker");
  const child = spawn(process.execPath, ["--import", "tsx", "server/worker.ts"], {
    env: { ...process.env, DATABASE_URL: url.href, LOG_LEVEL: "info", JOB_CONCURRENCY: "1" },
    stdio: ["ignore", "pipe", "inherit"],
  });
  await new Promise<void>((resolve, reject) => {
    child.stdout?.on("data", (chunk) => String(chunk).includes("worker is ready") && resolve());
    child.once("exit", (code) => reject(new Error(`The worker ended with ${code}.`)));
  });
  return {
    kill: async () => {
      child.kill("SIGKILL");
      await once(child, "exit");
    },
    peakMemory: async () => {
      const status = await readFile(`/proc/${child.pid}/status`, "utf8").catch(() => "");
      return Number(/VmHWM:\s+(\d+) kB/.exec(status)?.[1] ?? Number.NaN) / 1024;
    },
  };
}
