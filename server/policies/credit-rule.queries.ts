import { type EntityManager, In, LessThanOrEqual } from "typeorm";
import { defineLoader, orderByKey } from "../core/lists/loaders.ts";
import type { CreditRuleTerms } from "./credit-rule.arithmetic.ts";
import { CreditRule } from "./credit-rule.entity.ts";

/**
 * The row of a credit rule that is in force on a day: the latest that starts on or before it.
 * @param day a calendar day, "2026-03-08"
 * @throws Error where the rule has no row for that day: a fault of the installation, not of the caller
 */
export async function creditRuleInForce(tx: EntityManager, code: string, day: string): Promise<CreditRule> {
  const rule = await tx.findOne(CreditRule, {
    where: { code, startsOn: LessThanOrEqual(day) },
    order: { startsOn: "DESC" },
  });
  if (!rule) throw new Error(`The credit rule ${code} has no row in force on ${day}.`);
  return rule;
}

/** A rule as the arithmetic takes it. */
export const termsOf = (rule: Omit<CreditRule, "id" | "code" | "name" | "unit" | "startsOn">): CreditRuleTerms => ({
  minutesPerUnit: rule.minutesPerUnit,
  step: rule.step,
  rounding: rule.rounding,
  minimumMinutes: rule.minimumMinutes,
  minimumCredits: rule.minimumCredits,
  firstUnitWhole: rule.firstUnitWhole,
});

/** A row of a credit rule by its ID. Rows are never changed, and never go. */
export const creditRuleById = defineLoader<string, CreditRule>(async (ctx, ids) => {
  const rules = await ctx.db.manager.findBy(CreditRule, { id: In([...ids]) });
  return orderByKey(ids as string[], rules, (rule) => rule.id) as CreditRule[];
});
