import { setTimeout as delay } from "node:timers/promises";
import { type Bench, median, startBench } from "./bench-server.ts";
import { askAs, type Way, ways } from "./hostile-ways.ts";

const connections = 4;
const everyMs = 40;

/**
 * What one client can take of the server's event loop in each way that is known, with four connections at once: how much of the time it
 * kept the loop busy, how long at once, and how much longer a healthy request took beside it than just before.
 */
export async function shares(only?: string): Promise<void> {
  const ms = Number(process.env.BENCH_MS ?? 3_000);
  const bench = await startBench({
    TRUST_PROXY: "1",
    LIMIT_REQUESTS_BY_VIEWER: "",
    LIMIT_REQUESTS_BY_ADDRESS: "",
    LIMIT_COST_BY_VIEWER: "",
    LIMIT_COST_BY_ADDRESS: "",
  });
  try {
    const signIn = await askAs(bench, "10.1.0.1", null).graphql(
      `mutation { signIn(email: "provider@accrue.test", password: "accrue-demo") { token } }`,
    );
    const { token } = ((await signIn.json()) as { data: { signIn: { token: string } } }).data.signIn;
    await healthy(bench, 2_000);
    console.log(`shares: ${connections} connections of one client for ${ms / 1_000} s in each way`);
    let number = 0;
    for (const [name, way] of Object.entries(ways)) {
      if (only && !name.includes(only)) continue;
      number += 1;
      await bench.loop();
      const alone = await healthy(bench, ms / 2);
      const idle = await bench.loop();
      let going = true;
      const statuses = new Map<number, number>();
      const attack = hammer(bench, way, `10.2.0.${number}`, token, () => going, statuses);
      await delay(ms / 6);
      await bench.loop();
      const beside = await healthy(bench, ms);
      const loop = await bench.loop();
      going = false;
      await attack;
      const share = (loop.busy - idle.busy) * 100;
      console.log(
        `  ${name.padEnd(36)} loop ${idle.busy.toFixed(2)} -> ${loop.busy.toFixed(2)} (${share.toFixed(0)} %), worst ${loop.worstMs.toFixed(0)} ms (idle ${idle.worstMs.toFixed(0)}), healthy median x ${(median(beside) / median(alone)).toFixed(2)} p95 x ${(p95(beside) / p95(alone)).toFixed(2)}; ${[...statuses].map(([status, count]) => `${count} x ${status}`).join(", ")}`,
      );
    }
  } finally {
    await bench.stop();
  }
}

const p95 = (times: number[]) => times.toSorted((a, b) => a - b)[Math.ceil(times.length * 0.95) - 1] ?? Number.NaN;

async function hammer(
  bench: Bench,
  way: Way,
  address: string,
  token: string,
  goesOn: () => boolean,
  statuses: Map<number, number>,
): Promise<void> {
  const ask = askAs(bench, address, way.signedIn ? token : null);
  let n = 0;
  const one = async () => {
    while (goesOn()) {
      const status = await way.send(ask, n++).then(
        async (answer) => {
          await answer.arrayBuffer();
          return answer.status;
        },
        () => -1,
      );
      statuses.set(status, (statuses.get(status) ?? 0) + 1);
    }
  };
  await Promise.all(Array.from({ length: connections }, one));
}

async function healthy(bench: Bench, ms: number): Promise<number[]> {
  const ask = askAs(bench, "10.0.0.1", bench.token);
  const times: number[] = [];
  const until = performance.now() + ms;
  while (performance.now() < until) {
    const started = performance.now();
    const answer = await ask.graphql("{ programs(first: 20) { totalCount nodes { number name provider { name } } } }");
    if (answer.status !== 200) throw new Error(await answer.text());
    await answer.text();
    times.push(performance.now() - started);
    await delay(everyMs);
  }
  return times;
}
