import { randomInt } from "node:crypto";
import { once } from "node:events";
import { setTimeout as delay } from "node:timers/promises";
import { readZip } from "../persons/read-zip.ts";
import { BundleWorld } from "../support/bundle-world.ts";
import { spawnServer } from "../support/server-process.ts";
import { zip } from "../support/workbook.ts";

/** How often the worker is killed; `ACCRUE_KILLS=200` kills it more often. */
const kills = Number(process.env.ACCRUE_KILLS ?? 10);

let bundles: BundleWorld;
beforeAll(async () => {
  bundles = await BundleWorld.start();
});
afterAll(() => bundles.world.stop());

const people = Array.from({ length: 400 }, (_, i) => String(200_000 + i));
const files = {
  "providers.csv": "Provider ID,Name\nP0007,Lone Star Acupuncture\n",
  "members.csv": ["Member ID,First Name,Last Name", ...people.map((n) => `${n},Ann,Lee`)].join("\n"),
  "programs.csv":
    "Program ID,Provider ID,Title,Type,Status,Credits\nA09164,P0007,Points,Single Lecture/Workshop,Completed,8\n",
  "offerings.csv": [
    "Program ID,First Day",
    ...Array.from({ length: 10 }, (_, i) => `A09164,2009-04-${String(i + 10)}`),
  ].join("\n"),
  "attendance.csv": [
    "Program ID,Member ID,Completion Date,Credits",
    ...people.flatMap((n) => Array.from({ length: 10 }, (_, i) => `A09164,${n},2009-04-${String(i + 10)},1`)),
  ].join("\n"),
};

/** A bundle's state, and what is there, as one statement sees them. */
const look = async (id: string) => {
  const [{ status, phase, ...counts }] = await bundles.world.sql(
    `SELECT i.status, i.phase, (SELECT count(*)::int FROM provider) AS providers, (SELECT count(*)::int FROM member) AS members,
      (SELECT count(*)::int FROM program) AS programs, (SELECT count(*)::int FROM offering) AS offerings,
      (SELECT count(*)::int FROM attendance_record) AS records, (SELECT count(*)::int FROM bundle_record b WHERE b.import_id = i.id) AS origins
     FROM bundle_import i WHERE i.id = $1`,
    [id],
  );
  return { status, phase, counts };
};
const none = { providers: 0, members: 0, programs: 0, offerings: 0, records: 0, origins: 0 };
const all = { providers: 1, members: 400, programs: 1, offerings: 10, records: 4_000, origins: 4_412 };

/** What is there of a bundle in each state. */
const standing: Record<string, object> = {
  CHECKING: none,
  CHECKED: none,
  RECORDING: none,
  PROCESSED: all,
  UNDOING: all,
  UNDONE: { ...none, origins: 4_412 },
};

test(`a worker killed ${kills} times at random moments: all of a bundle or nothing, and it goes on`, async () => {
  const { world, staff } = bundles;
  const env = { DATABASE_URL: world.database.url, NODE_ENV: "test" };
  let left = kills;
  const phases: string[] = [];
  /** How long the last one that was let be took, from its start on. */
  let usual = 6_000;
  while (left > 0) {
    const { data } = await world.upload(
      staff.token,
      "mutation ($file: Upload!) { checkBundle(file: $file) { id } }",
      {},
      zip(files),
      "bundle.zip",
    );
    const { id } = data.checkBundle;
    for (const [begin, until] of [
      [null, "CHECKED"],
      ["mutation ($id: ID!) { recordBundle(id: $id) { id } }", "PROCESSED"],
      ['mutation ($id: ID!) { undoBundle(id: $id, reason: "Again") { id } }', "UNDONE"],
    ] as const) {
      if (begin) await world.ok(staff.token, begin, { id });
      for (let done = false; !done; ) {
        const began = performance.now();
        const worker = await spawnServer(env, "worker");
        const ended = once(worker, "exit");
        const killAt = left > 0 ? randomInt(usual) : null;
        while (!done && (killAt === null || performance.now() - began < killAt)) {
          await delay(25);
          done = (await look(id)).status === until;
        }
        const { status, phase } = await look(id);
        worker.kill("SIGKILL");
        await ended;
        if (done) usual = Math.max(2_000, Math.min(usual, Math.round(performance.now() - began)));
        else left--;
        phases.push(`${status} ${phase}`);
        const seen = await look(id);
        expect([seen.status, seen.counts]).toEqual([seen.status, standing[seen.status]]);
      }
    }
  }
  expect(new Set(phases).size).toBeGreaterThan(3);
  expect((await world.mails()).length).toBe(0);
}, 1_200_000);

test("a worker killed while it makes an export: nothing of it or all of it, and the next one makes it whole", async () => {
  const { world, staff } = bundles;
  const env = { DATABASE_URL: world.database.url, NODE_ENV: "test" };
  await bundles.move(files);
  // Large enough that a part is written before its end.
  await world.sql(
    `WITH kept AS (INSERT INTO stored_file (media_type, byte_size, sha256, content, created_at)
       SELECT 'application/pdf', 200000, sha256(n::text::bytea), decode(repeat(md5(n::text), 12500), 'hex'), now() FROM generate_series(1, 60) n RETURNING id)
     INSERT INTO program_document (program_id, kind, file_name, file_id, uploaded_at)
     SELECT p.id, 'AGENDA', 'agenda.pdf', kept.id, now() FROM kept, (SELECT id FROM program WHERE number IS NOT NULL LIMIT 1) p`,
  );
  const state = async (id: string) => {
    const [seen] = await world.sql(
      `SELECT e.ready_at IS NOT NULL AS ready, e.byte_size AS size, coalesce(sum(octet_length(p.content)), 0) AS kept
       FROM whole_export e LEFT JOIN whole_export_part p ON p.export_id = e.id WHERE e.id = $1 GROUP BY e.id`,
      [id],
    );
    return seen;
  };
  for (let left = Math.ceil(kills / 4), usual = 6_000; left > 0; ) {
    const { exportEverything } = await world.ok(staff.token, "mutation { exportEverything { id } }");
    for (let ready = false; !ready; ) {
      const began = performance.now();
      const worker = await spawnServer(env, "worker");
      const ended = once(worker, "exit");
      const killAt = left > 0 ? randomInt(usual) : null;
      while (!ready && (killAt === null || performance.now() - began < killAt)) {
        await delay(10);
        ({ ready } = await state(exportEverything.id));
      }
      worker.kill("SIGKILL");
      await ended;
      if (ready) usual = Math.max(1_000, Math.round(performance.now() - began));
      else left--;
      const { size, kept, ready: isReady } = await state(exportEverything.id);
      expect([isReady, kept]).toEqual(isReady ? [true, size] : [false, "0"]);
      ready = isReady;
    }
    const { wholeExports } = await world.ok(staff.token, "{ wholeExports { id isGivenUp } }");
    expect(wholeExports).toContainEqual({ id: exportEverything.id, isGivenUp: false });
    const answer = await world.fetch(`/everything/${exportEverything.id}.zip`, { token: staff.token });
    const inside = readZip(Buffer.from(await answer.arrayBuffer()));
    expect([...inside.keys()].filter((name) => name.startsWith("documents/"))).toHaveLength(60);
    expect(inside.has("datapackage.json")).toBe(true);
  }
}, 1_200_000);
