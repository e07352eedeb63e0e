import { offering, programIn, typeId } from "../programs/applications.ts";
import { World } from "../support/world.ts";
import { uploadDocument } from "./roster-world.ts";

// Files as people send them. Behind each stands a fault that was reported in public about a system that does this job.

let world: World;
let provider: Awaited<ReturnType<World["provider"]>>;
let staff: Awaited<ReturnType<World["staff"]>>;
const names = [
  ["John", "Smith"],
  ["Jane", "Jones"],
  ["Sally", "Johnson"],
  ["Suzie", "Garcia"],
] as const;
let numbers: string[];

beforeAll(async () => {
  world = await World.start({ signInDays: 36_500 });
  world.setClock("2026-03-06T16:00:00Z");
  provider = await world.provider();
  staff = await world.staff();
  await world.sql("UPDATE accreditor_settings SET member_id_label = 'AAST ID'");
  numbers = [];
  for (const [firstName, lastName] of names)
    numbers.push((await world.member({ firstName, lastName, email: `${firstName}@example.test` })).memberNumber);
});
afterAll(() => world.stop());
beforeEach(() => world.setClock("2026-03-06T16:00:00Z"));

const held = (days: readonly (readonly [string, string])[], facts: Record<string, unknown> = {}) =>
  programIn(world, { provider, staff }, "APPROVED", {
    offerings: days.map(([startsOn, endsOn]) => offering({ startsOn, endsOn })),
    ...facts,
  });
const headings = ["Program ID", "AAST ID", "First Name", "Last Name", "Completion Date", "CECs"];
const send = async (rows: string[][], separator = ",") => {
  const text = [headings, ...rows].map((cells) => `${cells.join(separator)}\r\n`).join("");
  const answer = await world.upload(provider.token, uploadDocument, { providerId: provider.id }, text);
  await world.runJobs();
  return answer.data.uploadAttendance;
};
const row = (program: { number: string | null }, who: number, date: string, credits: string) => [
  program.number ?? "",
  numbers[who]!,
  ...names[who]!,
  date,
  credits,
];
const state = async (program: { id: string }) =>
  (
    await world.ok(
      staff.token,
      "query ($id: ID!) { program(id: $id) { status availableActions offerings { id reportedAt } } }",
      { id: program.id },
    )
  ).program;
const nobody = "mutation ($offeringId: ID!) { reportNobodyAttended(offeringId: $offeringId) { id status } }";

test("a pre-recorded activity is reported while it runs, each within the time after its own day, over a New Year, too", async () => {
  const program = await held([["2026-04-01", "2027-12-31"]], { typeId: await typeId(world, "PRE_RECORDED") });
  world.setClock("2026-04-10T16:00:00Z");
  expect((await state(program)).availableActions).toContain("REPORT_ATTENDANCE");
  expect((await send([row(program, 0, "4/5/2026", "1")])).status).toBe("PROCESSED");
  // It goes on: nothing of it is reported for good, and its certificate is there.
  expect(await state(program)).toMatchObject({ status: "APPROVED", offerings: [{ reportedAt: null }] });
  expect(await world.sql("SELECT completed_on, credits FROM certificate WHERE program_id = $1", [program.id])).toEqual([
    { completed_on: "2026-04-05", credits: "1.00" },
  ]);
  const early = await send([row(program, 1, "4/11/2026", "1")]);
  expect(early.errors.nodes.map(({ code }: { code: string }) => code)).toEqual(["DATE_IN_FUTURE"]);
  world.setClock("2027-01-20T16:00:00Z");
  expect((await send([row(program, 1, "12/31/2026", "1"), row(program, 2, "1/2/2027", "1")])).status).toBe("PROCESSED");
  // 45 days after the day on which it was completed, to the end of that day.
  world.setClock("2027-02-14T16:00:00Z");
  const late = await send([row(program, 3, "12/30/2026", "1")]);
  expect(late.errors.nodes.map(({ code, message }: { code: string; message: string }) => [code, message])).toEqual([
    ["REPORTING_CLOSED", expect.stringContaining("2027-02-13")],
  ]);
  expect((await send([row(program, 3, "12/31/2026", "1")])).status).toBe("PROCESSED");
});

test("that nobody attended is a report of its own, and brings a program of several dates to its end", async () => {
  const program = await held([
    ["2026-04-10", "2026-04-10"],
    ["2026-05-10", "2026-05-10"],
  ]);
  const [first, second] = (await state(program)).offerings;
  expect(await world.refused(provider.token, nobody, { offeringId: first.id })).toBe("OFFERING_NOT_ENDED");
  world.setClock("2026-05-12T16:00:00Z");
  const empty = await send([]);
  expect(empty.errors.nodes.map(({ code }: { code: string }) => code)).toEqual(["NO_ROWS"]);
  expect(empty.errors.nodes[0].message).toContain("if nobody attended, report just that");
  const other = await world.provider({ name: "Another one" });
  expect(await world.refused(other.token, nobody, { offeringId: second.id })).toBe("NOT_FOUND");
  await send([row(program, 0, "4/10/2026", "1")]);
  expect((await state(program)).status).toBe("AWAITING_ATTENDANCE");
  expect(await world.ok(provider.token, nobody, { offeringId: second.id })).toEqual({
    reportNobodyAttended: { id: program.id, status: "AWAITING_FEE" },
  });
  await world.runJobs();
  expect((await state(program)).status).toBe("COMPLETED");
  expect(await world.refused(provider.token, nobody, { offeringId: second.id })).toBe("ALREADY_REPORTED");
  // Somebody was forgotten: the time is still open.
  expect((await send([row(program, 1, "5/10/2026", "1")])).status).toBe("PROCESSED");
});

test("a comma is a decimal comma where it does not separate columns", async () => {
  const program = await held([["2026-04-20", "2026-04-20"]]);
  world.setClock("2026-04-22T16:00:00Z");
  const answer = await send([row(program, 0, "4/20/2026", "1,5"), row(program, 1, "4/20/2026", "0,50")], ";");
  expect(answer).toMatchObject({ status: "PROCESSED", recordedRows: 2 });
  expect(
    await world.sql("SELECT credits FROM attendance_record WHERE program_id = $1 ORDER BY credits", [program.id]),
  ).toEqual([{ credits: "0.50" }, { credits: "1.50" }]);
  const quoted = await send([row(program, 2, "4/20/2026", '"1,5"')]);
  expect(quoted.errors.nodes.map(({ code }: { code: string }) => code)).toEqual(["INVALID_CREDITS"]);
});

test("the whole list once more, with one more, is told how to be a correction", async () => {
  const program = await held([["2026-04-21", "2026-04-21"]]);
  world.setClock("2026-04-23T16:00:00Z");
  const rows = [1, 2, 3].map((who) => row(program, who, "4/21/2026", "1"));
  const first = await send(rows.slice(0, 2));
  const again = await send(rows);
  expect(again.errors.nodes).toHaveLength(2);
  expect(again.errors.nodes[0].message).toContain(`(upload ${first.id})`);
  expect(again.errors.nodes[0].message).toContain("correct that upload with it");
});

test("a day-first date that is the program's day is offered, never guessed", async () => {
  const program = await held([["2026-11-12", "2026-11-12"]]);
  world.setClock("2026-11-28T16:00:00Z");
  const answer = await send([row(program, 0, "12/11/2026", "1")]);
  expect(
    answer.errors.nodes.map(({ code, message, suggestions }: Record<string, unknown>) => [code, message, suggestions]),
  ).toEqual([
    [
      "DATE_IN_FUTURE",
      "Line 2, Completion Date: 12/11/2026 is December 11, 2026 with the month first, and November 12, 2026, a day of this program, with the day first. If that is meant, write 11/12/2026.",
      ["2026-11-12"],
    ],
  ]);
  // A twelfth may be a December: the last month that there is.
  const december = await held([["2026-12-03", "2026-12-03"]]);
  world.setClock("2026-12-10T16:00:00Z");
  const [last] = (await send([row(december, 0, "3/12/2026", "1")])).errors.nodes;
  expect([last.code, last.suggestions]).toEqual(["DATE_OUTSIDE_OFFERING", ["2026-12-03"]]);
  // Neither reading is a day of it: nothing is offered.
  const [other] = (await send([row(program, 0, "3/4/2026", "1")])).errors.nodes;
  expect([other.code, other.suggestions]).toEqual(["DATE_OUTSIDE_OFFERING", []]);
});

/** Two people's rows as somebody's program writes them, and what comes of it: PROCESSED, or each finding. */
const asWritten: [string, (rows: string[][]) => string | Buffer, string[]][] = [
  [
    "in UTF-16 with semicolons, quotes around everything, and a decimal comma",
    (rows) =>
      Buffer.from(
        `\uFEFF${lines(
          rows.map((cells) => [...cells.slice(0, 5), "1,50"]),
          ";",
          (cell) => `"${cell}"`,
        )}`,
        "utf16le",
      ),
    ["PROCESSED"],
  ],
  [
    "behind a byte order mark, its headings in capitals, in another order, and with spaces around",
    (rows) =>
      `\uFEFF${[headings, ...rows].map(([a, b, c, d, e, f], at) => (at === 0 ? [f, b, c, d, e, a].map((name) => ` ${name?.toUpperCase()} `) : [f, b, c, d, e, a]).join("\t")).join("\r")}`,
    ["PROCESSED"],
  ],
  [
    "with blank lines, lines of commas, and spaces around every cell",
    (rows) => `${lines(rows, ",", (cell) => ` ${cell} `).replaceAll("\r\n", "\r\n\r\n,,,,,\r\n")}\r\n\r\n`,
    ["PROCESSED"],
  ],
  [
    "with names in capitals and with accents that nobody has",
    (rows) =>
      lines(
        rows.map(([a, b, c, d, ...rest]) => [
          a!,
          b!,
          c!.toUpperCase(),
          d!.normalize("NFD").toUpperCase().replace("O", "Ó"),
          ...rest,
        ]),
      ),
    ["PROCESSED"],
  ],
  [
    "with dates as a workbook counts them",
    (rows) => lines(rows.map((cells) => [...cells.slice(0, 4), "46141", cells[5]!])),
    ["PROCESSED"],
  ],
  [
    "with a row of totals at its end",
    (rows) => lines([...rows, ["", "", "", "Total", "", "3.00"]]),
    ["4 Program ID MISSING_VALUE", "4 AAST ID MISSING_VALUE", "4 Completion Date MISSING_VALUE"],
  ],
  ["with somebody twice", (rows) => lines([...rows, rows[0]!]), ["4 null DUPLICATE_ROW"]],
  [
    "with titles before the given names",
    (rows) => lines(rows.map(([a, b, c, ...rest]) => [a!, b!, `Dr. ${c}`, ...rest])),
    ["2 First Name NAME_MISMATCH", "3 First Name NAME_MISMATCH"],
  ],
  [
    "with a heading that nobody knows and one that is missing",
    (rows) => lines(rows).replace("CECs", "Stars"),
    ["1 CECs MISSING_COLUMN", "1 Stars UNKNOWN_COLUMN"],
  ],
  [
    "with credits in words",
    (rows) => lines(rows.map((cells) => [...cells.slice(0, 5), "one and a half"])),
    ["2 CECs INVALID_CREDITS", "3 CECs INVALID_CREDITS"],
  ],
];
function lines(rows: string[][], separator = ",", cell = (text: string) => text): string {
  return [headings, ...rows].map((cells) => `${cells.map(cell).join(separator)}\r\n`).join("");
}

test.each(asWritten)("a file %s", async (_, write, outcome) => {
  const program = await held([["2026-04-29", "2026-04-29"]]);
  world.setClock("2026-05-01T16:00:00Z");
  const rows = [0, 1].map((who) => row(program, who, "4/29/2026", "1.50"));
  const { data } = await world.upload(provider.token, uploadDocument, { providerId: provider.id }, write(rows));
  const { status, errors } = data.uploadAttendance;
  const findings = errors.nodes.map(({ line, column, code }: Record<string, unknown>) => `${line} ${column} ${code}`);
  expect(findings.length > 0 ? findings : [status]).toEqual(outcome);
  const stored = await world.sql("SELECT credits FROM attendance_record WHERE program_id = $1", [program.id]);
  expect(stored).toEqual(outcome[0] === "PROCESSED" ? [{ credits: "1.50" }, { credits: "1.50" }] : []);
});
