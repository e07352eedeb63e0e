import { StaffRole } from "../../server/core/staff-roles.ts";
import { readZip } from "../persons/read-zip.ts";
import { BundleWorld } from "../support/bundle-world.ts";
import { conferenceFiles } from "./conference-files.ts";

let bundles: BundleWorld;
beforeEach(async () => {
  bundles = await BundleWorld.start();
});
afterEach(() => bundles.world.stop());

const ask = "mutation ($w: Boolean!) { exportEverything(withoutContacts: $w) { id readyAt progress withoutContacts } }";
const list = "{ wholeExports { id readyAt progress byteSize withoutContacts url } }";

test("administrators have everything made into a ZIP, which a job makes once, and which runs out", async () => {
  const { world, staff } = bundles;
  await bundles.move(conferenceFiles);
  const begun = (await world.ok(staff.token, ask, { w: false })).exportEverything;
  expect(begun).toMatchObject({ readyAt: null, progress: 0 });
  expect((await world.ok(staff.token, ask, { w: false })).exportEverything.id).toBe(begun.id);
  expect((await world.fetch(`/everything/${begun.id}.zip`, { token: staff.token })).status).toBe(404);
  await world.runJobs();
  const { wholeExports } = await world.ok(staff.token, list);
  expect(wholeExports).toMatchObject([{ id: begun.id, progress: 100, readyAt: expect.any(String) }]);
  const answer = await world.fetch(`/everything/${begun.id}.zip`, { token: staff.token });
  const bytes = Buffer.from(await answer.arrayBuffer());
  expect(answer.status === 200 ? "" : bytes.toString()).toBe("");
  expect(bytes.length).toBe(Number(wholeExports[0].byteSize));
  const files = readZip(bytes);
  const records = [...files.keys()].filter((name) => name.startsWith("records/"));
  expect(records).toContain("records/ids.jsonl");
  expect([...files.keys()]).toEqual([
    "providers.csv",
    "members.csv",
    "programs.csv",
    "offerings.csv",
    "sessions.csv",
    "registrations.csv",
    "certificates.csv",
    "attendance.csv",
    ...records,
    "audit-log.jsonl",
    "audit-redactions.jsonl",
    "datapackage.json",
  ]);
  // What was exported comes in again as it is: nothing is otherwise.
  const again = await world.upload(
    staff.token,
    "mutation ($file: Upload!) { checkBundle(file: $file) { id } }",
    {},
    bytes,
    "everything.zip",
  );
  await world.runJobs();
  const read = await bundles.read(again.data.checkBundle.id);
  expect(read.status).toBe("CHECKED");
  expect(read.files.every((file: { addedRows: number }) => file.addedRows === 0)).toBe(true);

  const registrar = await world.staff(StaffRole.REGISTRAR);
  expect((await world.graphql(registrar.token, ask, { w: true })).errors[0]?.extensions.code).toBe("FORBIDDEN");
  expect((await world.fetch(`/everything/${begun.id}.zip`, { token: registrar.token })).status).toBe(404);
  const jane = await world.member({ firstName: "Jane", lastName: "Jones", email: "jane@example.test" });
  await world.ok(staff.token, 'mutation ($id: ID!) { eraseMember(memberId: $id, reason: "Asked for it") }', {
    id: jane.id,
  });
  await world.runJobs();
  expect((await world.ok(staff.token, list)).wholeExports).toEqual([]);
  expect(await world.sql("SELECT FROM whole_export_part")).toEqual([]);
});

test("a job that was ended begins anew, and one that is ready is left alone", async () => {
  const { world, staff } = bundles;
  await bundles.move(conferenceFiles);
  const { id } = (await world.ok(staff.token, ask, { w: true })).exportEverything;
  const failing = world.ctx.db.query.bind(world.ctx.db);
  let left = 3;
  world.ctx.db.query = (async (...args: Parameters<typeof failing>) => {
    if (String(args[0]).includes("UPDATE whole_export SET progress") && --left === 0) throw new Error("Ended.");
    return failing(...args);
  }) as typeof failing;
  const { exportEverythingJob } = await import("../../server/moving/export-everything.job.ts");
  left = 1;
  await expect(exportEverythingJob.run(world.ctx, { exportId: id })).rejects.toThrow("Ended.");
  world.ctx.db.query = failing;
  expect(await world.sql("SELECT FROM whole_export_part")).toEqual([]);
  await exportEverythingJob.run(world.ctx, { exportId: id });
  const [ready] = await world.sql("SELECT ready_at, byte_size FROM whole_export");
  await exportEverythingJob.run(world.ctx, { exportId: id });
  expect(await world.sql("SELECT ready_at, byte_size FROM whole_export")).toEqual([ready]);
});

test("one that was given up for good says so, and is asked for anew", async () => {
  const { world, staff } = bundles;
  const state = "{ wholeExports { id isGivenUp } }";
  const { id } = (await world.ok(staff.token, ask, { w: false })).exportEverything;
  expect((await world.ok(staff.token, state)).wholeExports).toEqual([{ id, isGivenUp: false }]);
  await world.sqlAsOwner("UPDATE graphile_worker._private_jobs SET attempts = max_attempts");
  expect((await world.ok(staff.token, state)).wholeExports).toEqual([{ id, isGivenUp: true }]);
  const again = (await world.ok(staff.token, ask, { w: false })).exportEverything;
  expect(again.id).not.toBe(id);
  await world.runJobs();
  expect((await world.ok(staff.token, state)).wholeExports).toEqual([{ id: again.id, isGivenUp: false }]);
});

test("documents and what is on record beside the lists are in it; how people are reached can be left out", async () => {
  const { world, staff } = bundles;
  await bundles.move(conferenceFiles);
  const content = Buffer.from("%PDF-1.7 an agenda");
  await world.sql(
    `WITH file AS (INSERT INTO stored_file (media_type, byte_size, sha256, content, created_at)
       VALUES ('application/pdf', $1, sha256($2), $2, now()) RETURNING id)
     INSERT INTO program_document (program_id, kind, file_name, file_id, uploaded_at)
     SELECT p.id, 'AGENDA', 'agenda Zoë.pdf', file.id, '2026-05-01T12:00:00Z' FROM program p, file WHERE p.number IS NOT NULL ORDER BY p.number LIMIT 1`,
    [content.length, content],
  );
  const filesOf = async (w: boolean) => {
    const { id } = (await world.ok(staff.token, ask, { w })).exportEverything;
    await world.runJobs();
    const answer = await world.fetch(`/everything/${id}.zip`, { token: staff.token });
    return readZip(Buffer.from(await answer.arrayBuffer()));
  };
  const files = await filesOf(false);
  const [[name, bytes] = [], ...more] = [...files].filter(([each]) => each.startsWith("documents/"));
  expect(name).toMatch(/^documents\/A\d+\/agenda_Zo-[\da-f]{12}\.pdf$/);
  expect(String(files.get("documents.csv"))).toContain(`Agenda,agenda Zoë.pdf,2026-05-01,${name}`);
  expect(bytes).toEqual(content);
  expect(more).toEqual([]);
  const settings = JSON.parse(String(files.get("records/accreditor_settings.jsonl")));
  expect(settings).toMatchObject({ program_letter: "A" });
  expect(Object.keys(settings)).not.toContain("logo_file_id");
  const spare = [...(await filesOf(true)).keys()];
  expect(spare.filter((each) => /^(documents|records|audit)/.test(each))).toEqual([]);
});
