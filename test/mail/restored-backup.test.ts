import { execFile, execFileSync } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import pg from "pg";
import { readConfig } from "../../server/core/config.ts";
import { heldSince } from "../../server/core/hold.ts";
import { everyStaffRole } from "../../server/core/staff-roles.ts";
import { openDatabase } from "../../server/open-database.ts";
import type { TestDatabase } from "../support/database.ts";
import { World } from "../support/world.ts";

const run = promisify(execFile);
const onServer = async (statement: string) => {
  const client = new pg.Client({ connectionString: process.env.ACCRUE_TEST_SERVER });
  await client.connect();
  return (await client.query(statement).finally(() => client.end())).rows;
};

let made = 0;
const nameOf = ({ url }: TestDatabase): string => new URL(url).pathname.slice(1);

/** Another database of the same server, made by `make` from its name. */
async function another(make: (name: string) => Promise<unknown>): Promise<TestDatabase> {
  const name = `accrue_copy_${process.pid}_${made++}`;
  await make(name);
  const on = (server = "") => Object.assign(new URL(server), { pathname: `/${name}` }).href;
  return {
    url: on(process.env.ACCRUE_TEST_APP),
    ownerUrl: on(process.env.ACCRUE_TEST_SERVER),
    drop: async () => void (await onServer(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`)),
  };
}

/** As a copy of the database, which takes along every row. */
const clone = async (source: World): Promise<TestDatabase> => {
  await source.base.db.destroy();
  const copy = await another((name) => onServer(`CREATE DATABASE ${name} TEMPLATE ${nameOf(source.database)}`));
  await source.base.db.initialize();
  return copy;
};

/** As docs/operate.md says. */
async function dumpAndRestore(source: World): Promise<TestDatabase> {
  const folder = await mkdtemp(path.join(os.tmpdir(), "accrue-dump-"));
  const file = path.join(folder, "accrue.dump");
  await run("pg_dump", ["--format=custom", `--file=${file}`, source.database.ownerUrl]);
  const copy = await another((name) => onServer(`CREATE DATABASE ${name} TEMPLATE template0 ENCODING 'UTF8'`));
  await run("pg_restore", ["--no-owner", "--no-privileges", `--dbname=${copy.ownerUrl}`, file]);
  await rm(folder, { recursive: true });
  return copy;
}

/** pg_dump reads servers of its own version and older ones. */
async function canDump(): Promise<boolean> {
  try {
    const version = Number(/(\d+)/.exec(execFileSync("pg_dump", ["--version"]).toString())?.[1]);
    const [{ current }] = await onServer("SELECT current_setting('server_version_num')::int / 10000 AS current");
    return version >= current;
  } catch {
    return false;
  }
}

const start = (database: TestDatabase): Promise<void> =>
  openDatabase(database, readConfig({ LOG_LEVEL: "silent" })).then(({ db }) => db.destroy());
const held = "{ mailHold { waiting waitingBefore } }";
const release = 'mutation { releaseHeldMail(reason: "We have moved.") }';
const drop = 'mutation ($all: Boolean!) { dropHeldMail(all: $all, reason: "They were sent by the old one.") }';
const reset = "mutation ($email: String!) { requestPasswordReset(email: $email) }";
const states = async (world: World) => {
  await world.runJobs();
  const rows = await world.sql("SELECT kind, status FROM mail ORDER BY created_at, id");
  return rows.map(({ kind, status }) => `${kind} ${status}`);
};
const invite = (world: World, provider: { id: string; token: string }, email: string) =>
  world.ok(
    provider.token,
    "mutation ($p: ID!, $e: String!) { inviteColleague(providerId: $p, email: $e, role: EDITOR) }",
    {
      p: provider.id,
      e: email,
    },
  );

/** A server that has run, with an invitation that waits to be sent. */
async function running(): Promise<World> {
  const world = await World.start();
  await start(world.database);
  await world.account({ email: "staff@example.test", staffRoles: everyStaffRole });
  await invite(world, await world.provider({ name: "Lakeside" }), "waiting@example.test");
  return world;
}

test.each([
  ["cloned", clone],
  ["dumped and restored", dumpAndRestore],
])(
  "a database that was %s sends nothing until staff say so, however many servers start on it",
  async (_how, copyOf) => {
    if (copyOf === dumpAndRestore && !(await canDump())) return;
    const source = await running();
    const copy = await World.start({ database: await copyOf(source) });
    try {
      await Promise.all([1, 2, 3].map(() => start(copy.database)));
      expect(await states(copy)).toEqual(["INVITATION QUEUED"]);
      expect(await (await copy.fetch("/readyz")).json()).toMatchObject({
        mail: expect.stringContaining("Mail is held"),
      });

      const staff = await copy.signIn("staff@example.test");
      await copy.ok(null, reset, { email: "staff@example.test" });
      expect(await states(copy)).toEqual(["INVITATION QUEUED", "PASSWORD_RESET QUEUED"]);
      expect(await copy.ok(staff, held)).toEqual({ mailHold: { waiting: 2, waitingBefore: 1 } });
      const [{ waiting }] = await copy.sql("SELECT count(*)::int AS waiting FROM graphile_worker._private_jobs");
      expect(waiting).toBe(0);

      expect((await copy.ok(staff, drop, { all: false })).dropHeldMail).toBe(1);
      expect(await states(copy)).toEqual(["INVITATION DROPPED", "PASSWORD_RESET QUEUED"]);
      expect((await copy.ok(staff, release)).releaseHeldMail).toBe(1);
      expect(await states(copy)).toEqual(["INVITATION DROPPED", "PASSWORD_RESET SENT"]);
      expect(await copy.ok(staff, held)).toEqual({ mailHold: null });
      expect(await copy.refused(staff, release)).toBe("ILLEGAL_TRANSITION");
      expect(await copy.refused(staff, drop, { all: true })).toBe("ILLEGAL_TRANSITION");
      expect((await (await copy.fetch("/readyz")).json()).mail).toBeUndefined();
      const entries = await copy.sql("SELECT action FROM audit_entry WHERE subject_type = 'installation' ORDER BY id");
      expect(entries.map(({ action }) => action)).toEqual(["mail.drop-held", "mail.release-held"]);

      // Where it is from, nothing is held.
      expect(await states(source)).toEqual(["INVITATION SENT"]);
    } finally {
      await copy.stop();
      await source.stop();
    }
  },
);

test("after a move one press sends everything; a server that starts again there is not held", async () => {
  const source = await running();
  const moved = await World.start({ database: await clone(source) });
  try {
    const staff = await moved.signIn("staff@example.test");
    expect(await states(moved)).toEqual(["INVITATION QUEUED"]);
    await moved.ok(staff, release);
    expect(await states(moved)).toEqual(["INVITATION SENT"]);
    await start(moved.database);
    expect(await heldSince(moved.base)).toBeNull();
    const attendee = await moved.account({ email: "other@example.test" });
    expect(await moved.refused(attendee.token, release)).toBe("FORBIDDEN");
  } finally {
    await moved.stop();
    await source.stop();
  }
});

test("a copy of the files under another name is held; the same name anywhere, as a replica that takes over, is not", async () => {
  const world = await running();
  try {
    const named = (installation: string) => ({ ...world.base, config: { ...world.config, installation } });
    expect(await heldSince(named(""))).toBeNull();
    expect(await heldSince(named("rehearsal"))).not.toBeNull();
    expect(await states(world)).toEqual(["INVITATION QUEUED"]);
  } finally {
    await world.stop();
  }
});
