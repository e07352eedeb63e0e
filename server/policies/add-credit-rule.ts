import { Decimal } from "decimal.js";
import { audit } from "../core/audit.ts";
import { type Context, inTransaction } from "../core/context.ts";
import { DomainError, ErrorCode, violates } from "../core/errors.ts";
import { localDay } from "../core/local-day.ts";
import { assertMay, staff } from "../core/policy.ts";
import { type CreditRuleTerms, termsProblem } from "./credit-rule.arithmetic.ts";
import { CreditRule } from "./credit-rule.entity.ts";
import type { CreditRuleInput } from "./credit-rule.object.ts";
import { loadSettings } from "./load-settings.ts";

/**
 * Refuses terms that no rule can have.
 * @param field the argument that they are of
 * @throws BAD_INPUT for a step of nothing, and terms that contradict each other
 */
export function assertTerms(terms: CreditRuleTerms, field: string): void {
  if (new Decimal(terms.step).isZero())
    throw new DomainError(ErrorCode.BAD_INPUT, "policies.stepOverZero", { field: `${field}.step` });
  const { step } = terms;
  const problem = termsProblem(terms);
  if (problem === "MINIMUM_BELOW_STEP")
    throw new DomainError(ErrorCode.BAD_INPUT, "policies.minimumUnderStep", { field: `${field}.minimumCredits`, step });
  if (problem === "FIRST_UNIT_NOT_WHOLE")
    throw new DomainError(ErrorCode.BAD_INPUT, "policies.stepsNotWhole", { field: `${field}.step`, step });
}

/**
 * Adds a row to the credit rules: they are dated, and what was in force is never changed. Programs keep the row under which they
 * were begun.
 * @throws BAD_INPUT for a first day that is not after today in the accreditor's time zone, a step of nothing, terms that
 *   contradict each other, or a day on which this rule has a row already
 */
export async function addCreditRule(ctx: Context, input: CreditRuleInput): Promise<CreditRule> {
  assertMay(ctx, staff, null);
  assertTerms(input, "input");
  const values = { ...input, name: input.name.trim(), unit: input.unit.trim() };
  try {
    return await inTransaction(ctx, async (tx) => {
      const { timeZone } = await loadSettings(tx);
      const today = localDay(ctx.now(), timeZone);
      if (values.startsOn <= today)
        throw new DomainError(ErrorCode.BAD_INPUT, "policies.ruleInPast", { field: "input.startsOn", today });
      const rule = await tx.save(tx.create(CreditRule, { ...values }));
      await audit(tx, ctx, "credit-rule.add", ["credit-rule", rule.id], { after: values });
      return rule;
    });
  } catch (error) {
    if (!violates(error, "credit_rule_once_per_date")) throw error;
    throw new DomainError(ErrorCode.BAD_INPUT, "policies.ruleStartsAlready", {
      field: "input.startsOn",
      rule: values.code,
      startsOn: values.startsOn,
    });
  }
}
