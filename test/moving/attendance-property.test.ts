import fc from "fast-check";
import { BundleWorld } from "../support/bundle-world.ts";

let bundles: BundleWorld;
beforeAll(async () => {
  bundles = await BundleWorld.start();
  await bundles.world.sql(
    "INSERT INTO repeat_rule (type_id, starts_on, scope) SELECT id, '2000-01-01', 'YEAR' FROM program_type WHERE name = 'Webinar'",
  );
});
afterAll(() => bundles.world.stop());

const today = "2026-05-01";
const days = ["2010-03-01", "2010-03-02", "2010-09-01", "2011-03-01", "2026-04-30", "2026-09-01"];

interface Offering {
  program: string;
  number: string;
  from: string;
  to: string;
  reported: boolean;
}

interface Row {
  program: string;
  offering: string;
  member: string;
  day: string;
  credits: string;
}

const programs = {
  A09001: { type: "Single Lecture/Workshop", status: "Completed", credits: "2" },
  A09002: { type: "Webinar", status: "Completed", credits: "1" },
  A09003: { type: "Single Lecture/Workshop", status: "Denied", credits: "" },
  A09004: { type: "Webinar", status: "Approved", credits: "1.5" },
} as const;
const numbers = Object.keys(programs) as (keyof typeof programs)[];

/** Of every program one that is to be held, so that approved ones have something to report; completed ones have none to come. */
const offeringsOf = (drawn: Offering[]): Offering[] => {
  const found: Offering[] = [];
  for (const each of drawn) {
    if (each.from > each.to) continue;
    if (programs[each.program as keyof typeof programs].status === "Completed" && each.to >= today) continue;
    if (found.some((o) => o.program === each.program && o.number === each.number)) continue;
    if (each.number === "" && found.some((o) => o.program === each.program && o.number === "" && o.from === each.from))
      continue;
    found.push(each);
  }
  for (const program of numbers)
    if (!found.some((o) => o.program === program && (program !== "A09004" || o.to >= today)))
      found.push(
        program === "A09004"
          ? { program, number: "last", from: "2027-01-01", to: "2027-01-01", reported: false }
          : { program, number: "first", from: "2009-01-01", to: "2009-01-01", reported: true },
      );
  return found;
};

/** The second answer: row by row, as one would by hand. */
function faultsOf(rows: readonly Row[], offerings: readonly Offering[]): string[] {
  const found: string[] = [];
  const members: Record<string, string> = { "100200": "jane", "100201": "jim", "99001": "jane" };
  const seen = new Map<string, number>();
  const meant = rows.map((row, i) => {
    const program = programs[row.program as keyof typeof programs];
    const fits = offerings.filter(
      (o) =>
        o.program === row.program &&
        (row.offering ? o.number === row.offering : o.from <= row.day && row.day <= o.to && row.day <= today),
    );
    const offering = fits.length === 1 ? fits[0] : undefined;
    const member = members[row.member];
    const key = `${member ?? row.member} ${offering ? offerings.indexOf(offering) : `${row.program} ${row.offering} ${row.day}`}`;
    const first = !seen.has(key);
    if (first) seen.set(key, i);
    return { row, i, program, fits, offering, member, first };
  });
  for (const { row, i, program, fits, offering, member, first } of meant) {
    const say = (column: string, code: string) => found.push(`${i + 2} ${column} ${code}`);
    const approved = program && program.status !== "Denied";
    if (!first) say("Member ID", "DUPLICATE_ROW");
    if (!program) say("Program ID", "UNKNOWN_PROGRAM");
    if (program && row.offering && !offering) say("Offering", "UNKNOWN_OFFERING");
    if (!member) say("Member ID", "UNKNOWN_MEMBER");
    if (program && !approved && first) say("Program ID", "PROGRAM_NOT_APPROVED");
    if (row.day > today) say("Completion Date", "DATE_IN_FUTURE");
    else if (program) {
      if (offering ? row.day < offering.from || row.day > offering.to : !row.offering && fits.length === 0)
        say("Completion Date", "DATE_OUTSIDE_OFFERING");
      if (!row.offering && fits.length > 1) say("Offering", "UNKNOWN_OFFERING");
      if (offering && offering.to >= today) say("Completion Date", "OFFERING_NOT_ENDED");
    }
    const isReported = offering && (offering.reported || program?.status === "Completed");
    if (offering && !isReported && offering.to < today && first && approved) say("Offering", "INVALID_VALUE");
    if (approved) {
      if (Number(row.credits) > Number(program.credits)) say("Credits", "CREDITS_ABOVE_MAXIMUM");
      if (Math.round(Number(row.credits) * 100) % 25 !== 0) say("Credits", "CREDITS_NOT_WHOLE_STEPS");
    }
    if (first && member && program?.type === "Webinar") {
      const before = meant.some(
        (other) =>
          other.first &&
          other.member === member &&
          other.row.program === row.program &&
          other.row.day.slice(0, 4) === row.day.slice(0, 4) &&
          (other.row.day < row.day || (other.row.day === row.day && other.i < i)),
      );
      if (before) say("Member ID", "ALREADY_EARNED");
    }
  }
  return found.sort();
}

const offering = fc.record({
  program: fc.constantFrom(...numbers),
  number: fc.constantFrom("", "1", "2"),
  from: fc.constantFrom(...days),
  to: fc.constantFrom(...days),
  reported: fc.boolean(),
});
const row = fc.record({
  program: fc.constantFrom(...numbers, "A09001", "A09002", "Z"),
  offering: fc.constantFrom("", "", "", "1", "2"),
  member: fc.constantFrom("100200", "100201", "99001", "7"),
  day: fc.constantFrom(...days),
  credits: fc.constantFrom("1", "1", "0.5", "1.1", "2.25"),
});

test("what is said of attendance is what one would say row by row", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(offering, { maxLength: 6 }).map(offeringsOf),
      fc.array(row, { minLength: 1, maxLength: 14 }),
      async (offerings, rows) => {
        const sent = await bundles.send({
          "providers.csv": "Provider ID,Name\nP0007,Lone Star\n",
          "members.csv": "Member ID,First Name,Last Name\n100200,Jane,Jones\n100201,Jim,Miller\n",
          "merged-numbers.csv": "Former Number,Member ID\n99001,100200\n",
          "programs.csv": [
            "Program ID,Provider ID,Title,Type,Status,Credits",
            ...numbers.map((n) => `${n},P0007,Title,${programs[n].type},${programs[n].status},${programs[n].credits}`),
          ].join("\n"),
          "offerings.csv": [
            "Program ID,Offering,First Day,Last Day,Reported",
            ...offerings.map((o) =>
              [o.program, o.number, o.from, o.to, o.reported && o.to < today ? o.to : ""].join(","),
            ),
          ].join("\n"),
          "attendance.csv": [
            "Program ID,Offering,Member ID,Completion Date,Credits",
            ...rows.map((r) => [r.program, r.offering, r.member, r.day, r.credits].join(",")),
          ].join("\n"),
        });
        const { nodes } = sent.errors;
        const wrong = nodes.filter((e: { severity: string }) => e.severity === "ERROR");
        expect(
          wrong.filter((e: { file: string }) => e.file !== "attendance.csv").map((e: { message: string }) => e.message),
        ).toEqual([]);
        expect(
          wrong.map((e: { line: number; column: string; code: string }) => `${e.line} ${e.column} ${e.code}`).sort(),
        ).toEqual(
          faultsOf(
            rows,
            offerings.map((o) => ({ ...o, reported: o.reported && o.to < today })),
          ),
        );
      },
    ),
    { numRuns: Number(process.env.MOVING_RUNS ?? 25), seed: 7 },
  );
});
