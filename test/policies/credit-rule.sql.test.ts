import fc from "fast-check";
import pg from "pg";
import {
  creditsForMinutes,
  creditsForMinutesSql,
  isWholeSteps,
  leastAward,
  leastAwardSql,
  termsProblem,
  wholeStepsSql,
} from "../../server/policies/credit-rule.arithmetic.ts";
import { anyTerms } from "./any-terms.ts";

const amount = (hundredths: number): string => (hundredths / 100).toFixed(2);

const onPostgres = async (text: string, values: unknown[]) => {
  const client = new pg.Client({ connectionString: process.env.ACCRUE_TEST_SERVER });
  await client.connect();
  return (await client.query(text, values).finally(() => client.end())).rows;
};

test("what a rule awards, and the least of it, is the same in SQL", async () => {
  const given = fc
    .sample(fc.tuple(anyTerms, fc.integer({ min: 0, max: 220 })), { numRuns: 6_000, seed: 12 })
    .map(([terms, credits], i) => ({ i, ...terms, credits: amount(credits) }));
  const rows = await onPostgres(
    `SELECT ${wholeStepsSql("r", "r.credits")} AS whole, ${leastAwardSql("r")}::text AS least
     FROM (
       SELECT i, step, credits, "minimumCredits" AS minimum_credits, "firstUnitWhole" AS first_unit_whole
       FROM jsonb_to_recordset($1::jsonb) AS x (i int, step numeric(6,2), credits numeric(6,2),
         "minimumCredits" numeric(6,2), "firstUnitWhole" boolean)) r
     ORDER BY r.i`,
    [JSON.stringify(given)],
  );
  const inCode = given.map((each) => ({ whole: isWholeSteps(each, each.credits), least: leastAward(each) }));
  expect(rows).toEqual(inCode);
  expect(inCode.filter(({ whole }) => whole).length).toBeGreaterThan(500);
});

test("what minutes earn is the same in SQL", async () => {
  const given = fc
    .sample(fc.tuple(anyTerms, fc.integer({ min: 0, max: 1_500 })), { numRuns: 6_000, seed: 13 })
    .map(([terms, minutes], i) => ({ i, ...terms, minutes }));
  const rows = await onPostgres(
    `SELECT ${creditsForMinutesSql("r", "r.minutes")}::text AS credits
     FROM (
       SELECT i, step, minutes, rounding, "minutesPerUnit" AS minutes_per_unit, "minimumMinutes" AS minimum_minutes,
         "minimumCredits" AS minimum_credits, "firstUnitWhole" AS first_unit_whole
       FROM jsonb_to_recordset($1::jsonb) AS x (i int, step numeric(6,2), minutes int, rounding text, "minutesPerUnit" int,
         "minimumMinutes" int, "minimumCredits" numeric(6,2), "firstUnitWhole" boolean)) r
     ORDER BY r.i`,
    [JSON.stringify(given)],
  );
  expect(rows).toEqual(given.map((each) => ({ credits: creditsForMinutes(each, each.minutes) })));
});

test("a rule that does not contradict itself awards whatever it computes from minutes", () => {
  fc.assert(
    fc.property(anyTerms, fc.integer({ min: 0, max: 3_000 }), (terms, minutes) => {
      fc.pre(termsProblem(terms) === null);
      return isWholeSteps(terms, creditsForMinutes(terms, minutes));
    }),
    { numRuns: 5_000 },
  );
});

test("one that does is told from the others", () => {
  const plain = { minutesPerUnit: 60, rounding: "DOWN", minimumMinutes: 0, firstUnitWhole: false } as const;
  const problem = (step: string, minimumCredits: string, firstUnitWhole = false) =>
    termsProblem({ ...plain, step, minimumCredits, firstUnitWhole });
  expect([
    problem("0.25", "0.10"),
    problem("0.25", "0.25"),
    problem("0.25", "0.30"),
    problem("0.30", "0.00", true),
    problem("0.30", "1.00", true),
    problem("0.25", "0.00", true),
    problem("1.50", "0.00", true),
  ]).toEqual(["MINIMUM_BELOW_STEP", null, null, "FIRST_UNIT_NOT_WHOLE", null, null, null]);
});
