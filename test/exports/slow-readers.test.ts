import { connect, type Socket } from "node:net";
import { setTimeout as delay } from "node:timers/promises";
import { startServerProcess } from "../support/server-process.ts";
import { World } from "../support/world.ts";

let world: World;
let readers: { id: string; email: string; token: string }[];
/** More than the server has connections to the database, two for each account. */
const accounts = 16;
const rows = 6_000;
const sockets: Socket[] = [];

beforeAll(async () => {
  world = await World.start({ stalledMs: 2_000 });
  readers = await Promise.all(Array.from({ length: accounts }, () => world.staff()));
  const provider = await world.provider();
  // More than the buffers between server and client take.
  await world.sql(
    `INSERT INTO program (provider_id, type_id, credit_rule_id, name, name_key, created_at)
     SELECT $1, (SELECT id FROM program_type LIMIT 1), (SELECT id FROM credit_rule LIMIT 1), repeat('A long name. ', 100), n::text, now()
     FROM generate_series(1, $2::int) n`,
    [provider.id, rows],
  );
});
afterAll(async () => {
  for (const socket of sockets) socket.destroy();
  await world.stop();
});

/** Asks for the export and reads nothing of what is answered. */
function askAndWait(url: string, token: string): Socket {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  socket.on("error", () => {});
  socket.pause();
  socket.write(`GET /exports/programs.csv HTTP/1.1\r\nHost: ${hostname}\r\nAuthorization: Bearer ${token}\r\n\r\n`);
  sockets.push(socket);
  return socket;
}

async function until(condition: () => Promise<boolean>): Promise<void> {
  while (!(await condition())) await delay(50);
}

const exported = async (token: string) => {
  const response = await world.fetch("/exports/programs.csv", { token });
  return { status: response.status, lines: (await response.text()).trim().split("\r\n").length };
};

/** Whether it begins; what follows is left unread. */
const begun = async (token: string): Promise<number> => {
  const response = await world.fetch("/exports/programs.csv", { token });
  await response.body?.cancel();
  return response.status;
};

test("whoever does not read their export holds no connection to the database, and is cut off", async () => {
  const asked = readers.flatMap(({ token }) => [askAndWait(world.url, token), askAndWait(world.url, token)]);
  await until(async () => {
    const [{ count }] = await world.sql("SELECT count(*)::int FROM audit_entry WHERE action = 'list.export'");
    return count === asked.length;
  });
  for (const { token, email } of readers)
    expect(await world.ok(token, "{ viewer { email } }")).toEqual({ viewer: { email } });
  // Nothing is fetched, so the third of an account is one too many.
  expect((await world.fetch("/exports/programs.csv", { token: readers.at(-1)?.token })).status).toBe(429);
  // Nobody of them fetches: all are cut off, and may ask again.
  for (const { token } of readers) await until(async () => (await begun(token)) === 200);
  let whole = await exported(readers[0]?.token ?? "");
  for (; whole.status !== 200; whole = await exported(readers[0]?.token ?? "")) await delay(50);
  expect(whole.lines).toBe(rows + 1);
  const [{ idle }] = await world.sql(
    "SELECT count(*)::int AS idle FROM pg_stat_activity WHERE datname = current_database() AND state = 'idle in transaction'",
  );
  expect(idle).toBe(0);
});

test("a download that is stopped is no fault", async () => {
  const server = await startServerProcess({
    DATABASE_URL: world.database.url,
    DATABASE_OWNER_URL: world.database.ownerUrl,
    LOG_LEVEL: "warn",
  });
  try {
    const socket = askAndWait(server.url, readers[0]?.token ?? "");
    await new Promise((resolve) => socket.once("data", resolve).resume());
    socket.destroy();
    await delay(1_000);
  } finally {
    await server.stop();
  }
  expect(server.output()).not.toContain('"level":50');
});
