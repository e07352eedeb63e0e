import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { setTimeout as delay } from "node:timers/promises";
import { gzipSync } from "node:zlib";
import { type Bench, median, startBench } from "./bench-server.ts";

const healthyRequests = 300;
/** After so many V8 has made room for such requests; memory is compared from then on. */
const firstHostile = 3_000;
const moreHostile = 10_000;
const slowConnections = 200;

const many = (n: number, part: (i: number) => string): string => Array.from({ length: n }, (_, i) => part(i)).join(" ");

const documents: string[] = [
  `{ programs { nodes { ${many(500, () => "provider { ")} id ${"}".repeat(500)} } } }`,
  `{ ${many(101, (i) => `a${i}: viewer { id }`)} }`,
  `{ viewer { ${many(5_000, () => "id")} } }`,
  `{ viewer { id ${many(1_000, () => "@include(if: true)")} } }`,
  `{ viewer { ...F0 ...F0 } } ${many(60, (i) => `fragment F${i} on Viewer { ...F${i + 1} ...F${i + 1} }`)} fragment F60 on Viewer { id }`,
  `{ __schema { types { fields { type { fields { type { fields { type { name } } } } } } } } }`,
  `{ viewer { id } } #${"x".repeat(1_000_000)}`,
  "{".repeat(100_000),
];

/**
 * How long healthy requests take beside hostile ones, against alone; how much the server's memory grows from some thousands of
 * hostile ones to many more; how long the worst of them took. Goal: 99 of 100 healthy ones under 250 ms, hostile ones under 100 ms,
 * memory no more than 50 MiB higher.
 */
export async function hostile(): Promise<void> {
  const bench = await startBench();
  try {
    const zipped = gzipSync(Buffer.alloc(20_000_000, 32));
    const bodies: [string | Buffer, Record<string, string>][] = [
      ...documents.map((query): [string, Record<string, string>] => [JSON.stringify({ query }), {}]),
      [zipped, { "Content-Encoding": "gzip" }],
    ];
    await healthy(bench);
    const alone = await healthy(bench);
    let sent = 0;
    let worst = 0;
    let wrong = 0;
    const attack = async (goesOn: () => boolean) => {
      for (let i = 0; goesOn(); i++) {
        const [body, headers] = bodies[i % bodies.length] ?? ["", {}];
        const started = performance.now();
        const answer = await fetch(`${bench.url}/graphql`, {
          method: "POST",
          headers: { "Content-Type": "application/json", ...headers },
          body: body as string,
        });
        await answer.text();
        worst = Math.max(worst, performance.now() - started);
        if (answer.status < 400 || answer.status >= 500) wrong++;
        sent++;
      }
    };
    const attackUntil = (count: number) => Promise.all([1, 2].map(() => attack(() => sent < count)));
    await attackUntil(firstHostile);
    const before = await bench.memory();
    worst = 0;
    let going = true;
    const attackers = [1, 2].map(() => attack(() => going));
    const beside = await healthy(bench);
    going = false;
    await Promise.all(attackers);
    await attackUntil(sent + moreHostile);
    const slow = await openSlowly(bench);
    const besideSlow = await healthy(bench);
    const cut = await untilCut(slow);
    await delay(1_000);
    const after = await bench.memory();
    const started = performance.now();
    const bomb = await fetch(`${bench.url}/graphql`, {
      method: "POST",
      headers: { "Content-Type": "application/json", "Content-Encoding": "gzip" },
      body: zipped,
    });
    await bomb.text();
    const bombMs = performance.now() - started;
    const p99 = (times: number[]) => times.toSorted((a, b) => a - b)[Math.ceil(times.length * 0.99) - 1] ?? Number.NaN;
    const line = (name: string, times: number[]) =>
      console.log(
        `  ${name.padEnd(34)} median ${median(times).toFixed(1)} ms, p99 ${p99(times).toFixed(1)} ms, ratio of medians ${(median(times) / median(alone)).toFixed(2)}`,
      );
    console.log(`hostile: ${healthyRequests} healthy requests, one after the other`);
    line("alone", alone);
    line("beside two hostile clients", beside);
    line(`beside ${slowConnections} that send slowly`, besideSlow);
    console.log(`  ${sent} hostile requests, ${wrong} not refused with 4xx, the slowest ${worst.toFixed(0)} ms`);
    console.log(`  20 MB in gzip: ${bomb.status} after ${bombMs.toFixed(0)} ms`);
    console.log(`  slow ones were cut off after ${cut === null ? "never" : `${cut.toFixed(0)} s`}`);
    if (before && after)
      console.log(
        `  memory ${before.toFixed(0)} MiB after ${firstHostile} of them, ${after.toFixed(0)} MiB at the end`,
      );
  } finally {
    await bench.stop();
  }
}

async function healthy({ url, token }: Bench): Promise<number[]> {
  const times: number[] = [];
  for (let i = 0; i < healthyRequests; i++) {
    const started = performance.now();
    const answer = await fetch(`${url}/graphql`, {
      method: "POST",
      headers: { "Content-Type": "application/json", Authorization: `Bearer ${token}` },
      body: JSON.stringify({ query: "{ programs(first: 20) { nodes { number name } } }" }),
    });
    if (answer.status !== 200) throw new Error(await answer.text());
    await answer.text();
    times.push(performance.now() - started);
  }
  return times;
}

/** Connections whose headers never end. */
async function openSlowly({ url }: Bench): Promise<{ sockets: Socket[]; since: number }> {
  const { hostname, port } = new URL(url);
  const since = performance.now();
  const sockets = Array.from({ length: slowConnections }, () => {
    const socket = connect(Number(port), hostname);
    socket.on("error", () => {});
    socket.write("POST /graphql HTTP/1.1\r\nHost: localhost\r\nX-Slow: ");
    return socket;
  });
  await once(sockets.at(-1) as Socket, "connect");
  return { sockets, since };
}

/** @returns seconds until all were cut off; null where some never were */
async function untilCut({ sockets, since }: { sockets: Socket[]; since: number }): Promise<number | null> {
  const patience = 90_000;
  for (const socket of sockets) socket.resume();
  while (sockets.some((socket) => !socket.destroyed) && performance.now() - since < patience) await delay(100);
  const cut = sockets.every((socket) => socket.destroyed) ? (performance.now() - since) / 1_000 : null;
  for (const socket of sockets) socket.destroy();
  return cut;
}
