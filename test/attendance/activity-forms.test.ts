import { merge } from "../persons/merging.ts";
import { offering, operations, programIn } from "../programs/applications.ts";
import { World } from "../support/world.ts";
import { uploadDocument } from "./roster-world.ts";

// How a type of program is completed, how often it earns, and which offering of a day is meant.

let world: World;
let provider: Awaited<ReturnType<World["provider"]>>;
let staff: Awaited<ReturnType<World["staff"]>>;
let members: Awaited<ReturnType<World["member"]>>[];

beforeAll(async () => {
  world = await World.start({ signInDays: 36_500 });
  world.setClock("2026-01-02T16:00:00Z");
  provider = await world.provider();
  staff = await world.staff();
  members = [];
  for (const name of ["Ada", "Ben", "Cleo"])
    members.push(await world.member({ firstName: name, lastName: "Stone", email: `${name}@example.test` }));
});
afterAll(() => world.stop());
beforeEach(() => world.setClock("2026-01-02T16:00:00Z"));

let position = 20;
const type = async (facts: Record<string, unknown>): Promise<string> => {
  const input = {
    code: `KIND_${++position}`,
    name: "Kind",
    minimumMinutes: null,
    maximumMinutes: null,
    position,
    active: true,
    ...facts,
  };
  const save = "mutation ($input: ProgramTypeInput!) { saveProgramType(input: $input) { id } }";
  return (await world.ok(staff.token, save, { input })).saveProgramType.id;
};
const held = (typeId: string, ...days: (string | Record<string, unknown>)[]) =>
  programIn(world, { provider, staff }, "APPROVED", {
    typeId,
    offerings: days.map((day) => offering(typeof day === "string" ? { startsOn: day, endsOn: day } : day)),
  });
type Row = [who: number, date: string, offering?: string];
const text = (program: { number: string | null }, rows: Row[], credits = "1") =>
  ["Program ID,Member ID,First Name,Last Name,Completion Date,CECs,Offering"]
    .concat(
      rows.map(([who, date, which = ""]) =>
        [
          program.number,
          members[who]!.memberNumber,
          ["Ada", "Ben", "Cleo"][who],
          "Stone",
          date,
          credits,
          `"${which}"`,
        ].join(","),
      ),
    )
    .join("\n");
const send = async (program: { number: string | null }, rows: Row[], credits?: string) => {
  const answer = await world.upload(
    provider.token,
    uploadDocument,
    { providerId: provider.id },
    text(program, rows, credits),
  );
  await world.runJobs();
  const upload = answer.data.uploadAttendance;
  return {
    ...upload,
    found: upload.errors.nodes
      .filter(({ severity = "ERROR" }: { severity?: string }) => severity === "ERROR")
      .map(({ line, code }: { line: number; code: string }) => [line, code]),
  };
};
const records = (program: { id: string }) =>
  world.sql(
    `SELECT m.first_name AS who, r.completed_on AS on, r.credits FROM attendance_record r JOIN member m ON m.id = r.member_id
     WHERE r.program_id = $1 AND r.reversed_at IS NULL ORDER BY who, r.completed_on`,
    [program.id],
  );

test("a series earns once, where every date was attended; one missed date earns nothing, and is named", async () => {
  const program = await held(await type({ form: "SERIES" }), "2026-02-02", "2026-02-09", "2026-02-16");
  world.setClock("2026-02-12T16:00:00Z");
  expect((await send(program, [[0, "2026-02-02"]])).found).toContainEqual([2, "OFFERING_NOT_ENDED"]);
  world.setClock("2026-02-20T16:00:00Z");
  const missed = await send(program, [
    [0, "2026-02-02"],
    [0, "2026-02-09"],
    [0, "2026-02-16"],
    [1, "2026-02-02"],
    [1, "2026-02-16"],
  ]);
  expect(missed.found).toEqual([
    [5, "SERIES_INCOMPLETE"],
    [6, "SERIES_INCOMPLETE"],
  ]);
  expect(missed.errors.nodes[0].message).toContain(
    "2 dates of this series are reported for this member, and 3 are needed",
  );
  const good = await send(program, [
    [0, "2026-02-02"],
    [0, "2026-02-09"],
    [0, "2026-02-16"],
  ]);
  expect(good).toMatchObject({ status: "PROCESSED", rowCount: 3, recordedRows: 1 });
  expect(await records(program)).toEqual([{ who: "Ada", on: "2026-02-16", credits: "1.00" }]);
  const [{ status }] = await world.sql("SELECT status FROM program WHERE id = $1", [program.id]);
  expect(status).toBe("COMPLETED");
  // The same again, by another order of dates: it is on record.
  const again = await send(program, [
    [0, "2026-02-16"],
    [0, "2026-02-02"],
    [0, "2026-02-09"],
  ]);
  expect(again.found.map(([, code]: [number, string]) => code)).toContain("ALREADY_RECORDED");
  const amend = `mutation ($id: ID!, $file: Upload!) {
    amendAttendanceUpload(id: $id, file: $file, reason: "One more.", preview: false) { status addedRows changedRows removedRows } }`;
  const more: Row[] = ["2026-02-02", "2026-02-09", "2026-02-16"].flatMap((day) => [[0, day] as Row, [2, day] as Row]);
  const { data } = await world.upload(provider.token, amend, { id: good.id }, text(program, more));
  expect(data.amendAttendanceUpload).toEqual({ status: "PROCESSED", addedRows: 1, changedRows: 0, removedRows: 0 });
});

test("of a series enough dates can be enough", async () => {
  const program = await held(
    await type({ form: "SERIES", datesRequired: 2 }),
    "2026-02-02",
    "2026-02-09",
    "2026-02-16",
  );
  world.setClock("2026-02-20T16:00:00Z");
  const sent = await send(program, [
    [0, "2026-02-02"],
    [0, "2026-02-09"],
    [1, "2026-02-09"],
    [1, "2026-02-16"],
  ]);
  expect(sent).toMatchObject({ status: "PROCESSED", recordedRows: 2 });
  expect((await records(program)).map(({ who, on }: Record<string, string>) => [who, on])).toEqual([
    ["Ada", "2026-02-09"],
    ["Ben", "2026-02-16"],
  ]);
});

const undo = (id: string) =>
  world.ok(provider.token, 'mutation ($id: ID!) { undoAttendanceUpload(id: $id, reason: "Wrong file") { status } }', {
    id,
  });
const amendTo = async (id: string, program: { number: string | null }, rows: Row[]) => {
  const document = `mutation ($id: ID!, $file: Upload!) {
    amendAttendanceUpload(id: $id, file: $file, reason: "Who was missing.", preview: false) { status removedRows } }`;
  const { data } = await world.upload(provider.token, document, { id }, text(program, rows));
  await world.runJobs();
  return data.amendAttendanceUpload;
};
/** Which offerings are reported, by their places or days. */
const reported = async (program: { id: string }): Promise<string[]> =>
  (
    await world.sql(
      "SELECT coalesce(nullif(place, ''), starts_on::text) AS name FROM offering WHERE program_id = $1 AND reported_at IS NOT NULL ORDER BY name",
      [program.id],
    )
  ).map(({ name }: { name: string }) => name);
const twins = async () => {
  const day = { startsOn: "2026-03-02", endsOn: "2026-03-02" };
  const program = await held(await type({}), { ...day, place: "Hall A" }, { ...day, place: "Hall B" });
  world.setClock("2026-03-05T16:00:00Z");
  return program;
};
/** A report that comes a minute after the one before. */
let minute = 0;
const report = async (program: { number: string | null }, rows: Row[]): Promise<string> => {
  world.setClock(`2026-03-05T17:${String(++minute).padStart(2, "0")}:00Z`);
  const sent = await send(program, rows);
  expect(sent.status).toBe("PROCESSED");
  return sent.id;
};

test.each([
  { first: "Hall A", second: "Hall B" },
  { first: "Hall B", second: "Hall A" },
])(
  "of two offerings of one day that rosters name, $first reopens when its own is taken back",
  async ({ first, second }) => {
    const program = await twins();
    const one = await report(program, [[0, "2026-03-02", first]]);
    expect(await reported(program)).toEqual([first]);
    const other = await report(program, [[1, "2026-03-02", second]]);
    expect(await reported(program)).toEqual(["Hall A", "Hall B"]);
    await undo(one);
    expect(await reported(program)).toEqual([second]);
    const [{ status }] = await world.sql("SELECT status FROM program WHERE id = $1", [program.id]);
    expect(status).toBe("AWAITING_ATTENDANCE");
    await report(program, [[0, "2026-03-02", first]]);
    await undo(other);
    expect(await reported(program)).toEqual([first]);
  },
);

test("of two offerings of one day that one roster names, the one reopens that its correction leaves out", async () => {
  const program = await twins();
  const both = await report(program, [
    [0, "2026-03-02", "Hall A"],
    [1, "2026-03-02", "Hall B"],
  ]);
  expect(await amendTo(both, program, [[1, "2026-03-02", "Hall B"]])).toEqual({ status: "PROCESSED", removedRows: 1 });
  expect(await reported(program)).toEqual(["Hall B"]);
});

test("two offerings of one day that a roster does not tell apart stay reported as long as it stands, and reopen together", async () => {
  const program = await twins();
  const unnamed = await report(program, [[0, "2026-03-02"]]);
  const [{ place }] = await world.sql(
    "SELECT o.place FROM attendance_record r JOIN offering o ON o.id = r.offering_id WHERE r.program_id = $1",
    [program.id],
  );
  const other = await report(program, [[1, "2026-03-02", place === "Hall A" ? "Hall B" : "Hall A"]]);
  await undo(other);
  expect(await reported(program)).toEqual(["Hall A", "Hall B"]);
  await undo(unnamed);
  expect(await reported(program)).toEqual([]);
});

test("all dates of a series stay reported while one report of it stands, and reopen together", async () => {
  const program = await held(
    await type({ form: "SERIES", datesRequired: 2 }),
    "2026-02-02",
    "2026-02-09",
    "2026-02-16",
  );
  await world.sql("UPDATE offering SET place = '' , url = 'https://example.org' WHERE program_id = $1", [program.id]);
  const days = ["2026-02-02", "2026-02-09", "2026-02-16"];
  const ben: Row[] = [
    [1, "2026-02-02"],
    [1, "2026-02-09"],
  ];
  const sent = await report(program, [[0, "2026-02-09"], [0, "2026-02-16"], ...ben]);
  expect(await reported(program)).toEqual(days);
  expect(await amendTo(sent, program, ben)).toEqual({ status: "PROCESSED", removedRows: 1 });
  expect(await reported(program)).toEqual(days);
  await undo(sent);
  expect(await reported(program)).toEqual([]);
});

test("once in a calendar year: the second is refused, says which, when and where, and the next year earns again", async () => {
  const program = await held(await type({ repeats: "YEAR" }), "2026-11-20", "2026-12-20", "2027-01-05");
  world.setClock("2026-11-25T16:00:00Z");
  expect((await send(program, [[0, "2026-11-20"]])).status).toBe("PROCESSED");
  world.setClock("2026-12-25T16:00:00Z");
  const second = await send(program, [[0, "2026-12-20"]]);
  expect(second.found).toEqual([[2, "ALREADY_EARNED"]]);
  expect(second.errors.nodes[0].message).toContain("completed on 2026-11-20 at Chicago, IL");
  const enter = "mutation ($input: EnterAttendanceInput!) { enterAttendance(input: $input) { id } }";
  const entry = {
    programNumber: program.number,
    memberNumber: members[0]!.memberNumber,
    firstName: "Ada",
    lastName: "Stone",
    completionDate: "2026-12-20",
    credits: "1.00",
  };
  expect(await world.refused(provider.token, enter, { input: entry })).toBe("ALREADY_EARNED");
  world.setClock("2027-01-10T16:00:00Z");
  // Both in one file: the later line is named.
  expect(
    (
      await send(program, [
        [1, "2026-12-20"],
        [1, "2026-11-20"],
        [1, "2027-01-05"],
        [0, "2027-01-05"],
      ])
    ).found.filter(([, code]: [number, string]) => code !== "REPORTING_CLOSED"),
  ).toEqual([[3, "ALREADY_EARNED"]]);
  expect((await send(program, [[0, "2027-01-05"]])).status).toBe("PROCESSED");
});

test.each(["amended to another date", "undone"])(
  "once in a calendar year, also where what stood behind other attendance comes back as that is %s",
  async (how) => {
    const days = ["2026-09-10", "2026-10-10", "2026-11-10", "2026-12-10"];
    const persons: Awaited<ReturnType<World["member"]>>[] = [];
    for (const name of ["Dora", "Eve", "Finn"])
      persons.push(
        await world.member({ firstName: name, lastName: "Moor", email: `${name}@${how.length}.example.test` }),
      );
    const program = await held(await type({ repeats: "YEAR" }), ...days);
    world.setClock("2026-12-12T16:00:00Z");
    const file = (rows: [who: number, day: string][]) =>
      ["Program ID,Member ID,First Name,Last Name,Completion Date,CECs"]
        .concat(
          rows.map(([who, day]) =>
            [program.number, persons[who]!.memberNumber, ["Dora", "Eve", "Finn"][who], "Moor", day, "1"].join(","),
          ),
        )
        .join("\n");
    const sent = async (...rows: [who: number, day: string][]) =>
      (await world.upload(provider.token, uploadDocument, { providerId: provider.id }, file(rows))).data
        .uploadAttendance;
    await world.sql("UPDATE offering SET reporting_extended_to = '2026-12-31' WHERE program_id = $1", [program.id]);
    const first = await sent([0, days[0]!]);
    expect([first, await sent([1, days[1]!], [2, days[2]!])]).toMatchObject([
      { status: "PROCESSED" },
      { status: "PROCESSED" },
    ]);
    await world.runJobs();
    for (const other of [1, 2]) await merge(world, staff.token, persons[0]!.id, persons[other]!.id);
    const dates = async () => (await records(program)).map(({ on }) => on);
    expect(await dates()).toEqual([days[0]]);
    if (how === "undone") {
      // No more comes back than is approved by then.
      const [{ version }] = await world.sql("SELECT version FROM program WHERE id = $1", [program.id]);
      await world.ok(staff.token, operations.correctCredits, {
        id: program.id,
        version,
        credits: "0.50",
        reason: "Counted again.",
        creditKinds: [],
      });
      await undo(first.id);
      const [back, ...more] = await dates();
      expect([more, days.slice(1, 3).includes(back)]).toEqual([[], true]);
      expect(
        await world.sql("SELECT credits FROM attendance_record WHERE program_id = $1 AND reversed_at IS NULL", [
          program.id,
        ]),
      ).toEqual([{ credits: "0.50" }]);
      return;
    }
    const amend = `mutation ($id: ID!, $file: Upload!) {
    amendAttendanceUpload(id: $id, file: $file, reason: "Another date.", preview: false) { status } }`;
    const amended = await world.upload(provider.token, amend, { id: first.id }, file([[0, days[3]!]]));
    expect(amended.data.amendAttendanceUpload).toEqual({ status: "PROCESSED" });
    expect(await dates()).toEqual([days[3]]);
  },
);

test("once for a program, or in a cycle of years; a rule that is set later holds from the next day on", async () => {
  const cycle = await held(
    await type({ repeats: "CYCLE", cycleYears: 2, cycleFrom: 2025 }),
    "2026-01-20",
    "2026-12-30",
    "2027-01-02",
  );
  const typeId = await type({});
  const later = await held(typeId, "2026-01-10", "2026-01-12", "2026-01-20");
  world.setClock("2026-01-15T16:00:00Z");
  expect(
    (
      await send(later, [
        [0, "2026-01-10"],
        [0, "2026-01-12"],
      ])
    ).status,
  ).toBe("PROCESSED");
  const [row] = await world.sql("SELECT * FROM program_type WHERE id = $1", [typeId]);
  const input = {
    code: row.code,
    name: row.name,
    minimumMinutes: null,
    maximumMinutes: null,
    position: row.position,
    active: true,
  };
  const save =
    "mutation ($id: ID, $version: Int, $input: ProgramTypeInput!) { saveProgramType(id: $id, version: $version, input: $input) { version } }";
  await world.ok(staff.token, save, { id: typeId, version: row.version, input: { ...input, repeats: "PROGRAM" } });
  expect(
    await world.refused(staff.token, save, {
      id: typeId,
      version: row.version + 1,
      input: { ...input, form: "ON_DEMAND" },
    }),
  ).toBe("BAD_INPUT");
  expect(
    await world.refused(staff.token, save, { id: null, input: { ...input, code: "OTHER", repeats: "CYCLE" } }),
  ).toBe("BAD_INPUT");
  world.setClock("2026-01-25T16:00:00Z");
  expect(
    (
      await send(later, [
        [1, "2026-01-10"],
        [1, "2026-01-12"],
      ])
    ).status,
  ).toBe("PROCESSED");
  expect((await send(later, [[1, "2026-01-20"]])).found).toEqual([[2, "ALREADY_EARNED"]]);
  expect((await send(cycle, [[0, "2026-01-20"]])).status).toBe("PROCESSED");
  world.setClock("2027-01-05T16:00:00Z");
  expect((await send(cycle, [[0, "2026-12-30"]])).found).toEqual([[2, "ALREADY_EARNED"]]);
  expect((await send(cycle, [[0, "2027-01-02"]])).status).toBe("PROCESSED");
});

test("two offerings on one day are told apart by what the row names; what it does not name stays to be reported", async () => {
  const day = { startsOn: "2026-03-10", endsOn: "2026-03-10" };
  const program = await held(
    (await world.sql("SELECT id FROM program_type WHERE code = 'LECTURE'"))[0].id,
    { ...day, place: "Chicago, IL" },
    { ...day, place: "Urbana, IL" },
    { ...day, format: "VIRTUAL", place: "", url: "https://live.example.test/a" },
    { startsOn: "2026-03-09", endsOn: "2026-03-09", place: "Peoria, IL" },
  );
  const state = () =>
    world.sql(
      `SELECT coalesce(nullif(o.place, ''), o.url) AS place, o.reported_at IS NOT NULL AS reported,
         (SELECT count(*)::int FROM attendance_record r WHERE r.offering_id = o.id AND r.reversed_at IS NULL) AS people
       FROM offering o WHERE o.program_id = $1 AND o.starts_on = '2026-03-10' ORDER BY place`,
      [program.id],
    );
  world.setClock("2026-03-12T16:00:00Z");
  const unknown = await send(program, [[0, "2026-03-10", "Boston"]]);
  expect(unknown.found).toEqual([[2, "UNKNOWN_OFFERING"]]);
  // A day of the program is none of the offering that is named; one on which nothing was held is wrong beside an unknown offering.
  const otherDay = await send(program, [
    [0, "2026-03-10", "Peoria"],
    [1, "2026-03-11", "Boston"],
  ]);
  expect(otherDay.errors.nodes.map(({ message }: { message: string }) => message)).toEqual([
    "Line 2, Completion Date: 2026-03-10 is not a day of the offering Peoria, which took place on 2026-03-09. Correct the date or the offering.",
    expect.stringContaining("which took place on 2026-03-09, 2026-03-10, 2026-03-10, 2026-03-10"),
    expect.stringContaining("no offering Boston"),
  ]);
  // Who was at two of them, one after the other, is reported for both.
  const sent = await send(program, [
    [0, "2026-03-10", "chicago"],
    [0, "2026-03-10", "Urbana, IL"],
    [1, "2026-03-10", "Urbana"],
  ]);
  expect(sent.found).toEqual([]);
  expect(await state()).toEqual([
    { place: "Chicago, IL", reported: true, people: 1 },
    { place: "Urbana, IL", reported: true, people: 2 },
    { place: "https://live.example.test/a", reported: false, people: 0 },
  ]);
  const nobody = "mutation ($offeringId: ID!) { reportNobodyAttended(offeringId: $offeringId) { id status } }";
  const unreported = await world.sql("SELECT id FROM offering WHERE program_id = $1 AND reported_at IS NULL", [
    program.id,
  ]);
  expect(unreported).toHaveLength(2);
  for (const { id: offeringId } of unreported) await world.ok(provider.token, nobody, { offeringId });
  await world.runJobs();
  expect((await world.sql("SELECT status FROM program WHERE id = $1", [program.id]))[0].status).toBe("COMPLETED");
});
