import { type AuditHead, auditHead, verifyAuditChain } from "../../server/core/audit-chain.ts";
import { log } from "../../server/core/log.ts";
import { tellAuditHeadJob } from "../../server/core/tell-audit-head.job.ts";
import { schedules } from "../../server/jobs/handlers.ts";
import { World } from "../support/world.ts";

let world: World;
beforeEach(async () => {
  world = await World.start();
  world.writesOwnAudit = true;
});
afterEach(() => world.stop());

const verify = (kept?: AuditHead) => verifyAuditChain(world.base.db.manager, kept);
const head = () => auditHead(world.base.db.manager);

/** What only a superuser can do: past every trigger. */
const tamper = (statement: string, values: unknown[] = []) =>
  world.sqlAsOwner("SET LOCAL session_replication_role = replica", [statement, values]);

async function write(entries: number): Promise<void> {
  for (let i = 0; i < entries; i++) await world.account();
}

const entryAt = async (seq: number): Promise<string> =>
  (await world.sql("SELECT entry_id AS id FROM audit_link WHERE seq = $1", [seq]))[0].id;

/** Puts two neighbours in each other's place. */
async function swap(seq: number): Promise<void> {
  const [first, second] = [await entryAt(seq), await entryAt(seq + 1)];
  const place = (at: number, id: string) => tamper("UPDATE audit_link SET entry_id = $2 WHERE seq = $1", [at, id]);
  await place(seq, "00000000-0000-0000-0000-000000000000");
  await place(seq + 1, first);
  await place(seq, second);
}

test("every entry is in the chain, in the order of the commits", async () => {
  await write(3);
  const [{ entries, links }] = await world.sql(
    "SELECT (SELECT count(*)::int FROM audit_entry) AS entries, (SELECT count(*)::int FROM audit_link) AS links",
  );
  expect(links).toBe(entries);
  expect((await head()).seq).toBe(entries);
  expect(await verify()).toBeNull();
  expect(await verify(await head())).toBeNull();
});

test("an empty log verifies", async () => {
  expect(await verify()).toBeNull();
  expect((await head()).seq).toBe(0);
});

const changes = [
  "UPDATE audit_entry SET reason = 'x'",
  "UPDATE audit_entry SET action = action",
  "DELETE FROM audit_entry",
  "TRUNCATE audit_entry CASCADE",
  "UPDATE audit_link SET hash = ''",
  "DELETE FROM audit_link",
  "TRUNCATE audit_link",
  "UPDATE audit_head SET seq = 0",
  "DELETE FROM audit_head",
  "TRUNCATE audit_head",
  "INSERT INTO audit_link (seq, entry_id, hash) VALUES (99, uuid_v7(), '')",
];

test("the server's role may not change the log, and the owner is refused by triggers", async () => {
  await write(1);
  const before = await head();
  for (const statement of changes) {
    await expect(world.sql(statement)).rejects.toThrow("permission denied for table audit_");
    await expect(world.sqlAsOwner(statement)).rejects.toThrow("The audit log cannot be changed.");
  }
  expect(await head()).toEqual(before);
  expect(await verify(before)).toBeNull();
});

const definitions = [
  ["CREATE TABLE mine (id integer)", "permission denied for schema public"],
  ["CREATE TABLE graphile_worker.mine (id integer)", "permission denied for schema graphile_worker"],
  ["CREATE FUNCTION mine() RETURNS integer LANGUAGE sql AS 'SELECT 1'", "permission denied for schema public"],
  ["CREATE SCHEMA mine", "permission denied for database"],
  ["ALTER TABLE program ADD COLUMN mine text", "must be owner of table program"],
  ["ALTER TABLE audit_entry DISABLE TRIGGER audit_entry_only_grows", "must be owner of table audit_entry"],
  ["DROP TRIGGER audit_entry_append ON audit_entry", "must be owner of relation audit_entry"],
  ["CREATE INDEX mine ON audit_entry (ip)", "must be owner of table audit_entry"],
  ["DROP TABLE program CASCADE", "must be owner of table program"],
  ["TRUNCATE program CASCADE", "permission denied for table program"],
  ["ALTER FUNCTION audit_append() SET search_path = pg_temp", "must be owner of function audit_append"],
  ["INSERT INTO migration (timestamp, name) VALUES (1, 'x')", "permission denied for table migration"],
  // PostgreSQL 15 has a sentence of its own.
  ["CREATE ROLE mine SUPERUSER", /permission denied to create role|must be superuser to create superusers/],
  ["SET session_replication_role = replica", "permission denied to set parameter"],
] as const;

test("the server's role cannot define anything, nor get around the triggers", async () => {
  for (const [statement, refusal] of definitions) await expect(world.sql(statement)).rejects.toThrow(refusal);
});

test("a temporary table does not take the place of the chain's end", async () => {
  const before = await head();
  await world.base.db.transaction(async (tx) => {
    await tx.query("CREATE TEMPORARY TABLE audit_head ON COMMIT DROP AS SELECT * FROM public.audit_head");
    await tx.query(`INSERT INTO audit_entry (at, actor_as, actor_name, action, subject_type, subject_id)
      VALUES (now(), 'STAFF', 'x', 'x', 'x', uuid_v7())`);
  });
  expect((await head()).seq).toBe(before.seq + 1);
  expect(await verify(before)).toBeNull();
});

test("thirty edits, removals and moves of any entry are each found at the first one touched", async () => {
  await write(10);
  const { seq: last } = await head();
  const kept = await head();
  const columns = [
    "reason = coalesce(reason, '') || 'x'",
    "at = at + interval '1 microsecond'",
    "actor_name = actor_name || ' '",
    "after = coalesce(after, '{}') || '{\"x\": 1}'",
    "ip = coalesce(ip, '') || '1'",
    "subject_id = uuid_v7()",
  ];
  for (let round = 0; round < 30; round++) {
    const seq = 1 + ((round * 7) % (last - 1));
    const id = await entryAt(seq);
    const [entry] = await world.sql("SELECT to_jsonb(e) AS e FROM audit_entry e WHERE id = $1", [id]);
    const restore = async () => {
      await tamper("DELETE FROM audit_entry WHERE id = $1", [id]);
      await tamper("INSERT INTO audit_entry SELECT * FROM jsonb_populate_record(null::audit_entry, $1)", [entry.e]);
    };
    if (round % 3 === 0)
      await tamper(`UPDATE audit_entry SET ${columns[(round / 3) % columns.length]} WHERE id = $1`, [id]);
    else if (round % 3 === 1) await tamper("DELETE FROM audit_entry WHERE id = $1", [id]);
    else await swap(seq);
    expect((await verify())?.seq).toBe(seq);
    if (round % 3 === 2) await swap(seq);
    else await restore();
    expect(await verify(kept)).toBeNull();
  }
});

test("entries taken out of chain and log are missing, in the middle and at the end", async () => {
  await write(5);
  const { seq } = await head();
  await tamper("DELETE FROM audit_entry WHERE id IN (SELECT entry_id FROM audit_link WHERE seq > $1)", [seq - 2]);
  await tamper("DELETE FROM audit_link WHERE seq > $1", [seq - 2]);
  expect(await verify()).toEqual({
    seq: seq - 1,
    entryId: null,
    what: `The log ends at entry ${seq - 2}, but ${seq} were written.`,
  });
  await tamper("DELETE FROM audit_entry WHERE id IN (SELECT entry_id FROM audit_link WHERE seq IN (3, 4))");
  await tamper("DELETE FROM audit_link WHERE seq IN (3, 4)");
  expect(await verify()).toEqual({ seq: 3, entryId: null, what: "Entries 3 to 4 are missing." });
});

test("a tail cut off with the head set back, and a chain written anew, show by a head that was kept", async () => {
  await write(3);
  const kept = await head();
  await tamper("DELETE FROM audit_entry WHERE id = (SELECT entry_id FROM audit_link WHERE seq = $1)", [kept.seq]);
  await tamper("DELETE FROM audit_link WHERE seq = $1", [kept.seq]);
  await tamper("UPDATE audit_head SET seq = l.seq, hash = l.hash FROM audit_link l WHERE l.seq = $1", [kept.seq - 1]);
  expect(await verify()).toBeNull();
  expect((await verify(kept))?.what).toContain(`but ${kept.seq} stood in it`);
  await write(2);
  expect((await verify(kept))?.what).toContain("written anew");
});

test("once a day the log of the server tells where the audit log ends", async () => {
  await write(2);
  const { seq, hash } = await head();
  const told = jest.spyOn(log, "info").mockImplementation(() => {});
  await tellAuditHeadJob.run(world.ctx, {});
  expect(told).toHaveBeenCalledWith({ auditHead: `${seq}:${hash}` }, expect.any(String));
  told.mockRestore();
  expect(schedules).toContainEqual({ name: "core.tellAuditHead", cron: "30 4 * * *" });
});

test("an entry that came past the trigger is found", async () => {
  await write(1);
  await tamper(
    `INSERT INTO audit_entry (id, at, actor_as, actor_name, action, subject_type, subject_id)
     VALUES ('01930000-0000-7000-8000-000000000000', now(), 'STAFF', 'x', 'x', 'x', uuid_v7())`,
  );
  expect((await verify())?.entryId).toBe("01930000-0000-7000-8000-000000000000");
});

test("parallel transactions neither fork the chain nor wait for each other's work", async () => {
  const insert = `INSERT INTO audit_entry (at, actor_as, actor_name, action, subject_type, subject_id)
    VALUES (now(), 'STAFF', 'x', 'x', 'x', uuid_v7())`;
  // This one has written its entry and goes on working while others come and go.
  const slow = world.base.db.createQueryRunner();
  await slow.startTransaction();
  await slow.query(insert);
  await Promise.all(
    Array.from({ length: 40 }, (_, i) =>
      world.base.db.transaction(async (tx) => {
        for (let n = 0; n <= i % 3; n++) await tx.query(insert);
      }),
    ),
  );
  await slow.commitTransaction();
  await slow.release();
  expect(await verify()).toBeNull();
  expect((await head()).seq).toBe(1 + 40 + 13 + 2 * 13);
  const [{ seq }] = await world.sql("SELECT max(seq)::int AS seq FROM audit_link");
  const first = await world.sql("SELECT id FROM audit_entry ORDER BY id LIMIT 1");
  expect(await entryAt(seq)).toBe(first[0].id);
});

test("a transaction that is rolled back leaves no trace in the chain", async () => {
  await world.ctx.db
    .transaction(async (tx) => {
      await tx.query(
        `INSERT INTO audit_entry (at, actor_as, actor_name, action, subject_type, subject_id)
         VALUES (now(), 'STAFF', 'x', 'x', 'x', uuid_v7())`,
      );
      throw new Error("no");
    })
    .catch(() => {});
  expect((await head()).seq).toBe(0);
});

test("the hash does not depend on the time zone or date style of whoever verifies", async () => {
  await write(2);
  const fault = await world.base.db.transaction(async (tx) => {
    await tx.query("SET LOCAL timezone = 'Pacific/Kiritimati'");
    await tx.query("SET LOCAL datestyle = 'SQL, DMY'");
    return verifyAuditChain(tx);
  });
  expect(fault).toBeNull();
});
