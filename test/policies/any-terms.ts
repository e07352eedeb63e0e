import fc from "fast-check";
import type { CreditRuleTerms } from "../../server/policies/credit-rule.arithmetic.ts";

const amount = (hundredths: number): string => (hundredths / 100).toFixed(2);

/** Terms of any credit rule, also of one that cannot be. */
export const anyTerms: fc.Arbitrary<CreditRuleTerms> = fc.record({
  minutesPerUnit: fc.integer({ min: 1, max: 600 }),
  step: fc.constantFrom(1, 3, 10, 20, 25, 30, 50, 100, 150, 200).map(amount),
  rounding: fc.constantFrom("HALF_UP" as const, "DOWN" as const),
  minimumMinutes: fc.integer({ min: 0, max: 90 }),
  minimumCredits: fc.constantFrom(0, 10, 20, 25, 30, 50, 75, 100, 130).map(amount),
  firstUnitWhole: fc.boolean(),
});
