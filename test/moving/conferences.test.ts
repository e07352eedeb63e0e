import type { JobHandler, JobName } from "../../server/core/jobs.ts";
import { jobHandlers, schedules } from "../../server/jobs/handlers.ts";
import { BundleWorld } from "../support/bundle-world.ts";
import { conferenceFiles as files } from "./conference-files.ts";

let bundles: BundleWorld;
beforeEach(async () => {
  bundles = await BundleWorld.start();
});
afterEach(() => bundles.world.stop());

const tables = ["program", "session", "registration", "attendance_record", "outside_certificate"];
const everything = async () =>
  (
    await bundles.world.sql(
      `SELECT ${tables.map((table) => `(SELECT count(*)::int FROM ${table}) AS ${table}`).join(", ")},
         (SELECT count(*)::int FROM event) AS event, (SELECT count(*)::int FROM certificate) AS certificate,
         (SELECT count(*)::int FROM ledger_entry) AS ledger_entry, (SELECT count(*)::int FROM mail WHERE kind <> 'STAFF_DIGEST') AS mail`,
    )
  )[0];

test("a conference comes with its sessions, who was booked, and what they earned of each; nothing follows; taken back all is as before", async () => {
  const { world } = bundles;
  const before = await everything();
  const done = await bundles.move(files);
  expect(done.files.map((f: { kind: string; addedRows: number }) => [f.kind, f.addedRows])).toEqual([
    ["PROVIDERS", 1],
    ["MEMBERS", 2],
    ["PROGRAMS", 2],
    ["OFFERINGS", 2],
    ["SESSIONS", 5],
    ["REGISTRATIONS", 3],
    ["CERTIFICATES", 1],
    ["ATTENDANCE", 3],
  ]);
  const came = {
    ...before,
    program: 2,
    session: 5,
    registration: 3,
    attendance_record: 3,
    outside_certificate: 1,
  };
  expect(await everything()).toEqual(came);
  for (const { name } of schedules) {
    const job = jobHandlers.find((each) => each.name === name) as JobHandler<JobName>;
    await job.run(world.ctx, {} as never);
  }
  await world.runJobs();
  expect(await everything()).toEqual(came);
  expect(
    await world.sql(
      `SELECT external_id, starts_at, ends_at, minutes, speakers, type, virtual, eligible, credits, credits_reason IS NOT NULL AS is_set, registration_types,
         (SELECT o.external_id FROM session o WHERE o.id = s.recording_of_id) AS of FROM session s ORDER BY external_id`,
    ),
  ).toMatchObject([
    {
      external_id: "1",
      starts_at: new Date("2025-04-10T14:00:00Z"),
      minutes: 90,
      speakers: ["Ann Lee", "Bo Chu"],
      virtual: false,
      eligible: true,
      credits: "1.50",
      is_set: false,
      of: null,
    },
    { external_id: "2", minutes: 60, credits: "2.00", is_set: true, registration_types: ["Full", "Day"] },
    { external_id: "3", eligible: false },
    { external_id: "4", virtual: true, of: "1" },
    // The clocks show half past one twice: it ends at the first.
    {
      external_id: "night",
      starts_at: new Date("2026-11-01T05:30:00Z"),
      ends_at: new Date("2026-11-01T06:30:00Z"),
      minutes: 60,
    },
  ]);
  const again = await bundles.move(files);
  expect(again.files.map((f: { rowCount: number; unchangedRows: number }) => f.rowCount - f.unchangedRows)).toEqual(
    again.files.map(() => 0),
  );
  const changed = await bundles.move({
    "sessions.csv": "Program ID,Session ID,Title,Date,Start,Minutes,Room\nA25010,1,The points,2025-04-10,9:00,90,C\n",
    "registrations.csv": "Program ID,Email,Registration Type,Name\nA25010,jim@example.test,Full,-\n",
  });
  expect(changed.files).toMatchObject([{ changedRows: 1 }, { changedRows: 1 }]);
  for (const { id } of [changed, again, done]) expect(await bundles.undo(id)).toBe("UNDONE");
  expect(await everything()).toEqual(before);
});

test("a transcript has each session once, with the certificate of the whole; what was certified elsewhere isn't claimed here", async () => {
  const { world } = bundles;
  const jane = await world.member({ firstName: "Jane", lastName: "Jones", email: "jane@example.test" });
  const ada = await world.member({ firstName: "Ada", lastName: "Adams", email: "ada@example.test" });
  const of = (text: string) =>
    text.replaceAll("100200", jane.memberNumber).replaceAll("jim@example.test", "ada@example.test");
  await bundles.move(
    Object.fromEntries(
      Object.entries(files).map(([name, text]) => [
        name,
        name === "members.csv" ? text.replace("100200,Jane,Jones\n", "") : of(text),
      ]),
    ),
  );
  const { transcript } = await world.ok(
    bundles.staff.token,
    "query ($n: String!) { transcript(memberNumber: $n) { totals { credits } lines { completedOn title sessionTitle certificateNumber credits } } }",
    { n: jane.memberNumber },
  );
  expect(transcript).toEqual({
    totals: [{ credits: "1.50" }],
    lines: [
      {
        completedOn: "2025-04-10",
        title: "Spring of 2025",
        sessionTitle: "Points",
        certificateNumber: "C000120",
        credits: "1.50",
      },
    ],
  });
  const claim = async (email: string) => {
    const token = await world.signIn(email);
    const [session] = await world.sql("SELECT id FROM session WHERE title = 'Needles'");
    const answer = await world.graphql(token, "mutation ($id: ID!) { claimSession(sessionId: $id) { attendedOn } }", {
      id: session.id,
    });
    return answer.errors[0]?.extensions.code ?? "CLAIMED";
  };
  expect(ada.memberNumber).not.toBe(jane.memberNumber);
  expect([await claim("jane@example.test"), await claim("ada@example.test")]).toEqual(["ALREADY_RECORDED", "CLAIMED"]);
});

test("every fault of sessions, registrations and what was earned of sessions is named, and none else", async () => {
  const refused = await bundles.send({
    ...files,
    "conferences.csv": `${files["conferences.csv"]}\nA25011,P0007,No conference,Single Lecture/Workshop,Completed,6,2025-01-02`,
    "offerings.csv": `${files["offerings.csv"]}\nA25011,2025-04-10,2025-04-12,Austin,`,
    "sessions.csv": [
      files["sessions.csv"],
      "A25010,5,No date,,9:00,10:00,,,,,,,,,",
      "A25010,6,Before,2025-04-09,9:00,10:00,,,,,,,,,",
      "A25010,7,Backwards,2025-04-10,9:00,8:00,,,,,,,,,",
      "A25010,8,Other minutes,2025-04-10,9:00,10:00,50,,,,,,,,",
      "A25010,9,No end,2025-04-10,9:00,,,,,,,,,,",
      "A25010,10,Released,2025-04-10,9:00,10:00,,,,,no,2025-05-01,,,",
      "A25010,11,Of none,2025-04-10,9:00,10:00,,,,,,,99,,",
      "A25010,12,Of a recording,2025-04-10,9:00,10:00,,,,,,,4,,",
      "A25010,13,Steps,2025-04-10,9:00,10:00,,,,,,,,1.1,",
      "A25010,14,Noon,2025-04-10,noon,10:00,,,,,,,,,",
      "A25010,1,Twice,2025-04-10,9:00,10:00,,,,,,,,,",
      "A25011,1,No conference,2025-04-10,9:00,10:00,,,,,,,,,",
      "A99999,1,No program,2025-04-10,9:00,10:00,,,,,,,,,",
    ].join("\n"),
    "registrations.csv": [
      files["registrations.csv"],
      "A25010,jane@example.test,Full,,,,",
      "A25010,nobody,Full,,,,",
      "A25010,a@example.test,,,,,",
      "A25010,b@example.test,Full,,2025-04-12,2025-04-10,",
      "A25011,c@example.test,Full,,,,",
      "A25010,d@example.test,Full,,,,perhaps",
    ].join("\n"),
    "attendance.csv": [
      files["attendance.csv"],
      "A25010,99,100200,2025-04-10,1",
      "A25010,2,100200,2025-04-10,1",
      "A25010,1,100201,2025-04-11,1",
      "A25010,,100201,2025-04-11,1",
      "A25010,2,100201,2025-04-10,2",
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
    "sessions.csv 7 Start MISSING_VALUE",
    "sessions.csv 8 Start DATE_OUTSIDE_OFFERING",
    "sessions.csv 9 End ENDS_BEFORE_START",
    "sessions.csv 10 Minutes INVALID_DURATION",
    "sessions.csv 11 Title MISSING_VALUE",
    "sessions.csv 12 Released On INVALID_VALUE",
    "sessions.csv 13 Recording Of INVALID_VALUE",
    "sessions.csv 14 Recording Of INVALID_VALUE",
    "sessions.csv 15 Credits CREDITS_NOT_WHOLE_STEPS",
    "sessions.csv 16 Start INVALID_TIME",
    "sessions.csv 17 Session ID DUPLICATE_ROW",
    "sessions.csv 18 Program ID INVALID_VALUE",
    "sessions.csv 19 Program ID UNKNOWN_PROGRAM",
    "registrations.csv 5 Email DUPLICATE_ROW",
    "registrations.csv 6 Email INVALID_EMAIL",
    "registrations.csv 7 Registration Type MISSING_VALUE",
    "registrations.csv 8 Access Until ENDS_BEFORE_START",
    "registrations.csv 9 Program ID INVALID_VALUE",
    "registrations.csv 10 Virtual INVALID_VALUE",
    "attendance.csv 3 Session ID ALREADY_EARNED",
    "attendance.csv 4 Session ID ALREADY_EARNED",
    "attendance.csv 5 Session ID INVALID_VALUE",
    "attendance.csv 6 Session ID OVERLAPPING_SESSION",
    "attendance.csv 7 Completion Date DATE_OUTSIDE_OFFERING",
    "attendance.csv 7 Session ID ALREADY_EARNED",
    "attendance.csv 7 Session ID OVERLAPPING_SESSION",
    "attendance.csv 9 Member ID DUPLICATE_ROW",
  ]);
});
