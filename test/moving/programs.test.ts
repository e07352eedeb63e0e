import type { JobHandler, JobName } from "../../server/core/jobs.ts";
import { jobHandlers, schedules } from "../../server/jobs/handlers.ts";
import { programIn } from "../programs/applications.ts";
import { BundleWorld } from "../support/bundle-world.ts";

let bundles: BundleWorld;
beforeEach(async () => {
  bundles = await BundleWorld.start();
});
afterEach(() => bundles.world.stop());

const files = {
  "providers.csv": "Provider ID,Name\nP0007,Lone Star Acupuncture\n",
  "members.csv": "Member ID,First Name,Last Name\n100200,Jane,Jones\n100201,Jim,Miller\n",
  "merged-numbers.csv": "Former Number,Member ID\n99001,100200\n",
  "programs.csv": [
    "Program ID,Provider ID,Title,Type,Status,Credits,Submitted,Minutes",
    "A09164,P0007,Points of 2009,Single Lecture/Workshop,Completed,7.5,2009-01-02,450",
    "A10003,P0007,Needles,Single Lecture/Workshop,Denied,,2010-01-02,",
    "A26007,P0007,Cups,Single Lecture/Workshop,Approved,2,2026-01-02,120",
    "A26008,P0007,Moxa,Single Lecture/Workshop,Awaiting attendance,2,2026-01-02,120",
    "A26009,P0007,Under review,Single Lecture/Workshop,In review,,2026-04-02,120",
  ].join("\n"),
  "offerings.csv": [
    "Program ID,Offering,Start Date,End Date,Place,Reported",
    "A09164,1,2009-04-10,2009-04-12,Austin,2009-04-20",
    "A09164,2,2009-09-10,,Dallas,2009-09-20",
    "A10003,,2010-06-01,,Dallas,",
    "A26007,,2026-09-01,,Dallas,",
    "A26008,,2026-04-01,,Dallas,",
    "A26009,,2026-10-01,,Dallas,",
  ].join("\n"),
  "decisions.csv": [
    "Program ID,Decision,Date,By,Reason",
    "A09164,Submitted,2009-01-02,Ann Lee,",
    "A09164,Approved,2009-02-03,Bo Chu,As asked",
    "A10003,Denied,2010-02-03,Bo Chu,Not for practitioners",
  ].join("\n"),
  "certificates.csv": [
    "Certificate Number,Member ID,Title,Program ID,Completion Date,Credits",
    "C000120,100200,Points of 2009,A09164,2009-04-10,7.5",
    "X-1,100201,By hand,,2011-04-10,1",
  ].join("\n"),
  "attendance.csv": [
    "Program ID,Member ID,Completion Date,Credits,Offering",
    "A09164,99001,2009-04-10,7.5,1",
    "A09164,100201,2009-04-12,7.25,",
    "A09164,100200,2009-09-10,1,2",
  ].join("\n"),
};

const everything = async () =>
  (
    await bundles.world.sql(`SELECT ${[
      "provider",
      "member",
      "program",
      "offering",
      "outside_decision",
      "outside_certificate",
      "attendance_record",
    ]
      .map((table) => `(SELECT count(*)::int FROM ${table}) AS ${table}`)
      .join(
        ", ",
      )}, (SELECT count(*)::int FROM event) AS event, (SELECT count(*)::int FROM mail WHERE kind <> 'STAFF_DIGEST') AS mail,
      (SELECT coalesce(sum(records), 0)::int FROM attendance_tally) AS tally`)
  )[0];

test("programs come with their numbers, offerings, decisions and attendance; nothing follows; taken back all is as before", async () => {
  const { world } = bundles;
  const before = await everything();
  const done = await bundles.move(files);
  expect(done.files.map((f: { kind: string; addedRows: number }) => [f.kind, f.addedRows])).toEqual([
    ["PROVIDERS", 1],
    ["MEMBERS", 2],
    ["MERGED_NUMBERS", 1],
    ["PROGRAMS", 5],
    ["OFFERINGS", 6],
    ["DECISIONS", 3],
    ["CERTIFICATES", 2],
    ["ATTENDANCE", 3],
  ]);
  const came = {
    provider: 1,
    member: 3,
    program: 5,
    offering: 6,
    outside_decision: 3,
    outside_certificate: 2,
    attendance_record: 3,
    event: 0,
    mail: 0,
    tally: 3,
  };
  expect(await everything()).toEqual(came);
  // What comes by the clock has nothing to say of what came.
  for (const { name } of schedules) {
    const job = jobHandlers.find((each) => each.name === name) as JobHandler<JobName>;
    await job.run(world.ctx, {} as never);
  }
  await world.runJobs();
  // Staff are told each day what waits for them, wherever it came from.
  expect((await world.mails()).map(({ kind }) => kind)).toEqual(["STAFF_DIGEST"]);
  expect(await everything()).toEqual(came);
  expect(await world.sql("SELECT count(*)::int AS n FROM certificate")).toEqual([{ n: 0 }]);
  expect(await world.sql("SELECT number, status, starts_on, ends_on, credits FROM program ORDER BY number")).toEqual([
    { number: "A09164", status: "COMPLETED", starts_on: "2009-04-10", ends_on: "2009-09-10", credits: "7.50" },
    { number: "A10003", status: "DENIED", starts_on: "2010-06-01", ends_on: "2010-06-01", credits: null },
    { number: "A26007", status: "APPROVED", starts_on: "2026-09-01", ends_on: "2026-09-01", credits: "2.00" },
    {
      number: "A26008",
      status: "AWAITING_ATTENDANCE",
      starts_on: "2026-04-01",
      ends_on: "2026-04-01",
      credits: "2.00",
    },
    { number: "A26009", status: "SUBMITTED", starts_on: "2026-10-01", ends_on: "2026-10-01", credits: null },
  ]);
  expect(await world.sql("SELECT name, last FROM number_series WHERE name LIKE 'program:%' ORDER BY 1")).toEqual([
    { name: "program:A09", last: 164 },
    { name: "program:A10", last: 3 },
    { name: "program:A26", last: 9 },
  ]);
  const { programs } = await world.ok(
    bundles.staff.token,
    '{ programs(filter: { number: "A09164" }) { nodes { timeline { at actor actorAs action reason toStatus movedInFrom } } } }',
  );
  expect(programs.nodes[0].timeline).toEqual([
    {
      at: expect.stringContaining("2009-01-02"),
      actor: "Ann Lee",
      actorAs: "SYSTEM",
      action: "program.submit",
      reason: null,
      toStatus: "SUBMITTED",
      movedInFrom: "decisions.csv",
    },
    {
      at: expect.stringContaining("2009-02-03"),
      actor: "Bo Chu",
      actorAs: "SYSTEM",
      action: "program.approve",
      reason: "As asked",
      toStatus: "APPROVED",
      movedInFrom: "decisions.csv",
    },
  ]);
  const again = await bundles.move(files);
  expect(again.files.map((f: { rowCount: number; unchangedRows: number }) => f.rowCount - f.unchangedRows)).toEqual([
    0, 0, 0, 0, 0, 0, 0, 0,
  ]);
  const changed = await bundles.move({
    "programs.csv":
      "Program ID,Provider ID,Title,Type,Status,Credits\nA26009,P0007,Under review,Single Lecture/Workshop,Approved,2\n",
    "attendance.csv": "Program ID,Member ID,Completion Date,Credits\nA09164,100201,2009-04-12,7\n",
  });
  expect(changed.files).toMatchObject([{ changedRows: 1 }, { changedRows: 1 }]);
  for (const { id } of [changed, again, done]) expect(await bundles.undo(id)).toBe("UNDONE");
  expect(await everything()).toEqual(before);
});

test("a transcript has whole years, each credit once, and says what was certified elsewhere", async () => {
  const { world } = bundles;
  await bundles.move(files);
  const { transcript } = await world.ok(
    bundles.staff.token,
    `{ transcript(memberNumber: "100200") { totals { credits } lines { completedOn title programNumber credits certificateNumber issuedElsewhereBy } } }`,
  );
  const [{ name }] = await world.sql("SELECT accreditor_name AS name FROM accreditor_settings");
  const line = { title: "Points of 2009", programNumber: "A09164", issuedElsewhereBy: name };
  expect(transcript).toEqual({
    totals: [{ credits: "8.50" }],
    lines: [
      { ...line, completedOn: "2009-09-10", credits: "1.00", certificateNumber: null },
      { ...line, completedOn: "2009-04-10", credits: "7.50", certificateNumber: "C000120" },
    ],
  });
});

test("every fault of programs and attendance is named, across files, and none else", async () => {
  const { world } = bundles;
  const provider = await world.provider();
  const own = await programIn(world, { provider, staff: bundles.staff }, "APPROVED");
  const refused = await bundles.send({
    ...files,
    "programs.csv": [
      files["programs.csv"],
      "A11001,P0999,No provider,Single Lecture/Workshop,Completed,1,,",
      "A11002,P0007,No type,Something,Completed,1,,",
      "A11003,P0007,No credits,Single Lecture/Workshop,Completed,,,",
      "A11004,P0007,Steps,Single Lecture/Workshop,Completed,1.13,,",
      "A11005,P0007,Never held,Single Lecture/Workshop,Completed,1,,",
      "A11006,P0007,Over,Single Lecture/Workshop,Awaiting attendance,1,,",
      "A11007,P0007,To come,Single Lecture/Workshop,Completed,1,,",
      "A11008,P0007,To come,Single Lecture/Workshop,Awaiting attendance,1,,",
      "A11009,P0007,Fee,Single Lecture/Workshop,Awaiting fee,1,,",
      `${own.number},P0007,Taken,Single Lecture/Workshop,Completed,1,,`,
    ].join("\n"),
    "offerings.csv": [
      files["offerings.csv"],
      "A11001,,2011-01-01,,,",
      "A11002,,2011-01-01,,,",
      "A11003,,2011-01-01,,,",
      "A11004,,2011-01-01,2010-01-01,,",
      "A11006,,2011-01-01,,,",
      "A11007,,2027-01-01,,,",
      "A11008,,2027-01-01,,,",
      "A11009,,2011-01-01,,,",
      "A99999,,2011-01-01,,,",
      "A10003,,2010-06-01,,,",
    ].join("\n"),
    "attendance.csv": [
      files["attendance.csv"],
      "A09164,100200,2009-04-11,1,",
      "A09164,100777,2009-04-11,1,",
      "A09164,100201,2009-09-10,8,",
      "A10003,100201,2010-06-01,1,",
      "A09164,100201,2009-05-01,1,",
      "A26008,100201,2026-04-01,1,",
      "A09164,100201,2009-09-10,1,9",
      "A77777,100201,2009-09-10,1,",
    ].join("\n"),
  });
  expect(
    refused.errors.nodes
      .filter((e: { severity: string }) => e.severity === "ERROR")
      .map(
        (e: { file: string; line: number; column: string; code: string }) =>
          `${e.file} ${e.line} ${e.column} ${e.code}`,
      ),
  ).toEqual([
    "programs.csv 7 Provider ID UNKNOWN_PROVIDER",
    "programs.csv 8 Type INVALID_VALUE",
    "programs.csv 9 Credits MISSING_VALUE",
    "programs.csv 10 Credits CREDITS_NOT_WHOLE_STEPS",
    "programs.csv 11 Program ID MISSING_VALUE",
    "programs.csv 12 Status INVALID_VALUE",
    "programs.csv 13 Status INVALID_VALUE",
    "programs.csv 14 Status INVALID_VALUE",
    "programs.csv 15 Status INVALID_VALUE",
    "programs.csv 16 Program ID NUMBER_TAKEN",
    "offerings.csv 11 End Date ENDS_BEFORE_START",
    "offerings.csv 16 Program ID UNKNOWN_PROGRAM",
    "offerings.csv 17 Start Date DUPLICATE_ROW",
    "attendance.csv 5 Member ID DUPLICATE_ROW",
    "attendance.csv 6 Member ID UNKNOWN_MEMBER",
    "attendance.csv 7 Credits CREDITS_ABOVE_MAXIMUM",
    "attendance.csv 8 Program ID PROGRAM_NOT_APPROVED",
    "attendance.csv 9 Completion Date DATE_OUTSIDE_OFFERING",
    "attendance.csv 10 Offering INVALID_VALUE",
    "attendance.csv 11 Offering UNKNOWN_OFFERING",
    "attendance.csv 12 Program ID UNKNOWN_PROGRAM",
  ]);
});

test("licences come as their kinds ask for them, and no other", async () => {
  const { world } = bundles;
  await world.sql(
    `INSERT INTO licence_kind (code, name, mask, asks_jurisdiction, asks_profession, asks_expiry, is_unique, sensitive, on_rosters)
     VALUES ('RN', 'Nurse', '999999', true, false, true, true, false, false), ('SSN', 'Sealed', NULL, false, false, false, true, true, false)`,
  );
  const before = { "members.csv": files["members.csv"] };
  const head = "Member ID,Kind,Number,Jurisdiction,Profession,Expires";
  const refused = await bundles.send({
    ...before,
    "licences.csv": [
      head,
      "100200,RN,123 456,tx,,2027-01-31",
      "100201,Nurse,123456,TX,,2027-01-31",
      "100201,RN,12345,TX,,2027-01-31",
      "100201,RN,222222,,,2027-01-31",
      "100201,RN,333333,TX,Any,",
      "100201,SSN,1234,,,",
      "100777,RN,444444,TX,,2027-01-31",
      "100200,RN,123456,TX,,2027-01-31",
    ].join("\n"),
  });
  expect(
    refused.errors.nodes.map((e: { line: number; column: string; code: string }) => `${e.line} ${e.column} ${e.code}`),
  ).toEqual([
    "3 Number DUPLICATE_ROW",
    "4 Number INVALID_VALUE",
    "5 Jurisdiction MISSING_VALUE",
    "6 Expires MISSING_VALUE",
    "6 Profession INVALID_VALUE",
    "7 Kind INVALID_VALUE",
    "8 Member ID UNKNOWN_MEMBER",
    "9 Number DUPLICATE_ROW",
  ]);
  const right = { ...before, "licences.csv": `${head}\n100200,RN,123 456,tx,,2027-01-31\n` };
  const done = await bundles.move(right);
  const seen = "SELECT number, number_key, jurisdiction, expires_on, exclusive, verified_at FROM licence";
  expect(await world.sql(seen)).toEqual([
    {
      number: "123 456",
      number_key: "123456",
      jurisdiction: "TX",
      expires_on: "2027-01-31",
      exclusive: true,
      verified_at: null,
    },
  ]);
  const again = await bundles.move(right);
  expect(again.files).toMatchObject([{ unchangedRows: 2 }, { unchangedRows: 1 }]);
  expect([await bundles.undo(again.id), await bundles.undo(done.id)]).toEqual(["UNDONE", "UNDONE"]);
  expect(await world.sql(seen)).toEqual([]);
});
