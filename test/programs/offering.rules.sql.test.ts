import fc from "fast-check";
import pg from "pg";
import {
  hasEnded,
  hasEndedSql,
  reportingDueOn,
  reportingDueOnSql,
  reportingOpen,
  reportingOver,
  reportingOverSql,
} from "../../server/programs/offering.rules.ts";

const zones = [
  "UTC",
  "America/Chicago",
  "America/Havana",
  "Africa/Cairo",
  "Asia/Kolkata",
  "Pacific/Kiritimati",
  "Pacific/Honolulu",
  "Etc/GMT+12",
];
const dayLength = 86_400_000;

/** Days and instants close to each other, so that each side of each limit is met often. */
const offerings = fc.record({
  endsOn: fc.integer({ min: -3, max: 3 }),
  extension: fc.option(fc.integer({ min: -5, max: 5 }), { nil: null }),
  timeZone: fc.constantFrom(...zones),
  lastSession: fc.option(fc.integer({ min: -4 * 24, max: 4 * 24 }), { nil: null }),
  now: fc.integer({ min: -5 * 24, max: 9 * 24 }),
  season: fc.constantFrom("2026-03-08", "2026-06-15", "2026-11-01", "2026-12-31"),
});

/** How the days were set, the first as an installation begins with. */
const policy = [
  { startsOn: "0001-01-01", starts_on: "0001-01-01", days: 2 },
  { startsOn: "2026-03-08", starts_on: "2026-03-08", days: 0 },
  { startsOn: "2026-06-16", starts_on: "2026-06-16", days: 4 },
  { startsOn: "2026-11-02", starts_on: "2026-11-02", days: 1 },
];

/** What both are asked, in one statement for all: the tables that the SQL reads are stood in for by rows of the same names. */
test("when an offering has ended, is due and is open is the same in SQL, whatever its days, zone and sessions", async () => {
  const cases = fc.sample(offerings, { numRuns: 4_000, seed: 9 }).map((given, i) => {
    const base = Date.parse(given.season);
    const day = (days: number) => new Date(base + days * dayLength).toISOString().slice(0, 10);
    const at = (hours: number) => new Date(base + hours * 3_600_000);
    return {
      i,
      programId: i,
      endsOn: day(given.endsOn),
      timeZone: given.timeZone,
      reportingExtendedTo: given.extension === null ? null : day(given.extension),
      lastSessionEndsAt: given.lastSession === null ? null : at(given.lastSession),
      reportingDays: policy.findLast(({ startsOn }) => startsOn <= day(given.endsOn))?.days ?? 0,
      now: at(given.now),
    };
  });
  const client = new pg.Client({ connectionString: process.env.ACCRUE_TEST_SERVER });
  await client.connect();
  const { rows } = await client
    .query(
      `WITH asked AS (
         SELECT * FROM jsonb_to_recordset($1::jsonb) AS x (i int, "programId" int, "endsOn" date, "timeZone" text,
           "reportingExtendedTo" date, "lastSessionEndsAt" timestamptz, now timestamptz)),
       policy AS (
         SELECT 'REPORTING_DAYS' AS name, starts_on, days AS value FROM jsonb_to_recordset($2::jsonb) AS y (starts_on date, days int)),
       session AS (
         -- One that ended before and one that was removed must not count.
         SELECT "programId" AS program_id, "lastSessionEndsAt" - gone.hours * interval '1 hour' AS ends_at, gone.removed_at
         FROM asked, (VALUES (0, NULL::timestamptz), (5, NULL), (-9, now())) AS gone (hours, removed_at)
         WHERE "lastSessionEndsAt" IS NOT NULL)
       SELECT ${hasEndedSql("o", "o.now")} AS ended, ${reportingDueOnSql("o")}::text AS due,
         ${reportingOverSql("o", "o.now")} AS over, ${hasEndedSql("o", "o.now")} AND NOT ${reportingOverSql("o", "o.now")} AS open
       FROM (SELECT i, now, "programId" AS program_id, "endsOn" AS ends_on, "timeZone" AS time_zone,
           "reportingExtendedTo" AS reporting_extended_to FROM asked) o
       ORDER BY o.i`,
      [JSON.stringify(cases), JSON.stringify(policy)],
    )
    .finally(() => client.end());
  const inCode = cases.map((each) => ({
    ended: hasEnded(each, each.now),
    due: reportingDueOn(each),
    over: reportingOver(each, each.now),
    open: reportingOpen(each, each.now),
  }));
  expect(rows).toEqual(inCode);
  for (const name of ["ended", "over", "open"] as const)
    expect(new Set(inCode.map((each) => each[name]))).toEqual(new Set([true, false]));
});
