import fc from "fast-check";
import pg from "pg";
import { type AwardProblem, awardProblem, awardProblems } from "../../server/policies/award.ts";

const amount = (hundredths: number): string => (hundredths / 100).toFixed(2);

const asked = fc.record({
  // Some in steps: of all amounts few are.
  credits: fc
    .oneof(
      fc.constant(0),
      fc.integer({ min: 0, max: 320 }),
      fc.integer({ min: 0, max: 32 }).map((tenths) => tenths * 10),
      fc.integer({ min: 0, max: 12 }).map((quarters) => quarters * 25),
    )
    .map(amount),
  maximum: fc.integer({ min: 0, max: 300 }).map(amount),
  step: fc.constantFrom(10, 25, 30, 50, 100).map(amount),
  minimumCredits: fc.constantFrom(0, 10, 30, 50, 100).map(amount),
  firstUnitWhole: fc.boolean(),
});

/** The first that holds, in the order in which code asks. */
const inSql = (Object.keys(awardProblems) as AwardProblem[])
  .map((problem) => `WHEN ${awardProblems[problem]("r.credits", "r")} THEN '${problem}'`)
  .join(" ");

test("what keeps credit from being awarded is the same in SQL", async () => {
  const given = fc.sample(asked, { numRuns: 4_000, seed: 7 }).map((each, i) => ({ i, ...each }));
  const client = new pg.Client({ connectionString: process.env.ACCRUE_TEST_SERVER });
  await client.connect();
  const { rows } = await client
    .query(
      `SELECT CASE ${inSql} END AS problem FROM (
         SELECT i, credits, maximum, step, "minimumCredits" AS minimum_credits, "firstUnitWhole" AS first_unit_whole
         FROM jsonb_to_recordset($1::jsonb) AS x (i int, credits numeric(6,2), maximum numeric(6,2), step numeric(6,2),
           "minimumCredits" numeric(6,2), "firstUnitWhole" boolean)) r ORDER BY r.i`,
      [JSON.stringify(given)],
    )
    .finally(() => client.end());
  const rule = { name: "", unit: "", minutesPerUnit: 60, rounding: "DOWN", minimumMinutes: 0 } as const;
  const inCode = given.map(({ credits, maximum, ...terms }) =>
    awardProblem({ name: "", credits: maximum, rule: { ...rule, ...terms } }, [credits]),
  );
  expect(rows.map(({ problem }) => problem)).toEqual(inCode);
  for (const problem of [null, ...Object.keys(awardProblems)])
    expect(inCode.filter((found) => found === problem).length).toBeGreaterThan(20);
});
