import { csv, sampleRows, startRosterWorld, uploadDocument } from "../attendance/roster-world.ts";
import { BundleWorld } from "../support/bundle-world.ts";
import { smallPdf } from "../support/small-pdf.ts";
import type { World } from "../support/world.ts";
import { conferenceFiles } from "./conference-files.ts";
import { bytesOf, exported, lists, takenIn } from "./exported.ts";

const png = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
  "base64",
);

/** A further kind of credit, which is set up before anything moves in. */
const ethics =
  "INSERT INTO credit_kind (code, name, unit, rule_code, starts_on, position) SELECT 'ETHICS', 'Ethics', 'CEC', min(code), '2000-01-01', 9 FROM credit_rule";

const worlds: World[] = [];
const kept = <T extends World>(world: T): T => {
  worlds.push(world);
  return world;
};
afterEach(async () => {
  for (const world of worlds.splice(0)) await world.stop();
});

/** Takes an export into an empty installation, and exports that. */
async function movedOn(files: Record<string, string>, ...setUp: string[]): Promise<Record<string, string>> {
  const other = await BundleWorld.start();
  kept(other.world);
  for (const statement of setUp) await other.world.sql(statement);
  const { errors } = await other.move(bytesOf(files));
  expect(errors.nodes.filter(({ code }: { code: string }) => code === "UNKNOWN_FILE")).toEqual([]);
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

test("documents, proofs of credit from elsewhere and PDFs go out, in elsewhere and out again byte for byte, and are taken back", async () => {
  const bundles = await BundleWorld.start();
  kept(bundles.world);
  const { world, staff } = bundles;
  await world.sql(ethics);
  const lecture = "Single Lecture/Workshop";
  const done = await bundles.move({
    "providers.csv": "Provider ID,Name\nP0007,Lone Star Acupuncture\n",
    "members.csv": "Member ID,First Name,Last Name\n100200,Jane,Jones\n",
    "programs.csv": `Program ID,Provider ID,Title,Type,Status,Credits\nA09164,P0007,Points,${lecture},Completed,7.5\n`,
    "offerings.csv": "Program ID,First Day\nA09164,2009-04-10\n",
    "documents.csv": [
      "Program ID,Kind,Name,Registered,File",
      "A09164,Agenda,Ablauf  für Zoë.pdf,2009-01-05,agenda.pdf",
      "A09164,Speaker CV,cv.png,,pictures/CV.PNG",
      "A09164,Other,,2009-02-01,papers/old.pdf",
      "A09164,Other,old.pdf,2009-02-01,papers/older.pdf",
    ].join("\n"),
    "agenda.pdf": smallPdf("agenda"),
    "pictures/cv.png": png,
    // A document may have been cut off when it was registered, and is kept as it was.
    "papers/old.pdf": smallPdf("old").subarray(0, 200),
    "papers/older.pdf": smallPdf("older"),
    "credit from elsewhere.csv": [
      "Member ID,Title,Issuer,Certificate Number,Format,First Day,Completion Date,Credits,Credit Unit,Further Kinds,Status,Entered,Accepted,Refused,Decision,Proof",
      "100200,Cups,The Other Board,O-1,Virtual,2024-03-01,2024-03-02,3.5,CEC,ethics: 1.5,Accepted,2024-04-01,2024-04-05,,Well shown,one.pdf",
      "100200,Moxa,The Other Board,,,,2024-05-02,2,CEC,,Submitted,2024-06-01,,,,two.png",
      "100200,Needles,The Other Board,O-3,,,2024-05-02,2,CEC,,Refused,2024-06-01,,2024-06-03,Not ours,three.pdf",
    ].join("\n"),
    "one.pdf": smallPdf("one"),
    "two.png": png,
    "three.pdf": smallPdf("three"),
  });
  const first = await exported(world);
  expect(Object.keys(takenIn(first)).filter((name) => !name.endsWith(".csv")).length).toBe(7);
  const names = Object.keys(first).filter((name) => /^(documents|proofs)\//.test(name));
  expect(names.map((name) => name.replace(/-[0-9a-f]{12}\./, ".")).sort()).toEqual([
    "documents/A09164/Ablauf_f_r_Zo.pdf",
    "documents/A09164/cv.png",
    "documents/A09164/old.pdf",
    "documents/A09164/old.pdf",
    "proofs/100200/2024_03_02.pdf",
    "proofs/100200/2024_05_02.pdf",
    "proofs/100200/2024_05_02.png",
  ]);
  const second = await movedOn(first, ethics);
  expect(takenIn(second)).toEqual(takenIn(first));

  // It stands where it stood.
  const { transcript } = await world.ok(
    staff.token,
    '{ transcript(memberNumber: "100200") { elsewhere { title credits } elsewhereTotals { credits } } }',
  );
  expect(transcript).toEqual({
    elsewhere: [{ title: "Cups", credits: "3.50" }],
    elsewhereTotals: [{ credits: "3.50" }],
  });
  const { programs } = await world.ok(
    staff.token,
    '{ programs(filter: { number: "A09164" }) { nodes { documents { kind fileName } } } }',
  );
  expect(
    programs.nodes[0].documents
      .map(({ kind, fileName }: { kind: string; fileName: string }) => `${kind} ${fileName}`)
      .sort(),
  ).toEqual(["AGENDA Ablauf für Zoë.pdf", "OTHER old.pdf", "OTHER old.pdf", "SPEAKER_CV cv.png"]);
  const again = await bundles.move(bytesOf(takenIn(first)));
  expect(
    again.files.map((file: { rowCount: number; unchangedRows: number }) => file.rowCount - file.unchangedRows),
  ).toEqual(again.files.map(() => 0));
  expect(await world.sql("SELECT count(*)::int AS n FROM stored_file")).toEqual([{ n: 7 }]);
  expect([await bundles.undo(again.id), await bundles.undo(done.id)]).toEqual(["UNDONE", "UNDONE"]);
  expect(await world.sql("SELECT count(*)::int AS n FROM stored_file")).toEqual([{ n: 0 }]);
});
