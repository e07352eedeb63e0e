import { connect } from "node:net";
import type { Bench } from "./bench-server.ts";
import { askAs, type Way, ways } from "./hostile-ways.ts";

/**
 * Four hostile clients, in a process of their own so that what they do with answers keeps nobody else: introspection, as many right
 * sign-ins in a document as are refused and as are not, the worst roster, and readers that do not read. Each has an address of its own. `start` and `stop` come as messages; after
 * `stop` the answers that each got are sent, by their status.
 */
const slowReaders = 22;
const { url, providerId, provider }: Pick<Bench, "url" | "providerId"> & { provider: string } = JSON.parse(
  process.env.BENCH_CROWD ?? "{}",
);
const bench = { url, providerId } as Bench;

let going = false;
const done: Record<string, Record<string, number>> = {};

async function whileGoing(name: string, send: (n: number) => Promise<number | string>): Promise<void> {
  const counts = done[name] ?? {};
  done[name] = counts;
  for (let n = 0; going; n++) {
    const status = await send(n).catch(() => "no answer");
    counts[status] = (counts[status] ?? 0) + 1;
  }
}

/** Sends what a way sends, with as many connections at once. */
function keepSending(name: string, connections: number, way: Way | undefined, address: string): Promise<void>[] {
  if (!way) throw new Error("There is no such way.");
  const ask = askAs(bench, address, way.signedIn ? provider : null);
  return Array.from({ length: connections }, (_, connection) =>
    whileGoing(name, async (n) => {
      const answer = await way.send(ask, connection * 1_000_000 + n);
      await answer.arrayBuffer();
      return answer.status;
    }),
  );
}

const { hostname, port } = new URL(url);
const readNothing = (): Promise<string> =>
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
      resolve("not read");
    });
  });

let under: Promise<void>[] = [];
process.on("message", async (told) => {
  if (told === "start") {
    going = true;
    under = [
      ...keepSending("introspection", 2, ways["ten aliases of __schema"], "10.2.0.1"),
      ...keepSending("introspection, other words", 2, ways["__schema with other words each time"], "10.2.0.1"),
      ...keepSending("15 sign-ins", 2, ways["15 sign-ins in one document"], "10.2.0.2"),
      ...keepSending("10 sign-ins", 2, ways["10 sign-ins in one document"], "10.2.0.2"),
      ...keepSending("rosters", 1, ways["the worst roster"], "10.2.0.3"),
      ...Array.from({ length: slowReaders }, () => whileGoing("readers", readNothing)),
    ];
  } else if (told === "stop") {
    going = false;
    await Promise.all(under);
    process.send?.(done);
  } else process.exit();
});
process.on("disconnect", () => process.exit());
process.send?.("ready");
