import { offering, programIn } from "../programs/applications.ts";
import { csv, type RosterWorld, startRosterWorld } from "./roster-world.ts";

let roster: RosterWorld;
let number: string;

/** With a program that was held on two Saturdays. */
async function start(config: Parameters<typeof startRosterWorld>[0] = {}): Promise<void> {
  roster = await startRosterWorld(config);
  const { world, provider, staff } = roster;
  world.setClock("2009-01-12T16:00:00Z");
  const program = await programIn(world, { provider, staff }, "APPROVED", {
    minutes: 60,
    requestedCredits: "1.00",
    offerings: ["2009-04-11", "2009-04-18"].map((day) => offering({ startsOn: day, endsOn: day })),
  });
  number = program.number ?? "";
  world.setClock("2009-04-20T15:00:00Z");
}
afterEach(() => roster.world.stop());

const document = `mutation ($providerId: ID!, $file: Upload!, $preview: Boolean) {
  uploadAttendance(providerId: $providerId, file: $file, preview: $preview) {
    id status recordedRows errorCount warningCount message errorKinds { code severity count }
    errors { nodes { line column code severity message } }
    only: errors(severity: ERROR) { totalCount }
  }
}`;
const row = (day: string, member: [string, string, string] = ["100100", "John", "Smith"], credits = "1") => [
  number,
  ...member,
  day,
  credits,
];
const upload = async (rows: string[][], preview = false, token = roster.provider.token) => {
  const { data, errors } = await roster.world.upload(
    token,
    document,
    { providerId: roster.provider.id, preview },
    csv(rows),
  );
  expect(errors).toEqual([]);
  return data.uploadAttendance;
};
const warning = {
  line: 2,
  column: null,
  code: "REPEATED_PROGRAM",
  severity: "WARNING",
  message:
    "Line 2: this member has credit of another date of this program already, completed on 2009-04-11. Remove the row unless they attended twice.",
};

test("credit of another date of the program is a warning: shown in preview, answer and download, and recorded all the same", async () => {
  await start();
  expect(await upload([row("4/11/2009")])).toMatchObject({ status: "PROCESSED", warningCount: 0 });
  const second = [row("4/18/2009"), row("4/18/2009", ["100101", "Jane", "Jones"])];
  expect(await upload(second, true)).toMatchObject({
    status: "PREVIEWED",
    errorCount: 0,
    warningCount: 1,
    message:
      "No errors, but a warning to look at: the 2 rows of this file can be recorded. Nothing has been recorded yet.",
    errors: { nodes: [warning] },
  });
  const { id, ...done } = await upload(second);
  expect(done).toEqual({
    status: "PROCESSED",
    recordedRows: 2,
    errorCount: 0,
    warningCount: 1,
    message: "Record was successfully processed",
    errorKinds: [{ code: "REPEATED_PROGRAM", severity: "WARNING", count: 1 }],
    errors: { nodes: [warning] },
    only: { totalCount: 0 },
  });
  const download = await roster.world.fetch(`/attendance/uploads/${id}/errors.csv`, { token: roster.provider.token });
  expect((await download.text()).split("\r\n").slice(0, 2)).toEqual([
    "Line,Column,Value,Code,Message,Severity",
    `2,,,REPEATED_PROGRAM,"${warning.message}",WARNING`,
  ]);
});

test("a file with an error beside it is refused, and both are listed", async () => {
  await start();
  await upload([row("4/11/2009")]);
  expect(await upload([row("4/18/2009"), row("4/18/2009", ["100101", "Jane", "Jones"], "2")])).toMatchObject({
    status: "REJECTED",
    recordedRows: 0,
    errorCount: 1,
    warningCount: 1,
    errors: { nodes: [warning, { line: 3, code: "CREDITS_ABOVE_MAXIMUM", severity: "ERROR" }] },
    only: { totalCount: 1 },
  });
});

test("an entry that is recorded answers with its warnings", async () => {
  await start();
  const enter = (completionDate: string) =>
    roster.world.ok(
      roster.provider.token,
      `mutation ($input: EnterAttendanceInput!) {
        enterAttendance(input: $input) { credits warnings { code severity message } }
      }`,
      {
        input: {
          programNumber: number,
          memberNumber: "100100",
          firstName: "John",
          lastName: "Smith",
          completionDate,
          credits: "1",
        },
      },
    );
  expect((await enter("2009-04-11")).enterAttendance).toEqual({ credits: "1.00", warnings: [] });
  expect((await enter("2009-04-18")).enterAttendance).toEqual({
    credits: "1.00",
    warnings: [
      {
        code: "REPEATED_PROGRAM",
        severity: "WARNING",
        message:
          "This member has credit of another date of this program already, completed on 2009-04-11. Remove the row unless they attended twice.",
      },
    ],
  });
});

test("warnings are no guesses: a provider whose day's guesses are used up may send a file that has some", async () => {
  await start({ rateLimits: { memberGuessesByProvider: 1 } });
  await upload([row("4/11/2009")]);
  expect((await upload([row("4/18/2009", ["100100", "Jon", "Smith"])])).status).toBe("REJECTED");
  expect(await upload([row("4/18/2009")])).toMatchObject({ status: "PROCESSED", warningCount: 1 });
  // Beyond that the refusal names the limit, and no time to wait for: most often a column is not what it is taken for.
  const { errors } = await roster.world.upload(
    roster.provider.token,
    document,
    { providerId: roster.provider.id },
    csv([row("4/25/2009", ["100100", "Jon", "Smith"])]),
  );
  expect(errors[0]?.extensions).toEqual({
    code: "TOO_MANY_REQUESTS",
    limit: "memberGuessesByProvider",
    most: 1,
    remaining: 0,
    retryable: false,
  });
});
