import { filesOfExport } from "../../server/moving/export-files.ts";
import { csv, sampleRows, startRosterWorld, uploadDocument } from "../attendance/roster-world.ts";
import { BundleWorld } from "../support/bundle-world.ts";
import type { World } from "../support/world.ts";
import { conferenceFiles } from "./conference-files.ts";

const worlds: World[] = [];
const kept = <T extends World>(world: T): T => {
  worlds.push(world);
  return world;
};
afterEach(async () => {
  for (const world of worlds.splice(0)) await world.stop();
});

/** What an export of a world has, file by file. */
async function exported(world: World, withoutContacts = false): Promise<Record<string, string>> {
  const runner = world.ctx.db.createQueryRunner();
  const found: Record<string, string> = {};
  try {
    await runner.startTransaction("REPEATABLE READ");
    for await (const { name, input } of filesOfExport(world.ctx, runner, { withoutContacts })) {
      let whole = "";
      for await (const piece of input) whole += typeof piece === "string" ? piece : piece.toString("latin1");
      found[name] = name.endsWith(".csv") ? Buffer.from(whole, "latin1").toString() : whole;
    }
  } finally {
    await runner.rollbackTransaction();
    await runner.release();
  }
  return found;
}

const lists = (files: Record<string, string>): Record<string, string> =>
  Object.fromEntries(Object.entries(files).filter(([name]) => name.endsWith(".csv")));

/** Takes an export into an empty installation, and exports that. */
async function movedOn(files: Record<string, string>): Promise<Record<string, string>> {
  const other = await BundleWorld.start();
  kept(other.world);
  await other.move(files);
  return exported(other.world);
}

test("what came with a bundle goes out as it is, and into an empty installation and out again byte for byte", async () => {
  const bundles = await BundleWorld.start();
  kept(bundles.world);
  await bundles.world.sql(
    `INSERT INTO licence_kind (code, name, mask, asks_jurisdiction, asks_profession, asks_expiry, is_unique, sensitive, on_rosters)
     VALUES ('RN', 'Nurse', '999999', true, false, true, true, false, false)`,
  );
  await bundles.move({
    ...conferenceFiles,
    "members.csv":
      'Member ID,First Name,Last Name,Suffix,Email,Member Since,Active\n100200,Jane,"O\'Jones, née Smith",Jr.,jane@example.test,2009-02-03,no\n100201,=Jim,Miller,,,,\n',
    "merged-numbers.csv": "Former Number,Member ID\n99001,100200\n",
    "former-names.csv": "Member ID,First Name,Last Name,Changed On\n100200,Jane,Smith,2011-04-05\n",
    "fees.csv": "Program ID,Fee,Amount,Currency,Date,Reference\nA25010,Filing,20.5,USD,2025-05-02,Check 17\n",
    "decisions.csv": "Program ID,Decision,Date,By,Reason\nA25010,Approved,2025-02-03,Bo Chu,As asked\n",
  });
  const first = await exported(bundles.world);
  expect(Object.keys(lists(first)).sort()).toEqual([
    "attendance.csv",
    "certificates.csv",
    "decisions.csv",
    "fees.csv",
    "former-names.csv",
    "members.csv",
    "merged-numbers.csv",
    "offerings.csv",
    "programs.csv",
    "providers.csv",
    "registrations.csv",
    "sessions.csv",
  ]);
  expect(first["members.csv"]).toContain("jane@example.test");
  expect(lists(await movedOn(first))).toEqual(lists(first));
  const { resources } = JSON.parse(first["datapackage.json"] ?? "{}");
  for (const { path, schema } of resources) {
    const [headings] = (first[path] ?? "").split("\r\n");
    expect(schema.fields.map(({ name }: { name: string }) => name).join(",")).toBe(headings);
    for (const key of schema.primaryKey) expect(headings?.split(",")).toContain(key);
    for (const { fields, reference } of schema.foreignKeys) {
      expect(headings?.split(",")).toContain(fields);
      const named = resources.find(({ name }: { name: string }) => name === reference.resource);
      expect(named.schema.fields.map(({ name }: { name: string }) => name)).toContain(reference.fields);
    }
  }
  const without = await exported(bundles.world, true);
  expect(JSON.stringify(without)).not.toContain("jane@example.test");
  expect(Object.keys(without)).not.toContain("registrations.csv");
  expect(Object.keys(without)).not.toContain("audit-log.jsonl");
});

test("what was submitted, reported and certified here goes out with its documents, and into an empty installation", async () => {
  const { world, provider } = await startRosterWorld();
  kept(world);
  const answer = await world.upload(
    provider.token,
    uploadDocument,
    { providerId: provider.id, preview: false },
    Buffer.from(csv(sampleRows)),
    "roster.csv",
  );
  expect(answer.errors).toEqual([]);
  await world.runJobs();
  const first = await exported(world);
  const certificates = (await world.sql("SELECT number FROM certificate ORDER BY 1")).map(({ number }) => number);
  expect(certificates.length).toBeGreaterThan(0);
  for (const number of certificates) {
    const pdf = Object.entries(first).find(([name]) => name.startsWith("certificates/") && name.includes(number));
    expect(pdf?.[1].slice(0, 5)).toBe("%PDF-");
  }
  const log = (first["audit-log.jsonl"] ?? "")
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));
  const [head] = await world.sql("SELECT seq::int, encode(hash, 'hex') AS hash FROM audit_head");
  expect(log.at(-1)).toMatchObject(head);
  expect(log).toHaveLength(head.seq);
  const second = await movedOn(first);
  expect(lists(second)).toEqual(lists(first));
});
