import fc from "fast-check";
import { sentence } from "../../server/core/messages/sentence.ts";
import { CreditSource, explain, explanationSentences } from "../../server/policies/credit-explanation.ts";
import {
  CreditOutcome,
  type CreditRuleTerms,
  creditsForMinutes,
  stepsForMinutes,
} from "../../server/policies/credit-rule.arithmetic.ts";
import type { CreditRule } from "../../server/policies/credit-rule.entity.ts";
import { anyTerms } from "./any-terms.ts";

const hundredths = (credits: string): bigint => BigInt(credits.replace(".", ""));

/** The same by adding one step after the other, in whole hundredths of a minute, as one would on paper. */
function naive(terms: CreditRuleTerms, minutes: number): { outcome: CreditOutcome; steps: number; credits: bigint } {
  const nothing = (outcome: CreditOutcome) => ({ outcome, steps: 0, credits: 0n });
  if (minutes < terms.minimumMinutes) return nothing(CreditOutcome.UNDER_MINIMUM_MINUTES);
  if (terms.firstUnitWhole && minutes < terms.minutesPerUnit) return nothing(CreditOutcome.UNDER_FIRST_UNIT);
  const step = hundredths(terms.step) * BigInt(terms.minutesPerUnit);
  const have = BigInt(minutes) * 100n;
  let steps = 0n;
  while ((steps + 1n) * step <= have) steps++;
  const left = have - steps * step;
  let outcome = left === 0n ? CreditOutcome.EXACT : CreditOutcome.ROUNDED_DOWN;
  if (terms.rounding === "HALF_UP" && left > 0n && left * 2n >= step) {
    steps++;
    outcome = CreditOutcome.ROUNDED_UP;
  }
  if (steps === 0n) return nothing(CreditOutcome.UNDER_STEP);
  const earned = steps * hundredths(terms.step);
  const least = hundredths(terms.minimumCredits);
  return earned < least
    ? { outcome: CreditOutcome.RAISED, steps: Number(steps), credits: least }
    : { outcome, steps: Number(steps), credits: earned };
}

test("the steps of an explanation, reckoned again one by one, give the number that stands", () => {
  const seen = new Set<CreditOutcome>();
  fc.assert(
    fc.property(anyTerms, fc.integer({ min: 0, max: 2_000 }), (terms, minutes) => {
      const { outcome, steps, rounded, credits } = stepsForMinutes(terms, minutes);
      seen.add(outcome);
      expect({ outcome, steps, credits: hundredths(credits) }).toEqual(naive(terms, minutes));
      expect(hundredths(rounded)).toBe(BigInt(steps) * hundredths(terms.step));
      expect(credits).toBe(creditsForMinutes(terms, minutes));
    }),
    { numRuns: Number(process.env.EXPLAIN_RUNS ?? 3_000) },
  );
  expect([...seen].sort()).toEqual(Object.values(CreditOutcome).sort());
});

const rule = (terms: Partial<CreditRule>): CreditRule => ({
  id: "r",
  code: "CONTACT_HOUR_60",
  name: "Contact hour",
  unit: "CEC",
  startsOn: "2024-01-01",
  minutesPerUnit: 60,
  step: "0.25",
  rounding: "HALF_UP",
  minimumMinutes: 0,
  minimumCredits: "0.00",
  firstUnitWhole: false,
  ...terms,
});

const inWords = (
  of: CreditRule,
  minutes: number | null,
  source = CreditSource.MINUTES,
  { credits = "4.00", reason = null as string | null, approved = null as string | null } = {},
) =>
  explanationSentences(
    explain(
      { activity: null, kind: null, unit: of.unit, credits, minutes, ruleId: of.id, source, of: approved, reason },
      of,
    ),
  ).map((message) => sentence(message, "en"));

test("each outcome and each source has its sentence", () => {
  expect(inWords(rule({}), 240)).toEqual(["240 min → 4.00 CEC by Contact hour of January 1, 2024."]);
  expect(inWords(rule({ startsOn: "1970-01-01" }), 240)).toEqual(["240 min → 4.00 CEC by Contact hour."]);
  expect(inWords(rule({}), 52)).toEqual([
    "52 min → 0.75 CEC by Contact hour of January 1, 2024, rounded down to a step of 0.25.",
  ]);
  expect(inWords(rule({}), 53)).toEqual([
    "53 min → 1.00 CEC by Contact hour of January 1, 2024, rounded up to a step of 0.25.",
  ]);
  expect(inWords(rule({ minimumCredits: "1.00" }), 15)).toEqual([
    "15 min → 0.25, raised to 1.00 CEC by Contact hour of January 1, 2024: nothing earns less than 1.00.",
  ]);
  expect(inWords(rule({ minimumMinutes: 30 }), 29)).toEqual([
    "29 min → 0 CEC by Contact hour of January 1, 2024: less than 30 min earn nothing.",
  ]);
  expect(inWords(rule({ firstUnitWhole: true }), 59)).toEqual([
    "59 min → 0 CEC by Contact hour of January 1, 2024: the first credit is whole, and takes 60 min.",
  ]);
  expect(inWords(rule({}), 7)).toEqual(["7 min → 0 CEC by Contact hour of January 1, 2024: they are no step of 0.25."]);
  const [, ...set] = inWords(rule({}), 240, CreditSource.SET, { credits: "3.00", reason: "The panel was cut." });
  expect(set).toEqual(["3.00 CEC were set by hand: The panel was cut."]);
  expect(inWords(rule({}), null, CreditSource.SET, { credits: "3.00" })).toEqual(["3.00 CEC were set by hand."]);
  expect(inWords(rule({}), null, CreditSource.MOVED_IN)).toEqual([
    "4.00 CEC came with what the accreditor brought from the system before this one.",
  ]);
  expect(inWords(rule({}), 240, CreditSource.AWARDED, { credits: "1.00", approved: "4.00" })[1]).toBe(
    "1.00 CEC of the 4.00 that were approved were awarded.",
  );
  expect(inWords(rule({}), null, CreditSource.SUM)).toEqual(["4.00 CEC are the sum of the sessions."]);
});
