import { spawn } from "node:child_process";
import { once } from "node:events";
import os from "node:os";
import { setTimeout as delay } from "node:timers/promises";
import { type Bench, median, startBench } from "./bench-server.ts";
import { askAs } from "./hostile-ways.ts";

const healthyClients = 20;
const pauseMs = 500;
/** Alone and beside take turns so often: what else the machine does meanwhile meets both. */
const rounds = 6;
const aloneMs = 6_000;
const besideMs = 10_000;
/** What the p95 may be at most, against alone. */
const goal = 3;

interface Measured {
  times: number[];
  /** How many answers had which status, or were refused by GraphQL. */
  statuses: Record<string, number>;
}

/**
 * Four hostile clients at once, for a minute in all, beside twenty healthy ones: introspection of everything, 22 readers of an export that do
 * not read, the worst roster, and fifteen right sign-ins in one document. Each client has an address of its own, and the limits are those that
 * a server has by default. Goal: no healthy request gets a 5xx or a refusal, 95 of 100 take at most three times as long as alone, memory and
 * disk are steady.
 */
export async function hostileClients(): Promise<void> {
  const bench = await startBench({
    TRUST_PROXY: "1",
    LIMIT_REQUESTS_BY_VIEWER: "",
    LIMIT_REQUESTS_BY_ADDRESS: "",
    LIMIT_COST_BY_VIEWER: "",
    LIMIT_COST_BY_ADDRESS: "",
  });
  const signedIn = await askAs(bench, "10.1.0.1", null).graphql(
    `mutation { signIn(email: "provider@accrue.test", password: "accrue-demo") { token } }`,
  );
  const provider = ((await signedIn.json()) as { data: { signIn: { token: string } } }).data.signIn.token;
  const crowd = spawn(process.execPath, ["--import", "tsx", "bench/hostile-crowd.ts"], {
    env: {
      ...process.env,
      BENCH_CROWD: JSON.stringify({ url: bench.url, providerId: bench.providerId, provider }),
    },
    stdio: ["ignore", "inherit", "inherit", "ipc"],
  });
  // Elsewhere they have machines of their own: here they take what server, database and the healthy leave of the processors.
  if (crowd.pid) os.setPriority(crowd.pid, 19);
  try {
    await once(crowd, "message");
    await healthy(bench, 3_000);
    const before = await stateOf(bench);
    const found: { alone: Measured; beside: Measured; loop: number; worst: number }[] = [];
    const states: State[] = [];
    let answers: Record<string, Record<string, number>> = {};
    for (let round = 0; round < rounds; round++) {
      const alone = await healthy(bench, aloneMs);
      crowd.send("start");
      await bench.loop();
      const beside = await healthy(bench, besideMs);
      const loop = await bench.loop();
      const stopped = once(crowd, "message");
      crowd.send("stop");
      states.push(await stateOf(bench));
      answers = (await stopped)[0];
      found.push({ alone, beside, loop: loop.busy, worst: loop.worstMs });
      // What was under way ends.
      await delay(1_000);
    }
    const after = await stateOf(bench);

    console.log(
      `hostile clients: ${healthyClients} healthy clients beside four hostile ones, ${rounds} times ${besideMs / 1_000} s, and alone in between`,
    );
    for (const name of ["alone", "beside"] as const) {
      const all = found.map((round) => round[name]);
      const times = all.flatMap((each) => each.times);
      console.log(
        `  ${name.padEnd(8)} median ${percentile(times, 0.5).toFixed(0)} ms, p95 ${percentile(times, 0.95).toFixed(0)} ms; ${said(sum(all.map(({ statuses }) => statuses)))}`,
      );
    }
    for (const [what, share] of [
      ["median", 0.5],
      ["p95", 0.95],
    ] as const) {
      const ratios = found.map(({ alone, beside }) => percentile(beside.times, share) / percentile(alone.times, share));
      const limit = what === "p95" ? `; at most ${goal}: ${median(ratios) <= goal ? "holds" : "does not hold"}` : "";
      console.log(
        `  ratio of the ${what}: ${median(ratios).toFixed(2)} (median of the rounds: ${ratios.map((ratio) => ratio.toFixed(2)).join(", ")})${limit}`,
      );
    }
    console.log(
      `  event loop beside them: busy ${found.map(({ loop }) => loop.toFixed(2)).join(", ")}; latest ${found.map(({ worst }) => worst.toFixed(0)).join(", ")} ms`,
    );
    for (const [name, counts] of Object.entries(answers)) console.log(`  hostile ${name}: ${said(counts)}`);
    const line = (what: "memory" | "disk") =>
      `${before[what].toFixed(0)} MiB before, ${states.map((state) => state[what].toFixed(0)).join(", ")} MiB after each round, ${after[what].toFixed(0)} MiB at the end`;
    console.log(`  memory ${line("memory")}`);
    console.log(`  database ${line("disk")}`);
    const { rows } = await bench.db.query(
      `SELECT relname AS name, pg_total_relation_size(oid)::float8 / 1048576 AS size FROM pg_class
       WHERE relkind = 'r' ORDER BY size DESC LIMIT 4`,
    );
    console.log(`  largest tables: ${rows.map(({ name, size }) => `${name} ${size.toFixed(1)} MiB`).join(", ")}`);
  } finally {
    crowd.kill();
    await bench.stop();
  }
}

async function healthy(bench: Bench, ms: number): Promise<Measured> {
  const measured: Measured = { times: [], statuses: {} };
  const until = performance.now() + ms;
  const client = async (number: number) => {
    const ask = askAs(bench, `10.0.0.${number + 1}`, bench.token);
    await delay((pauseMs * number) / healthyClients);
    while (performance.now() < until) {
      const started = performance.now();
      const answer = await ask.graphql(
        "{ programs(first: 20) { totalCount nodes { number name provider { name } } } }",
      );
      const { errors } = (await answer.json()) as { errors?: unknown[] };
      measured.times.push(performance.now() - started);
      const status = errors ? "refused" : answer.status;
      measured.statuses[status] = (measured.statuses[status] ?? 0) + 1;
      await delay(pauseMs);
    }
  };
  await Promise.all(Array.from({ length: healthyClients }, (_, number) => client(number)));
  return measured;
}

/** What the server and its database hold, in MiB. */
interface State {
  memory: number;
  disk: number;
}

async function stateOf(bench: Bench): Promise<State> {
  const { rows } = await bench.db.query("SELECT pg_database_size(current_database())::float8 / 1048576 AS size");
  return { memory: (await bench.memory()) ?? Number.NaN, disk: rows[0].size };
}

const percentile = (times: number[], share: number): number =>
  times.toSorted((a, b) => a - b)[Math.ceil(times.length * share) - 1] ?? Number.NaN;

const said = (counts: Record<string, number>): string =>
  Object.entries(counts)
    .map(([status, count]) => `${count} x ${status}`)
    .join(", ");

function sum(all: Record<string, number>[]): Record<string, number> {
  const total: Record<string, number> = {};
  for (const counts of all)
    for (const [status, count] of Object.entries(counts)) total[status] = (total[status] ?? 0) + count;
  return total;
}
