import { step } from "../programs/applications.ts";
import { csv, type RosterWorld, sampleRows, startRosterWorld, traces, uploadDocument } from "./roster-world.ts";

let roster: RosterWorld;
beforeEach(async () => {
  roster = await startRosterWorld();
});
afterEach(async () => {
  const wrong = await roster.world.wrongTallies();
  await roster.world.stop();
  expect(wrong).toEqual([]);
});

const document = `mutation ($input: EnterAttendanceInput!) {
  enterAttendance(input: $input) {
    id completedOn credits source uploadId member { memberNumber lastName } program { number status }
  }
}`;
const entry = {
  programNumber: "A09164",
  memberNumber: "100100",
  firstName: "John",
  lastName: "Smith",
  completionDate: "2009-04-10",
  credits: "1",
};
const enter = (changes: Record<string, string> = {}, token = roster.provider.token) =>
  roster.world.graphql(token, document, { input: { ...entry, ...changes } });

test("one record becomes one certificate and one mail", async () => {
  const { data } = await enter();
  expect(data.enterAttendance).toEqual({
    id: expect.any(String),
    completedOn: "2009-04-10",
    credits: "1.00",
    source: "ENTRY",
    uploadId: null,
    member: { memberNumber: "100100", lastName: "Smith" },
    program: { number: "A09164", status: "AWAITING_FEE" },
  });
  expect(await traces(roster.world)).toEqual({ records: 1, certificates: 1, mails: 1, files: 1, reported: 1 });
  const { attendance } = await roster.world.ok(
    roster.provider.token,
    `{ attendance(filter: { programNumber: "A09164" }) { totalCount nodes { member { memberNumber } program { status } } } }`,
  );
  expect(attendance).toEqual({
    totalCount: 1,
    nodes: [{ member: { memberNumber: "100100" }, program: { status: "COMPLETED" } }],
  });
});

test("case, accents and the order of given names do not matter", async () => {
  await roster.world.sql(
    "UPDATE member SET first_name = 'Mary Ann', first_name_key = 'maryann', given_names_key = 'ann mary' WHERE member_number = '100100'",
  );
  expect((await enter({ firstName: " ann-MÁRY ", lastName: "SMITH" })).errors).toEqual([]);
});

test.each([
  [{ programNumber: "A09999" }, "UNKNOWN_PROGRAM", "programNumber"],
  [{ memberNumber: "100999" }, "UNKNOWN_MEMBER", "memberNumber"],
  [{ lastName: "Smythe" }, "NAME_MISMATCH", "lastName"],
  [{ completionDate: "2009-04-11" }, "DATE_OUTSIDE_OFFERING", "completionDate"],
  [{ completionDate: "2009-04-21" }, "DATE_IN_FUTURE", "completionDate"],
  [{ credits: "10.25" }, "CREDITS_ABOVE_MAXIMUM", "credits"],
  [{ credits: "0.10" }, "CREDITS_NOT_WHOLE_STEPS", "credits"],
  [{ credits: "0" }, "CREDITS_NOT_POSITIVE", "credits"],
])("%j is refused by the rule of a roster's row", async (changes, code, field) => {
  const { errors } = await enter(changes);
  expect(errors).toHaveLength(1);
  expect(errors[0]?.extensions).toMatchObject({ code, field });
  expect(await traces(roster.world)).toMatchObject({ records: 0, certificates: 0, mails: 0 });
});

describe("a rule with a minimum", () => {
  const underRule = (step: string, minimum: string) =>
    roster.world.sql(
      `UPDATE credit_rule SET step = $1, minimum_credits = $2
       WHERE id = (SELECT credit_rule_id FROM program WHERE number = 'A09164')`,
      [step, minimum],
    );

  test("awards nothing below it, and the refusal says so", async () => {
    await underRule("0.10", "0.50");
    const { errors } = await enter({ credits: "0.20" });
    expect(errors.map(({ message, extensions }) => [extensions.code, message])).toEqual([
      [
        "CREDITS_NOT_WHOLE_STEPS",
        "0.20 is less than the 0.50 CEC that anything earns at least. Award that, or remove the row.",
      ],
    ]);
    expect((await enter({ credits: "0.50" })).errors).toEqual([]);
  });

  test("awards it where it is no step, and steps above it", async () => {
    await underRule("0.25", "0.30");
    expect((await enter({ credits: "0.40" })).errors[0]?.message).toBe(
      "0.40 is not in whole steps of 0.25 CEC. Round it to a step.",
    );
    expect((await enter({ credits: "0.30" })).errors).toEqual([]);
  });
});

test.each<Record<string, string>>([
  { completionDate: "0000-01-01" },
  { lastName: "\ud800" },
  { firstName: "a\u0000b" },
])("%j, which the database cannot keep, is refused and not a fault", async (changes) => {
  expect((await enter(changes)).errors[0]?.extensions.code).toBe("BAD_INPUT");
});

test("what was forgotten is added once staff extend the deadline of a completed program", async () => {
  await enter();
  await roster.world.runJobs();
  roster.world.setClock("2009-06-10T15:00:00Z");
  const second = { memberNumber: "100101", firstName: "Jane", lastName: "Jones" };
  expect((await enter(second)).errors[0]?.extensions.code).toBe("REPORTING_CLOSED");
  const program = {
    id: roster.programId,
    version: 0,
    number: null,
    name: "",
    status: "",
    offerings: [{ id: roster.offeringId }],
  };
  await step(roster.world, roster.staff.token, "extendReporting", program, { until: "2009-06-30" });
  expect((await enter(second)).errors).toEqual([]);
  expect(await traces(roster.world)).toMatchObject({ records: 2, certificates: 2, mails: 2 });
});

test("several wrong fields are told at once", async () => {
  const { errors } = await enter({ memberNumber: "100999", credits: "11", completionDate: "2009-04-09" });
  expect(errors[0]?.extensions.problems).toEqual([
    expect.objectContaining({ field: "memberNumber", code: "UNKNOWN_MEMBER" }),
    expect.objectContaining({ field: "completionDate", code: "DATE_OUTSIDE_OFFERING" }),
    expect.objectContaining({ field: "credits", code: "CREDITS_ABOVE_MAXIMUM" }),
  ]);
});

test("what is on record is not recorded again, by hand or by file, even at once", async () => {
  const answers = await Promise.all(Array.from({ length: 5 }, () => enter()));
  expect(answers.filter((answer) => answer.errors.length === 0)).toHaveLength(1);
  for (const { errors } of answers.filter((answer) => answer.errors.length > 0))
    expect(errors[0]?.extensions.code).toBe("ALREADY_RECORDED");
  const { data } = await roster.world.upload(
    roster.provider.token,
    uploadDocument,
    { providerId: roster.provider.id },
    csv(sampleRows),
  );
  expect(data.uploadAttendance.errors.nodes).toEqual([
    expect.objectContaining({ line: 2, code: "ALREADY_RECORDED", message: expect.stringContaining("entered by hand") }),
  ]);
});

test("another provider's program answers as one that does not exist", async () => {
  const foreign = await enter({}, roster.other.token);
  const absent = await enter({ programNumber: "A09999" }, roster.other.token);
  expect(JSON.stringify(foreign.errors).replaceAll("A09164", "N")).toBe(
    JSON.stringify(absent.errors).replaceAll("A09999", "N"),
  );
  expect(foreign.errors[0]?.extensions.code).toBe("UNKNOWN_PROGRAM");
});

test("an attendee may not", async () => {
  const attendee = await roster.world.account();
  expect((await enter({}, attendee.token)).errors[0]?.extensions.code).toBe("FORBIDDEN");
});

test("rosters and entries name people by a licence of a kind that is allowed there, or by a verified address; nothing is guessed", async () => {
  const { world, staff, provider } = roster;
  const kindDocument = "mutation ($input: LicenceKindInput!) { saveLicenceKind(input: $input) { id } }";
  const kind = async (input: object) => (await world.ok(staff.token, kindDocument, { input })).saveLicenceKind.id;
  const npi = await kind({ code: "NPI", name: "NPI", mask: "9999999999", checkDigit: "NPI", onRosters: true });
  const rn = await kind({ code: "RN", name: "Nurse", asksJurisdiction: true, isUnique: false, onRosters: true });
  const hidden = await kind({ code: "HIDDEN", name: "Hidden" });
  const idOf = async (number: string) =>
    (await world.sql("SELECT id FROM member WHERE member_number = $1", [number]))[0].id;
  const give = async (number: string, input: object) =>
    world.ok(
      staff.token,
      "mutation ($m: ID!, $input: LicenceInput!) { saveLicence(memberId: $m, input: $input) { id } }",
      {
        m: await idOf(number),
        input,
      },
    );
  await give("100100", { kindId: npi, number: "1234567893" });
  await give("100101", { kindId: rn, number: "123-456", jurisdiction: "TX" });
  await give("100102", { kindId: rn, number: "123456", jurisdiction: "FL" });
  await give("100103", { kindId: hidden, number: "5" });
  const send = async (rows: string[][]) =>
    (await world.upload(provider.token, uploadDocument, { providerId: provider.id }, csv(rows))).data.uploadAttendance;
  const row = (id: string, first: string, last: string) => ["A09164", id, first, last, "4/10/2009", "1"];
  const refused = await send([
    row("NPI 1234567893", "Jane", "Jones"),
    row("RN 123456", "Jane", "Jones"),
    row("HIDDEN 5", "Suzie", "Garcia"),
    row("NPI 1245319599", "John", "Smith"),
    row("nobody@example.test", "John", "Smith"),
  ]);
  expect(refused.errors.nodes.map(({ line, code }: { line: number; code: string }) => [line, code])).toEqual([
    [2, "NAME_MISMATCH"],
    [2, "NAME_MISMATCH"],
    [3, "AMBIGUOUS_MEMBER"],
    [4, "UNKNOWN_MEMBER"],
    [5, "UNKNOWN_MEMBER"],
    [6, "UNKNOWN_MEMBER"],
  ]);
  expect(refused.errors.nodes[2].message).toBe(
    "Line 3, AAST ID: several members have RN 123456. Write the member number instead. Did you mean 100101, Jane Jones or 100102, Sally Johnson?",
  );
  const enter = `mutation ($memberNumber: String!) { enterAttendance(input: { programNumber: "A09164", memberNumber: $memberNumber, firstName: "Suzie",
    lastName: "Garcia", completionDate: "2009-04-10", credits: "1" }) { member { memberNumber } } }`;
  expect(await world.refused(provider.token, enter, { memberNumber: "RN 123456" })).toBe("AMBIGUOUS_MEMBER");
  // As long as the address of a person may be.
  const longAddress = `${"long.name".repeat(6)}@example.test`;
  expect(await world.refused(provider.token, enter, { memberNumber: longAddress })).toBe("UNKNOWN_MEMBER");
  const done = await send([
    row("npi: 1234567893", "John", "Smith"),
    row("RN tx 123 456", "Jane", "Jones"),
    row("RN FL 123456", "Sally", "Johnson"),
    row("James.Miller@Example.test", "James", "Miller"),
    row("100103", "Suzie", "Garcia"),
  ]);
  expect(done.errors.nodes).toEqual([]);
  expect(done.status).toBe("PROCESSED");
  expect(
    await world.sql(
      "SELECT m.member_number AS n FROM attendance_record r JOIN member m ON m.id = r.member_id ORDER BY 1",
    ),
  ).toEqual(["100100", "100101", "100102", "100103", "100104"].map((n) => ({ n })));
});
