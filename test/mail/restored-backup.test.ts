import { execFile, execFileSync } from "node:child_process";
import { mkdtemp, readFile, rename, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import pg from "pg";
import { readConfig } from "../../server/core/config.ts";
import { heldSince, leaveWord } from "../../server/core/hold.ts";
import { everyStaffRole } from "../../server/core/staff-roles.ts";
import { startEmbedded } from "../../server/db/embedded/start.ts";
import { holdMail } from "../../server/mail/hold-mail.ts";
import { openDatabase } from "../../server/open-database.ts";
import { makeDataFolder } from "../support/data-folder.ts";
import type { TestDatabase } from "../support/database.ts";
import { World } from "../support/world.ts";

const run = promisify(execFile);
const onServer = async (statement: string) => {
  const client = new pg.Client({ connectionString: process.env.ACCRUE_TEST_SERVER });
  await client.connect();
  return (await client.query(statement).finally(() => client.end())).rows;
};

let made = 0;

/** Another database of the same server, made by `make` from its name. */
async function another(make: (name: string) => Promise<unknown>): Promise<TestDatabase> {
  const name = `accrue_copy_${process.pid}_${made++}`;
  await make(name);
  const on = (server = "") => Object.assign(new URL(server), { pathname: `/${name}` }).href;
  return {
    name,
    url: on(process.env.ACCRUE_TEST_APP),
    ownerUrl: on(process.env.ACCRUE_TEST_SERVER),
    drop: async () => void (await onServer(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`)),
  };
}

/** As a copy of the database, which takes along every row. */
const clone = async (source: World): Promise<TestDatabase> => {
  await source.base.db.destroy();
  const copy = await another((name) => onServer(`CREATE DATABASE ${name} TEMPLATE ${source.database.name}`));
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

/** Brings everything back to where it was, in the same place. */
type Restore = () => Promise<unknown>;

async function withOwner({ ownerUrl }: TestDatabase, statements: string): Promise<void> {
  const client = new pg.Client({ connectionString: ownerUrl });
  await client.connect();
  await client.query(statements).finally(() => client.end());
}

/** Keeps what matters here, to bring it back by `restore`. */
const keepRows = async (database: TestDatabase, restore: string): Promise<Restore> => {
  await withOwner(
    database,
    "CREATE SCHEMA kept; CREATE TABLE kept.mail AS TABLE mail; CREATE TABLE kept.place AS TABLE installation",
  );
  return () =>
    withOwner(
      database,
      `DELETE FROM mail; INSERT INTO mail SELECT * FROM kept.mail; ${restore}; DROP SCHEMA kept CASCADE`,
    );
};

const rewinds: Record<string, (database: TestDatabase) => Promise<Restore>> = {
  "into tables that were emptied": (database) =>
    keepRows(database, "TRUNCATE installation; INSERT INTO installation TABLE kept.place"),
  "into tables that were dropped": (database) =>
    keepRows(
      database,
      `CREATE TABLE again (LIKE installation INCLUDING ALL); INSERT INTO again TABLE kept.place; DROP TABLE installation;
       ALTER TABLE again RENAME TO installation; GRANT ALL ON installation TO PUBLIC`,
    ),
  "as a database of the same name": async (database) => {
    const { name } = database;
    const kept = `${name}_kept`;
    await onServer(`CREATE DATABASE ${kept} TEMPLATE ${name}`);
    return async () => {
      await onServer(`DROP DATABASE ${name} WITH (FORCE)`);
      await onServer(`ALTER DATABASE ${kept} RENAME TO ${name}`);
    };
  },
};

test("what was sent since a backup is not sent again where it comes back in the same place, in whatever way", async () => {
  const world = await running();
  const without = async <T>(work: () => Promise<T>): Promise<T> => {
    await world.base.db.destroy();
    return work().finally(() => world.base.db.initialize());
  };
  try {
    for (const [how, keep] of Object.entries(rewinds)) {
      await world.sql("UPDATE installation SET held_since = NULL");
      await world.sql("DELETE FROM mail");
      await invite(world, await world.provider(), "again@example.test");
      const restore = await without(() => keep(world.database));
      expect([how, await states(world)]).toEqual([how, ["INVITATION SENT"]]);
      await without(restore);
      await start(world.database);
      await world.sql("SELECT graphile_worker.add_job('mail.send', json_build_object('mailId', id)) FROM mail");
      expect([how, await states(world)]).toEqual([how, ["INVITATION QUEUED"]]);
    }
  } finally {
    await world.stop();
  }
});

test("a database that fell behind what was seen of it is held, and a rewound cluster; a replica that takes over is not; or by hand", async () => {
  const world = await running();
  const folder = await mkdtemp(path.join(os.tmpdir(), "accrue-word-"));
  const fallBack = (seconds: number) =>
    world.sql("UPDATE installation SET held_since = NULL, alive_at = alive_at - make_interval(secs => $1)", [seconds]);
  try {
    const lastSeenFile = path.join(folder, "last-seen");
    const server = () => ({ ...world.base, config: { ...world.config, lastSeenFile } });
    const running = server();
    await leaveWord(running);
    const [{ at }] = await world.sql("SELECT alive_at AS at FROM installation");
    expect(await readFile(lastSeenFile, "utf8")).toBe(`${at.toISOString()}\n`);
    await fallBack(59);
    expect(await heldSince(running)).toBeNull();
    await fallBack(2);
    // By what the server itself remembers; then by what one before it left word of.
    expect(await heldSince({ ...running })).not.toBeNull();
    await fallBack(61);
    expect(await heldSince(server())).not.toBeNull();
    expect(await states(world)).toEqual(["INVITATION QUEUED"]);
    // Once they are released they stay so.
    await fallBack(0);
    await Promise.all([leaveWord(server()), leaveWord(running)]);
    expect(await heldSince(server())).toBeNull();
    // Without either there is nothing to compare with.
    await fallBack(3_600);
    expect(await heldSince(world.base)).toBeNull();
    await expect(leaveWord({ ...world.base, config: { ...world.config, lastSeenFile: folder } })).rejects.toThrow(
      /^LAST_SEEN_FILE .* cannot be/,
    );

    const rewindTo = (minutes: number) =>
      world.sql(
        "UPDATE installation SET held_since = NULL, timeline = timeline - 1, alive_at = now() - make_interval(mins => $1)",
        [minutes],
      );
    await rewindTo(1);
    expect(await heldSince(world.base)).toBeNull();
    await rewindTo(6);
    expect(await heldSince(world.base)).not.toBeNull();

    await fallBack(0);
    await expect(holdMail(world.ctx, " ")).rejects.toMatchObject({ code: "REASON_REQUIRED" });
    expect([await holdMail(world.ctx, "Snapshot."), await holdMail(world.ctx, "Again.")]).toEqual([true, false]);
    expect(await states(world)).toEqual(["INVITATION QUEUED"]);
    expect(await world.sql("SELECT reason FROM audit_entry WHERE action = 'mail.hold'")).toEqual([
      { reason: "Snapshot." },
    ]);
  } finally {
    await rm(folder, { recursive: true });
    await world.stop();
  }
});

test("a copied folder of the embedded database is held wherever it starts; one that was moved, or goes on, is not", async () => {
  const root = await makeDataFolder("folder");
  const at = (name: string) => path.join(root, name);
  /** What a server that starts on it finds. */
  const isHeld = async (name: string) => {
    const server = await startEmbedded({ dataDir: at(name), throwaway: true });
    try {
      const base = await openDatabase(
        { url: server.appUrl, ownerUrl: server.url },
        readConfig({ LOG_LEVEL: "silent" }),
      );
      const held = await heldSince(base);
      await leaveWord(base);
      // Long enough ago for a rewound one.
      if (!held) await base.db.query("UPDATE installation SET alive_at = now() - interval '1 hour'");
      await base.db.destroy();
      return held !== null;
    } finally {
      await server.stop();
    }
  };
  try {
    expect(await isHeld("a")).toBe(false);
    // With its owner, who decides as whom it runs.
    execFileSync("cp", ["-a", at("a"), at("c")]);
    expect(await isHeld("c")).toBe(true);
    await rename(at("a"), at("moved"));
    expect(await isHeld("moved")).toBe(false);
    // Recovery from an archive, to the end of it, ends on a timeline of its own.
    await writeFile(path.join(at("moved"), "recovery.signal"), "");
    await writeFile(path.join(at("moved"), "postgresql.auto.conf"), "restore_command = 'false'\n");
    expect(await isHeld("moved")).toBe(true);
  } finally {
    await rm(root, { recursive: true, force: true });
  }
});
