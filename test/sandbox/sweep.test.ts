import { spawn } from "node:child_process";
import { setTimeout as delay } from "node:timers/promises";
import pg from "pg";
import { makeSandbox, sandboxMark } from "../../server/sandbox/sandbox-database.ts";
import { dropDatabase } from "../support/database.ts";
import { World } from "../support/world.ts";

let world: World;
let staff: Awaited<ReturnType<World["staff"]>>;
let key: string;

beforeAll(async () => {
  world = await World.start({ withSandbox: true });
  staff = await world.staff();
  const provider = await world.provider({ name: "Lakeside" });
  const made = await world.ok(
    provider.token,
    'mutation ($id: ID) { createApiKey(name: "Trial", scopes: [PROGRAMS_READ, PROGRAMS_WRITE], providerId: $id, sandbox: true) { key } }',
    { id: provider.id },
  );
  key = made.createApiKey.key;
}, 120_000);
afterAll(() => world?.stop());

const urlsOf = (name: string) => {
  const on = (url: string) => Object.assign(new URL(url), { pathname: `/${name}` }).href;
  return { url: on(world.database.url), ownerUrl: on(world.database.ownerUrl) };
};
const urls = () => urlsOf(`${world.database.name}_sandbox`);
const databases = async (): Promise<string[]> =>
  (
    await world.sql("SELECT datname FROM pg_database WHERE starts_with(datname, $1) ORDER BY 1", [
      `${world.database.name}_sandbox`,
    ])
  ).map(({ datname }) => datname);

/** Asks until the sandbox is there. */
async function name(): Promise<string> {
  for (;;) {
    const { status, data, errors } = await world.graphql(
      key,
      "{ apiKey { name provider { name number } } programs { totalCount } }",
    );
    if (status === 200 && errors.length === 0) return `${data.apiKey.provider.number} ${data.programs.totalCount}`;
    expect(errors[0]?.extensions).toMatchObject({ code: "UNAVAILABLE", retryable: true });
    await delay(200);
  }
}

const copy = async (): Promise<void> => {
  const { programs } = await world.ok(key, "{ programs { nodes { id } } }");
  await world.ok(key, "mutation ($id: ID!) { copyProgram(id: $id) { id } }", { id: programs.nodes[0].id });
};

test("where it cannot be made test keys are told to come again, and it is tried again without being started anew", async () => {
  await onServer(`CREATE DATABASE ${world.database.name}_sandbox`);
  const client = new pg.Client({ connectionString: urls().ownerUrl });
  await client.connect();
  await client.query("CREATE TABLE precious (id int)");
  await client.end();
  for (let times = 0; times < 3; times++) {
    const { status, errors } = await world.graphql(key, "{ apiKey { id } }");
    expect([status, errors[0]?.extensions]).toEqual([
      503,
      { code: "UNAVAILABLE", retryable: true, retryAfterSeconds: expect.any(Number) },
    ]);
    expect(errors[0]?.message).toMatch(/^The sandbox is not there at the moment\. Ask again in \d+ seconds?\.$/);
  }
  await dropDatabase(`${world.database.name}_sandbox`);
  expect(await name()).toBe("P0004 1");
});

test("while it is made a test key is told to come again; staff have it made anew while requests run, of which none is half done", async () => {
  const first = await world.graphql(key, "{ apiKey { id } }");
  if (first.status !== 200) expect([first.status, first.errors[0]?.extensions.code]).toEqual([503, "UNAVAILABLE"]);
  expect(await name()).toBe("P0004 1");
  await copy();
  expect(await name()).toBe("P0004 2");
  const sandbox = "{ sandbox { url madeAt beingMade } }";
  const before = (await world.ok(staff.token, sandbox)).sandbox;
  expect(before).toEqual({ url: `${world.url}/sandbox`, madeAt: expect.any(String), beingMade: false });
  const swept = await world.ok(staff.token, "mutation { sweepSandbox { beingMade madeAt } }");
  expect(swept.sweepSandbox).toEqual({ beingMade: true, madeAt: before.madeAt });
  const answers = new Map<string, number>();
  let anew = false;
  while (!anew) {
    const rounds = await Promise.all(
      Array.from({ length: 4 }, () => world.graphql(key, "{ apiKey { name } programs { totalCount } }")),
    );
    for (const { status, data, errors } of rounds) {
      const said =
        errors.length > 0
          ? `${status} ${errors[0]?.extensions.code} ${errors[0]?.extensions.retryable}`
          : `${status} ${data.programs.totalCount}`;
      answers.set(said, (answers.get(said) ?? 0) + 1);
    }
    anew = !(await world.ok(staff.token, sandbox)).sandbox.beingMade;
  }
  // Those of before, whoever was cut off when it was put in place, and those of after.
  expect([...answers.keys()].filter((said) => !["200 2", "200 1", "503 UNAVAILABLE true"].includes(said))).toEqual([]);
  expect(answers.get("200 2")).toBeGreaterThan(0);
  expect(await name()).toBe("P0004 1");
  expect(new Date((await world.ok(staff.token, sandbox)).sandbox.madeAt).getTime()).toBeGreaterThan(
    new Date(before.madeAt).getTime(),
  );
  expect(await databases()).toEqual([`${world.database.name}_sandbox`]);
});

test("whoever is killed while making it leaves the one that was there, and what the next one clears", async () => {
  await name();
  const before = await sandboxMark(urls());
  const { url, ownerUrl } = urls();
  const begin = () => {
    const child = spawn(process.execPath, ["--import", "tsx", "test/sandbox/make-sandbox.ts"], {
      env: { ...process.env, SANDBOX_URL: url, SANDBOX_OWNER_URL: ownerUrl, NODE_OPTIONS: "" },
      stdio: ["ignore", "pipe", "inherit"],
    });
    const begins = new Promise<void>((resolve) => child.stdout.once("data", () => resolve()));
    return { child, begins, ended: new Promise((resolve) => child.once("close", resolve)) };
  };
  for (const afterMs of [50, 1_000, 4_000]) {
    const { child, begins, ended } = begin();
    await begins;
    await delay(afterMs);
    child.kill("SIGKILL");
    await ended;
    expect(await sandboxMark(urls())).toEqual(before);
    expect(await name()).toBe("P0004 1");
  }
  // Killed between the two: what was made has no mark yet, and nothing in it.
  await onServer(
    `DROP DATABASE IF EXISTS ${world.database.name}_sandbox_next WITH (FORCE)`,
    `CREATE DATABASE ${world.database.name}_sandbox_next`,
  );
  world.base.sandbox?.sweep();
  while (world.base.sandbox?.isBeingMade()) await delay(100);
  expect((await sandboxMark(urls()))?.madeAt).not.toBe(before?.madeAt);
  expect(await databases()).toEqual([`${world.database.name}_sandbox`]);
  expect(await name()).toBe("P0004 1");
});

test("a database that is not the sandbox's is not dropped, whatever its name", async () => {
  const other = `${world.database.name}_other`;
  await onServer(`CREATE DATABASE ${other}`);
  try {
    const { ownerUrl } = urlsOf(other);
    const client = new pg.Client({ connectionString: ownerUrl });
    await client.connect();
    await client.query("CREATE TABLE precious (id int)");
    await client.end();
    await expect(
      makeSandbox(
        urlsOf(other),
        world.config,
        () => new Date(),
        () => true,
      ),
    ).rejects.toThrow(`There is a database ${other} that is not the sandbox's`);
    expect(await world.sql("SELECT FROM pg_database WHERE datname = $1", [other])).toHaveLength(1);
  } finally {
    await dropDatabase(other);
  }
});

test("where there is none, no test key is made, and one that there is says so", async () => {
  const plain = await World.start();
  try {
    const provider = await plain.provider();
    const { status, errors } = await plain.graphql(
      provider.token,
      'mutation ($id: ID) { createApiKey(name: "Trial", scopes: [PROGRAMS_READ], providerId: $id, sandbox: true) { key } }',
      { id: provider.id },
    );
    expect([status, errors[0]?.extensions]).toEqual([
      200,
      expect.objectContaining({ code: "FORBIDDEN", reason: "SANDBOX_OFF" }),
    ]);
    expect((await plain.ok(provider.token, "{ sandbox { url } }")).sandbox).toBeNull();
    const asked = await plain.graphql(key, "{ apiKey { id } }");
    expect([asked.status, asked.errors[0]?.extensions.reason]).toEqual([401, "SANDBOX_OFF"]);
    expect((await plain.fetch("/sandbox/verify")).status).toBe(404);
    const admin = await plain.staff();
    expect(await plain.refused(admin.token, "mutation { sweepSandbox { url } }")).toBe("FORBIDDEN");
  } finally {
    await plain.stop();
  }
});

async function onServer(...statements: string[]): Promise<void> {
  const client = new pg.Client({ connectionString: process.env.ACCRUE_TEST_SERVER });
  await client.connect();
  for (const statement of statements) await client.query(statement);
  await client.end();
}
