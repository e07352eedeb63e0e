import { readFile } from "node:fs/promises";
import { closeUnreportedJob } from "../../server/attendance/close-unreported.job.ts";
import { MailKind } from "../../server/mail/mail.entity.ts";
import { offering, operations, programIn, typeId } from "../programs/applications.ts";
import { World } from "../support/world.ts";
import { uploadDocument } from "./roster-world.ts";

// The files of test/data/field byte by byte, but for the program's number and those of members: each as people send it.

let world: World;
let provider: Awaited<ReturnType<World["provider"]>>;
let staff: Awaited<ReturnType<World["staff"]>>;
const names = {
  100100: ["John", "Smith"],
  100101: ["Jane", "Jones"],
  100102: ["Sally", "Johnson"],
  100103: ["Suzie", "Garcia"],
};
const numbers = new Map<string, string>();

beforeAll(async () => {
  world = await World.start({ signInDays: 36_500 });
  world.setClock("2025-12-01T16:00:00Z");
  provider = await world.provider();
  staff = await world.staff();
  await world.sql("UPDATE accreditor_settings SET member_id_label = 'AAST ID'");
  for (const [number, [firstName, lastName]] of Object.entries(names))
    numbers.set(number, (await world.member({ firstName, lastName, email: `${firstName}@example.test` })).memberNumber);
});
afterAll(() => world.stop());
beforeEach(() => world.setClock("2025-12-01T16:00:00Z"));

const held = (days: readonly (readonly [string, string])[], facts: Record<string, unknown> = {}) =>
  programIn(world, { provider, staff }, "APPROVED", {
    offerings: days.map(([startsOn, endsOn]) => offering({ startsOn, endsOn })),
    minutes: 120,
    requestedCredits: "2.00",
    ...facts,
  });
const send = async (name: string, program: { number: string | null } | null, ofRows = (rows: string[]) => rows) => {
  const given = await readFile(new URL(`../data/field/${name}.csv`, import.meta.url), "utf8");
  const named = given
    .replaceAll("PROGRAM", program?.number ?? "")
    .replace(/\b10010\d\b/g, (number) => numbers.get(number)!);
  const [headings, ...rows] = named.split(/(?<=\n)/);
  const answer = await world.upload(
    provider.token,
    uploadDocument,
    { providerId: provider.id },
    [headings, ...ofRows(rows)].join(""),
  );
  await world.runJobs();
  return answer.data.uploadAttendance;
};
const state = async ({ id }: { id: string }) =>
  (
    await world.ok(
      staff.token,
      "query ($id: ID!) { program(id: $id) { status availableActions offerings { id startsOn reportedAt closedAt reportingDueOn } } }",
      { id },
    )
  ).program;
const close = async () => {
  await closeUnreportedJob.run(world.ctx, {});
  await world.runJobs();
};
const codes = (answer: { errors: { nodes: { code: string }[] } }) => answer.errors.nodes.map(({ code }) => code);

test("01: recorded while it runs, by a deadline that counts from the row's day", async () => {
  const program = await held([["2026-01-01", "2027-12-31"]], {
    typeId: await typeId(world, "PRE_RECORDED"),
    minutes: 60,
    requestedCredits: "1.00",
  });
  world.setClock("2026-04-19T16:00:00Z");
  expect(await send("01-prerecorded-before-its-last-day", program)).toMatchObject({
    status: "PROCESSED",
    recordedRows: 1,
  });
  expect(await world.sql("SELECT completed_on FROM certificate WHERE program_id = $1", [program.id])).toEqual([
    { completed_on: "2026-03-05" },
  ]);
});

test("02: headings alone say how to report that nobody attended, and that report ends the program", async () => {
  const program = await held([["2026-09-01", "2026-09-01"]]);
  world.setClock("2026-09-20T16:00:00Z");
  await world.runJobs();
  const answer = await send("02-nobody-attended", program);
  expect([answer.status, codes(answer)]).toEqual(["REJECTED", ["NO_ROWS"]]);
  expect(answer.errors.nodes[0].message).toContain("if nobody attended, report just that");
  const [{ id: offeringId }] = (await state(program)).offerings;
  await world.ok(
    provider.token,
    "mutation ($offeringId: ID!) { reportNobodyAttended(offeringId: $offeringId) { id status } }",
    {
      offeringId,
    },
  );
  await world.runJobs();
  expect((await state(program)).status).toBe("COMPLETED");
});

test("03: the date that nobody reports is closed 30 days after it was due, and the program comes to its end", async () => {
  const program = await held([
    ["2026-09-01", "2026-09-01"],
    ["2026-11-01", "2026-11-01"],
  ]);
  world.setClock("2026-11-05T16:00:00Z");
  expect((await send("03-one-of-two-dates-empty", program)).status).toBe("PROCESSED");
  expect((await state(program)).status).toBe("AWAITING_ATTENDANCE");
  // Due on 16 October; 30 days later, to the end of that day in Chicago.
  world.setClock("2026-11-16T05:59:59Z");
  await close();
  expect((await state(program)).offerings[0].closedAt).toBeNull();
  const mailsBefore = await world.mails(MailKind.ATTENDANCE_REMINDER);
  world.setClock("2026-11-16T06:00:00Z");
  await Promise.all([close(), close()]);
  await close();
  const ended = await state(program);
  expect([ended.status, ended.offerings[0].reportedAt, ended.offerings[0].closedAt]).toEqual([
    "COMPLETED",
    null,
    "2026-11-16T06:00:00.000Z",
  ]);
  expect((await world.mails(MailKind.ATTENDANCE_REMINDER)).length).toBe(mailsBefore.length + 1);
  expect(
    await world.sql("SELECT actor_as FROM audit_entry WHERE subject_id = $1 AND action = 'program.close-unreported'", [
      program.id,
    ]),
  ).toEqual([{ actor_as: "SYSTEM" }]);
  // Staff open it again, and whoever was forgotten is reported.
  world.setClock("2026-11-28T16:00:00Z");
  const reopened = { offeringId: ended.offerings[0].id, until: "2026-12-05", reason: "The roster was found." };
  expect(await world.refused(provider.token, operations.extendReporting, reopened)).toBe("FORBIDDEN");
  await world.ok(staff.token, operations.extendReporting, reopened);
  const open = await state(program);
  expect([open.status, open.offerings[0].closedAt, open.offerings[0].reportingDueOn]).toEqual([
    "AWAITING_ATTENDANCE",
    null,
    "2026-12-05",
  ]);
  const found = await send("03-one-of-two-dates-empty", program, (rows) =>
    rows.map((row) => row.replace("11/1/2026", "9/1/2026")),
  );
  expect(found.status).toBe("PROCESSED");
  expect((await state(program)).status).toBe("COMPLETED");
});

test("a program of which nobody ever reports anything ends all the same; fewer days close nothing that ended before", async () => {
  const [lecture, later] = [await held([["2026-03-10", "2026-03-10"]]), await held([["2026-06-10", "2026-06-10"]])];
  world.setClock("2026-04-01T16:00:00Z");
  const { settingsPage } = await world.ok(staff.token, "{ settingsPage { version } }");
  const update =
    "mutation ($version: Int!, $days: Int!) { updateSettings(version: $version, input: { closingDays: $days }) { closingDays } }";
  await world.ok(staff.token, update, { version: settingsPage.version, days: 5 });
  world.setClock("2026-05-20T16:00:00Z");
  await close();
  expect((await state(lecture)).status).not.toBe("COMPLETED");
  world.setClock("2026-05-26T16:00:00Z");
  await close();
  expect((await state(lecture)).status).toBe("COMPLETED");
  // Due on 25 July, and closed five days later.
  world.setClock("2026-07-31T16:00:00Z");
  await close();
  expect((await state(later)).status).toBe("COMPLETED");
  await world.ok(staff.token, update, { version: settingsPage.version + 1, days: 30 });
});

test("05: semicolons and a decimal comma", async () => {
  const program = await held([["2026-11-12", "2026-11-12"]]);
  world.setClock("2026-11-28T16:00:00Z");
  expect((await send("05-semicolons-with-decimal-comma", program)).status).toBe("PROCESSED");
  expect(await world.sql("SELECT credits FROM attendance_record WHERE program_id = $1", [program.id])).toEqual([
    { credits: "1.50" },
  ]);
});

test("07: the whole list once more, with one more, is offered as a correction, which adds the one", async () => {
  const program = await held([["2026-11-14", "2026-11-14"]]);
  world.setClock("2026-11-28T16:00:00Z");
  const first = await send("07-whole-list-again-with-one-more", program, (rows) => rows.slice(0, 2));
  const again = await send("07-whole-list-again-with-one-more", program);
  expect(codes(again)).toEqual(["ALREADY_RECORDED", "ALREADY_RECORDED"]);
  for (const { message } of again.errors.nodes) {
    expect(message).toContain(first.id);
    expect(message).toContain("correct that upload with it");
  }
  const file = (await readFile(new URL("../data/field/07-whole-list-again-with-one-more.csv", import.meta.url), "utf8"))
    .replaceAll("PROGRAM", program.number ?? "")
    .replace(/\b10010\d\b/g, (number) => numbers.get(number)!);
  const amend = `mutation ($id: ID!, $file: Upload!) {
    amendAttendanceUpload(id: $id, file: $file, reason: "One was forgotten.", preview: false) { status addedRows changedRows removedRows } }`;
  const { data } = await world.upload(provider.token, amend, { id: first.id }, file);
  expect(data.amendAttendanceUpload).toEqual({ status: "PROCESSED", addedRows: 1, changedRows: 0, removedRows: 0 });
});

test("10: the other reading of a day-first date is offered, and never guessed", async () => {
  const program = await held([["2026-11-12", "2026-11-12"]]);
  world.setClock("2026-11-28T16:00:00Z");
  const answer = await send("10-day-first-date-that-swaps-onto-the-program", program);
  expect([answer.status, codes(answer), answer.errors.nodes[0].suggestions]).toEqual([
    "REJECTED",
    ["DATE_IN_FUTURE"],
    ["2026-11-12"],
  ]);
});
