import fc from "fast-check";
import pg from "pg";
import { Fee, LedgerKind } from "../../server/fees/fee.entity.ts";
import { filingDueSql, filingFees, sumsOf } from "../../server/fees/fee.rules.ts";
import { fullName, fullNameSql } from "../../server/members/full-name.ts";
import { claimsOver, claimsOverSql, claimsUntilSql } from "../../server/programs/claim-window.ts";
import { repeatPeriodSql } from "../../server/programs/repeat-rule.entity.ts";

// Rules that stand in SQL, each against its twin in code or a naive answer. The tables that the SQL reads are stood in for by rows of the same
// names, so that thousands of cases are one statement.

let client: pg.Client;
beforeAll(async () => {
  client = new pg.Client({ connectionString: process.env.ACCRUE_TEST_SERVER });
  await client.connect();
});
afterAll(() => client.end());

const ask = async <T>(text: string, cases: readonly object[]): Promise<T[]> =>
  (await client.query(text, [JSON.stringify(cases)])).rows;
const dayLength = 86_400_000;
const dayFrom = (base: string, days: number): string =>
  new Date(Date.parse(base) + days * dayLength).toISOString().slice(0, 10);

test("until when a conference is claimed, and whether that is over, is the same in SQL", async () => {
  const conferences = fc.record({
    ends: fc.integer({ min: -3, max: 3 }),
    extension: fc.option(fc.integer({ min: -5, max: 9 }), { nil: null }),
    timeZone: fc.constantFrom("UTC", "America/Chicago", "Asia/Kolkata", "Pacific/Kiritimati", "Pacific/Honolulu"),
    now: fc.integer({ min: -4 * 24, max: 12 * 24 }),
  });
  // From its second day on the window is three days; before, there is no end.
  const policy = [
    ["0001-01-01", 0],
    ["2026-03-07", 3],
    ["2026-03-10", 1],
  ] as const;
  const cases = fc.sample(conferences, { numRuns: 2_000, seed: 9 }).map(({ ends, extension, timeZone, now }, i) => ({
    i,
    ends_on: dayFrom("2026-03-08", ends),
    extended: extension === null ? null : dayFrom("2026-03-08", extension),
    zone: timeZone,
    now: new Date(Date.parse("2026-03-08") + now * 3_600_000),
  }));
  const rows = await ask<{ until: string | null; over: boolean }>(
    `WITH asked AS (
       SELECT * FROM jsonb_to_recordset($1::jsonb) AS x (i int, ends_on date, extended date, zone text, now timestamptz)),
     offering AS (SELECT i AS program_id, extended AS reporting_extended_to FROM asked),
     policy AS (SELECT 'CLAIM_DAYS' AS name, * FROM (VALUES ${policy.map(([day, days]) => `(date '${day}', ${days})`).join(", ")}) v (starts_on, value))
     SELECT ${claimsUntilSql("p")}::text AS until, ${claimsOverSql("p", "p.zone", "p.now")} AS over
     FROM (SELECT i AS id, * FROM asked) p ORDER BY i`,
    cases,
  );
  const naive = cases.map(({ ends_on, extended, zone, now }) => {
    const days = policy.findLast(([day]) => day <= ends_on)?.[1] ?? 0;
    const last = dayFrom(ends_on, days);
    const until = days === 0 ? null : extended !== null && extended > last ? extended : last;
    return { until, over: claimsOver({ claimsUntil: until, timeZone: zone }, now) };
  });
  expect(rows).toEqual(naive);
  for (const over of [true, false]) expect(naive.filter((each) => each.over === over).length).toBeGreaterThan(100);
});

test("a whole name is the same in SQL", async () => {
  const part = fc.constantFrom("", "Ann", "van der Berg", "Ødegård");
  const names = fc.record({
    firstName: part,
    lastName: part,
    suffix: fc.constantFrom(null, "Jr.", "III"),
    printedName: fc.constantFrom(null, "Berg Ann"),
  });
  const cases = fc.sample(names, { numRuns: 500, seed: 9 }).map((name, i) => ({ i, ...name }));
  const rows = await ask<{ name: string }>(
    `SELECT ${fullNameSql("m")} AS name FROM (
       SELECT i, "firstName" AS first_name, "lastName" AS last_name, suffix, "printedName" AS printed_name
       FROM jsonb_to_recordset($1::jsonb) AS x (i int, "firstName" text, "lastName" text, suffix text, "printedName" text)) m ORDER BY i`,
    cases,
  );
  expect(rows.map(({ name }) => name)).toEqual(cases.map(fullName));
});

test("what is due of the fees of a report is the same in SQL", async () => {
  const entries = fc.record({
    program_id: fc.integer({ min: 0, max: 40 }),
    fee: fc.constantFrom(...Object.values(Fee)),
    kind: fc.constantFrom(LedgerKind.CHARGE, LedgerKind.PAYMENT, LedgerKind.WAIVER, LedgerKind.REFUND),
    amount: fc.integer({ min: 1, max: 9_999 }),
  });
  const cases = fc.sample(entries, { numRuns: 1_000, seed: 9 });
  const rows = await ask<{ due: string }>(
    `WITH ledger_entry AS (
       SELECT * FROM jsonb_to_recordset($1::jsonb) AS x (program_id int, fee text, kind text, amount int))
     SELECT ${filingDueSql("p.id")}::text AS due FROM generate_series(0, 40) AS p (id) ORDER BY p.id`,
    cases,
  );
  const inCode = rows.map(
    (_, id) =>
      sumsOf(
        cases.filter((entry) => entry.program_id === id),
        filingFees,
      ).due,
  );
  expect(rows.map(({ due }) => Number(due))).toEqual(inCode);
});

test("the days within which a program earns once are those of its year, its cycle, or all; none where each offering earns", async () => {
  const rules = fc.record({
    form: fc.constantFrom("LIVE", "SERIES"),
    scope: fc.constantFrom("OFFERING", "PROGRAM", "YEAR", "CYCLE"),
    cycle_years: fc.integer({ min: 1, max: 5 }),
    cycle_from: fc.integer({ min: 2018, max: 2030 }),
    day: fc.integer({ min: 0, max: 3_000 }).map((days) => dayFrom("2020-12-30", days)),
    other: fc.integer({ min: -800, max: 3_800 }).map((days) => dayFrom("2020-12-30", days)),
  });
  const cases = fc.sample(rules, { numRuns: 3_000, seed: 9 }).map((each, i) => ({ i, ...each }));
  const rows = await ask<{ within: boolean | null }>(
    `WITH asked AS (
       SELECT * FROM jsonb_to_recordset($1::jsonb)
         AS x (i int, form text, scope text, cycle_years int, cycle_from int, day date, other date)),
     repeat_rule AS (SELECT i AS type_id, date '0001-01-01' AS starts_on, scope, cycle_years, cycle_from FROM asked)
     SELECT ${repeatPeriodSql("t", "t.day")} @> t.other AS within FROM (SELECT i AS id, * FROM asked) t ORDER BY i`,
    cases,
  );
  const yearOf = (day: string) => Number(day.slice(0, 4));
  const naive = cases.map(({ form, scope, cycle_years, cycle_from, day, other }) => {
    const cycleOf = (year: number) => Math.floor((year - cycle_from) / cycle_years);
    if (form === "SERIES" || scope === "PROGRAM") return true;
    if (scope === "YEAR") return yearOf(day) === yearOf(other);
    return scope === "CYCLE" ? cycleOf(yearOf(day)) === cycleOf(yearOf(other)) : null;
  });
  expect(rows.map(({ within }) => within)).toEqual(naive);
});
