import { programIn } from "../programs/applications.ts";
import { csv, type RosterWorld, sampleRows, startRosterWorld, uploadDocument } from "./roster-world.ts";

let roster: RosterWorld;
/** Of the other provider, in the same week. */
let numbers: string[];
beforeAll(async () => {
  roster = await startRosterWorld();
  const { world, other, staff } = roster;
  world.setClock("2009-01-12T16:00:00Z");
  numbers = [];
  for (const day of ["2009-04-11", "2009-04-12", "2009-04-13"]) {
    const offerings = [
      { startsOn: day, endsOn: day, timeZone: "America/Chicago", format: "IN_PERSON", place: "Chicago" },
    ];
    const { number } = await programIn(world, { provider: other, staff }, "APPROVED", { offerings });
    numbers.push(number ?? "");
  }
  world.setClock("2009-04-20T15:00:00Z");
});
afterAll(() => roster.world.stop());

const people = sampleRows.map((row) => row.slice(1, 4));
const rowsOf = (number: string, index: number, members: string[][]) =>
  members.map((person) => [number, ...person, `4/${11 + index}/2009`, "1"]);

test("rosters that name the same programs in different orders, at once, are tallied exactly", async () => {
  const { world, other, provider } = roster;
  const programs = numbers.map((number, index) => ({ number, index }));
  const send = (token: string, providerId: string, rows: string[][]) =>
    world.upload(token, uploadDocument, { providerId }, csv(rows));
  // The first three rosters differ in their members and in the order of their programs.
  const answers = await Promise.all([
    send(
      other.token,
      other.id,
      programs.flatMap(({ number, index }) => rowsOf(number, index, people.slice(0, 2))),
    ),
    send(
      other.token,
      other.id,
      programs.toReversed().flatMap(({ number, index }) => rowsOf(number, index, people.slice(2, 4))),
    ),
    send(
      other.token,
      other.id,
      programs.flatMap(({ number, index }) => rowsOf(number, index, people.slice(4))),
    ),
    send(provider.token, provider.id, sampleRows),
  ]);
  expect(answers.map(({ data }) => data.uploadAttendance.recordedRows)).toEqual([6, 6, 3, 5]);
  expect(await world.wrongTallies()).toEqual([]);
});

const listDocument = `query ($filter: AttendanceFilter, $first: Int, $offset: Int) {
  attendance(filter: $filter, first: $first, offset: $offset) { totalCount nodes { id } }
}`;

test("a total is that of the rows that the viewer finds, whatever is asked", async () => {
  const { world, other, provider, staff } = roster;
  const attendee = await world.signIn("john.smith@example.test");
  const days = [{}, { completedFrom: "2009-04-11" }, { completedTo: "2009-04-12" }, { completedTo: "2009-04-01" }];
  const filters = days.flatMap((day) =>
    [
      {},
      { programNumber: numbers[1] },
      { memberNumber: "100100" },
      { providerId: other.id },
      { providerId: "none" },
    ].map((more) => ({ ...day, ...more })),
  );
  const totalsFor = async (token: string): Promise<number[]> => {
    const totals: number[] = [];
    for (const filter of filters) {
      const whole = (await world.ok(token, listDocument, { filter, first: 100 })).attendance;
      const page = (await world.ok(token, listDocument, { filter, first: 1 })).attendance;
      const beyond = (await world.ok(token, listDocument, { filter, first: 1, offset: 1_000 })).attendance;
      expect([filter, page.totalCount, beyond.totalCount]).toEqual([filter, whole.nodes.length, whole.nodes.length]);
      totals.push(whole.nodes.length);
    }
    return totals.slice(0, 5);
  };
  expect(await totalsFor(staff.token)).toEqual([20, 5, 4, 15, 0]);
  expect(await totalsFor(other.token)).toEqual([15, 5, 3, 15, 0]);
  expect(await totalsFor(provider.token)).toEqual([5, 0, 1, 0, 0]);
  expect(await totalsFor(attendee)).toEqual([4, 1, 4, 3, 0]);
});

test("a record keeps its program and its day", async () => {
  const { world } = roster;
  for (const change of [
    "completed_on = completed_on + 1",
    `program_id = (SELECT id FROM program WHERE number = '${numbers[0]}')`,
  ])
    await expect(
      world.sql(`UPDATE attendance_record SET ${change} WHERE program_id = $1`, [roster.programId]),
    ).rejects.toThrow("An attendance record keeps its program and its day");
  expect(await world.wrongTallies()).toEqual([]);
});
