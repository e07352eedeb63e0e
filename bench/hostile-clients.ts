import { connect } from "node:net";
import { setTimeout as delay } from "node:timers/promises";
import { startBench } from "./bench-server.ts";

const healthyClients = 20;
const pauseMs = 500;
const aloneMs = 8_000;
const besideMs = 60_000;
const slowReaders = 22;
/** Into so many portions the time is divided, after each of which the server's memory is read. */
const portionsOfMemory = 6;

const body = (query: string, variables: Record<string, unknown> = {}): string => JSON.stringify({ query, variables });
const aliases = (count: number, part: string): string =>
  Array.from({ length: count }, (_, i) => `a${i}: ${part}`).join(" ");

/** A preview that is as dear as its size allows: cells of blanks that end in a letter, in rows that are all wrong. */
const roster = [
  "Program ID,AAST ID,First Name,Last Name,Completion Date,CECs",
  ...Array.from({ length: 2_000 }, () => `A09164,999999,é${" ".repeat(400)}x,Smith,2/30/2009,many`),
].join("\r\n");

/**
 * Four hostile clients at once, for a minute, beside twenty healthy ones: introspection of everything, 22 readers of an export that do not
 * read, the worst roster, and fifteen right sign-ins in one document. Each client has an address of its own, and the limits are those that a
 * server has by default. Goal: no healthy request gets a 5xx or a refusal, 95 of 100 take at most three times as long as alone, memory and
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
  try {
    const { url } = bench;
    const ask = (address: string, token: string | null, query: string, variables = {}) =>
      fetch(`${url}/graphql`, {
        method: "POST",
        headers: {
          "Content-Type": "application/json",
          "X-Forwarded-For": address,
          ...(token && { Authorization: `Bearer ${token}` }),
        },
        body: body(query, variables),
      });
    const signIn = (email: string) => `signIn(email: "${email}", password: "accrue-demo") { token }`;
    const answered = await (await ask("10.1.0.1", null, `mutation { ${signIn("provider@accrue.test")} }`)).json();
    const provider = (answered as { data: { signIn: { token: string } } }).data.signIn.token;

    const healthy = async (ms: number) => {
      const times: number[] = [];
      const statuses = new Map<number, number>();
      const until = performance.now() + ms;
      const client = async (number: number) => {
        await delay((pauseMs * number) / healthyClients);
        while (performance.now() < until) {
          const started = performance.now();
          const answer = await ask(
            `10.0.0.${number + 1}`,
            bench.token,
            "{ programs(first: 20) { totalCount nodes { number name provider { name } } } }",
          );
          const { errors } = (await answer.json()) as { errors?: unknown[] };
          times.push(performance.now() - started);
          const status = errors ? 0 : answer.status;
          statuses.set(status, (statuses.get(status) ?? 0) + 1);
          await delay(pauseMs);
        }
      };
      await Promise.all(Array.from({ length: healthyClients }, (_, number) => client(number)));
      return { times, statuses };
    };

    const done = Object.fromEntries(
      ["introspection", "readers", "rosters", "sign-ins"].map((name) => [name, new Map<number, number>()]),
    );
    const count = (name: string, status: number) => done[name]?.set(status, (done[name]?.get(status) ?? 0) + 1);
    let going = true;
    const whileGoing = async (name: string, send: () => Promise<number>) => {
      while (going) count(name, await send().catch(() => -1));
    };
    const schema = `{ ${aliases(10, "__schema { types { name fields { name type { name ofType { name } } } } }")} }`;
    const introspection = () =>
      whileGoing("introspection", async () => {
        const answer = await ask("10.2.0.1", null, schema);
        await answer.text();
        return answer.status;
      });
    const signIns = () =>
      whileGoing("sign-ins", async () => {
        const answer = await ask("10.2.0.2", null, `mutation { ${aliases(15, signIn("attendee@accrue.test"))} }`);
        await answer.text();
        return answer.status;
      });
    const upload = `mutation ($providerId: ID!, $file: Upload!) { uploadAttendance(providerId: $providerId, file: $file, preview: true) { id } }`;
    const rosters = () =>
      whileGoing("rosters", async () => {
        const form = new FormData();
        form.set("operations", body(upload, { providerId: bench.providerId, file: null }));
        form.set("map", JSON.stringify({ 0: ["variables.file"] }));
        form.set("0", new Blob([roster]), "roster.csv");
        const answer = await fetch(`${url}/graphql`, {
          method: "POST",
          headers: {
            Authorization: `Bearer ${provider}`,
            "Apollo-Require-Preflight": "true",
            "X-Forwarded-For": "10.2.0.3",
          },
          body: form,
        });
        await answer.text();
        return answer.status;
      });
    const { hostname, port } = new URL(url);
    const reader = () =>
      whileGoing(
        "readers",
        () =>
          new Promise((resolve) => {
            const socket = connect(Number(port), hostname, () => {
              socket.write(
                `GET /exports/programs.csv HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer ${provider}\r\nX-Forwarded-For: 10.2.0.4\r\n\r\n`,
              );
              socket.pause();
            });
            const end = setTimeout(() => socket.destroy(), 5_000);
            socket.on("error", () => {});
            socket.once("close", () => {
              clearTimeout(end);
              resolve(0);
            });
          }),
      );

    const databaseSize = async (): Promise<number> =>
      (await bench.db.query("SELECT pg_database_size(current_database())::float8 / 1048576 AS size")).rows[0].size;
    await healthy(3_000);
    const alone = await healthy(aloneMs);
    const [memoryBefore, diskBefore] = [await bench.memory(), await databaseSize()];
    const hostile = [
      ...[1, 2, 3, 4].map(introspection),
      ...[1, 2, 3, 4].map(signIns),
      rosters(),
      ...Array.from({ length: slowReaders }, reader),
    ];
    const portions = [];
    const memories = [];
    for (let portion = 0; portion < portionsOfMemory; portion++) {
      portions.push(await healthy(besideMs / portionsOfMemory));
      memories.push(await bench.memory());
    }
    const beside = {
      times: portions.flatMap(({ times }) => times),
      statuses: new Map<number, number>(),
    };
    for (const [status, number] of portions.flatMap(({ statuses }) => [...statuses]))
      beside.statuses.set(status, (beside.statuses.get(status) ?? 0) + number);
    going = false;
    await Promise.all(hostile);
    await delay(3_000);
    const [memoryAfter, diskAfter] = [await bench.memory(), await databaseSize()];

    const said = (counts: Map<number, number>) =>
      [...counts].map(([status, number]) => `${number} x ${status === 0 ? "refused" : status}`).join(", ");
    const percentile = (times: number[], share: number) =>
      times.toSorted((a, b) => a - b)[Math.ceil(times.length * share) - 1] ?? Number.NaN;
    console.log(
      `hostile clients: ${healthyClients} healthy clients for ${besideMs / 1_000} s beside four hostile ones`,
    );
    for (const [name, { times, statuses }] of Object.entries({ alone, beside }))
      console.log(
        `  ${name.padEnd(8)} median ${percentile(times, 0.5).toFixed(0)} ms, p95 ${percentile(times, 0.95).toFixed(0)} ms; ${said(statuses)}`,
      );
    console.log(
      `  ratios: median ${(percentile(beside.times, 0.5) / percentile(alone.times, 0.5)).toFixed(2)}, p95 ${(percentile(beside.times, 0.95) / percentile(alone.times, 0.95)).toFixed(2)}`,
    );
    for (const [name, counts] of Object.entries(done)) console.log(`  hostile ${name}: ${said(counts)}`);
    const mib = (memory: number | null) => memory?.toFixed(0) ?? "?";
    console.log(
      `  memory ${mib(memoryBefore)} MiB before, ${memories.map(mib).join(", ")} MiB meanwhile, ${mib(memoryAfter)} MiB after`,
    );
    console.log(`  database ${diskBefore.toFixed(0)} MiB before, ${diskAfter.toFixed(0)} MiB after`);
  } finally {
    await bench.stop();
  }
}
