import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { Agent, type IncomingMessage, request } from "node:http";
import { createServer } from "node:net";
import { text } from "node:stream/consumers";
import { setTimeout as delay } from "node:timers/promises";
import { application } from "./programs/applications.ts";
import { type ServerProcess, startServerProcess } from "./support/server-process.ts";
import { World } from "./support/world.ts";

const restarts = 5;
const clients = 8;

async function freePort(): Promise<string> {
  const probe = createServer().listen(0, "127.0.0.1");
  await once(probe, "listening");
  const { port } = probe.address() as { port: number };
  probe.close();
  return String(port);
}

test("five restarts under load: every request is answered or can be sent again, and nothing is done twice", async () => {
  const world = await World.start();
  const port = await freePort();
  const env = {
    PORT: port,
    DATABASE_URL: world.database.url,
    DATABASE_OWNER_URL: world.database.ownerUrl,
    // As the world that shares the database has them: clients that ask again every 50 ms all come from one address.
    LIMIT_REQUESTS_BY_VIEWER: "1000000000",
    LIMIT_REQUESTS_BY_ADDRESS: "1000000000",
    LIMIT_COST_BY_VIEWER: "1000000000",
    LIMIT_COST_BY_ADDRESS: "1000000000",
    LIMIT_DRAFTS_BY_PROVIDER: "1000000000",
  };
  let server: ServerProcess | null = null;
  try {
    const provider = await world.provider();
    const input = await application(world, provider.id);
    server = await startServerProcess(env);
    // Longer than proxies and clients keep a connection: none sends into one that the server is just closing.
    const { headers: kept } = await fetch(`${server.url}/healthz`);
    expect([kept.get("connection"), kept.get("keep-alive")]).toEqual(["keep-alive", "timeout=75"]);
    const agent = new Agent({ keepAlive: true });
    let going = true;
    const acknowledged: string[] = [];
    const asked: string[] = [];
    const failed: unknown[] = [];
    let sentAgain = 0;

    const post = (name: string, key: string) =>
      new Promise<{ response: IncomingMessage; body: string }>((resolve, reject) => {
        const headers = {
          "Content-Type": "application/json",
          Authorization: `Bearer ${provider.token}`,
          "Idempotency-Key": key,
        };
        const sent = request(
          { host: "127.0.0.1", port, path: "/graphql", method: "POST", agent, headers },
          (response) => text(response).then((body) => resolve({ response, body }), reject),
        );
        sent.once("error", reject);
        sent.end(
          JSON.stringify({
            query: "mutation ($input: ProgramInput!) { createProgram(input: $input) { id name } }",
            variables: { input: { ...input, name } },
          }),
        );
      });

    /** Sends one request until it is answered; what a client could not send again fails the test. */
    async function create(name: string): Promise<void> {
      const key = randomUUID();
      asked.push(name);
      for (;;) {
        try {
          const { response, body } = await post(name, key);
          const answer = JSON.parse(body) as {
            data?: { createProgram: { name: string } };
            errors?: { message: string }[];
          };
          if (answer.data?.createProgram.name === name) {
            acknowledged.push(name);
            return;
          }
          const later = response.statusCode === 503 && response.headers["retry-after"];
          if (!later) return void failed.push([response.statusCode, answer]);
        } catch (error) {
          // Nobody listens, or the connection was closed before it was read: the key makes both safe to send again.
          if (!/ECONNREFUSED|ECONNRESET|EPIPE/.test(String((error as { code?: string }).code))) failed.push(error);
        }
        sentAgain++;
        await delay(50);
      }
    }

    const writers = Array.from({ length: clients }, async (_, client) => {
      for (let i = 0; going; i++) await create(`Restart ${client}.${i}`);
    });
    for (let restart = 0; restart < restarts; restart++) {
      await delay(500);
      const before = acknowledged.length;
      expect(await server.stop()).toBe(0);
      server = await startServerProcess(env);
      while (acknowledged.length === before) await delay(20);
    }
    going = false;
    await Promise.all(writers);
    agent.destroy();
    expect(failed).toEqual([]);
    expect(sentAgain).toBeGreaterThan(0);
    const rows = await world.sql("SELECT name FROM program WHERE name LIKE 'Restart %'");
    expect(rows.map(({ name }) => name).sort()).toEqual(asked.sort());
    expect(acknowledged.sort()).toEqual(asked);

    // A request that is under way when the server is told to stop is answered, and its connection then closed.
    const slow = new Agent({ keepAlive: true });
    const head = { host: "127.0.0.1", port, path: "/graphql", method: "POST", agent: slow };
    const body = JSON.stringify({ query: "{ __typename }" });
    const sent = request({
      ...head,
      headers: { "Content-Type": "application/json", "Content-Length": Buffer.byteLength(body) },
    });
    const answered = once(sent, "response") as Promise<[IncomingMessage]>;
    sent.write(body.slice(0, 5));
    await delay(300);
    const stopped = server.stop();
    server = null;
    // It takes no more connections from a moment on that a machine may let it wait for.
    const taken = () =>
      fetch(`http://127.0.0.1:${port}/healthz`).then(
        (answer) => answer.text(),
        () => null,
      );
    while ((await taken()) !== null) await delay(20);
    // Longer than connections that say nothing are kept by then: this one is not one of them.
    await delay(1_500);
    sent.end(body.slice(5));
    const [response] = await answered;
    expect([response.statusCode, response.headers.connection]).toEqual([200, "close"]);
    expect(await text(response)).toContain("Query");
    expect(await stopped).toBe(0);
  } finally {
    await server?.stop();
    await world.stop();
  }
  // Seven starts of a server from its sources: half a minute where nothing else runs, minutes on a machine that is busy.
}, 600_000);
