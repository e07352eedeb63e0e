import { DomainError, ErrorCode } from "../core/errors.ts";
import { assertWholeSteps } from "./assert-whole-steps.ts";
import { compareCredits, isWholeSteps, sumCredits, wholeStepsSql } from "./credit-rule.arithmetic.ts";
import type { CreditRule } from "./credit-rule.entity.ts";

/** What staff approved that an activity awards: at most so many credits to one person, by a rule. */
export interface Approved {
  name: string;
  /** Null: nothing was approved. */
  credits: string | null;
  rule: Omit<CreditRule, "id" | "code" | "startsOn">;
}

/** What keeps credit from being awarded, as its SQL, over credits and what has the columns of `credit_rule` and `maximum`. */
export const awardProblems = {
  CREDITS_NOT_POSITIVE: (credits: string) => `${credits} <= 0`,
  CREDITS_ABOVE_MAXIMUM: (credits: string, approved: string) => `${credits} > ${approved}.maximum`,
  CREDITS_NOT_WHOLE_STEPS: (credits: string, approved: string) => `NOT ${wholeStepsSql(approved, credits)}`,
} as const;

/**
 * What keeps credit of a further kind from being awarded, besides what keeps any credit, as its SQL.
 * @param credits so much of it; `day` on which it is completed
 * @param kind alias of its row of `credit_kind`; `approved` has what is approved of it as `maximum`, null: nothing was asked for
 * @param whole what the same award has of the kind that includes it; null: none does
 */
export const kindProblems = {
  KIND_NOT_APPROVED: ({ approved }: KindSql) => `coalesce(${approved}.maximum, 0) = 0`,
  KIND_NOT_EARNED_THEN: ({ kind, day }: KindSql) => `${day} < ${kind}.starts_on OR ${day} > ${kind}.ends_on`,
  PART_ABOVE_WHOLE: ({ credits, whole }: KindSql) => `${credits} > ${whole}`,
} as const;

export interface KindSql {
  credits: string;
  day: string;
  kind: string;
  approved: string;
  whole: string;
}

export type AwardProblem = keyof typeof awardProblems;

/**
 * What keeps these credits from being awarded to one person, or null, whatever way they come: each line is over 0 and in whole steps,
 * and together they are at most what was approved. Source: product design, *One award*.
 */
export function awardProblem({ credits, rule }: Approved, lines: readonly string[]): AwardProblem | null {
  if (lines.some((line) => compareCredits(line, "0") <= 0)) return "CREDITS_NOT_POSITIVE";
  if (compareCredits(sumCredits(lines), credits ?? "0") > 0) return "CREDITS_ABOVE_MAXIMUM";
  return lines.every((line) => isWholeSteps(rule, line)) ? null : "CREDITS_NOT_WHOLE_STEPS";
}

/**
 * Refuses an award that was not approved.
 * @throws CREDITS_NOT_POSITIVE, CREDITS_ABOVE_MAXIMUM, CREDITS_NOT_WHOLE_STEPS
 */
export function assertAwardable(approved: Approved, lines: readonly string[], field?: string): void {
  const { name, rule } = approved;
  const maximum = approved.credits ?? "0.00";
  switch (awardProblem(approved, lines)) {
    case null:
      return;
    case "CREDITS_NOT_POSITIVE":
      throw new DomainError(ErrorCode.CREDITS_NOT_POSITIVE, "award.nothing", { field, activity: name });
    case "CREDITS_ABOVE_MAXIMUM":
      throw new DomainError(ErrorCode.CREDITS_ABOVE_MAXIMUM, "award.aboveMaximum", {
        field,
        activity: name,
        credits: sumCredits(lines),
        maximum,
        unit: rule.unit,
      });
    case "CREDITS_NOT_WHOLE_STEPS":
      for (const line of lines) assertWholeSteps(rule, line, field);
  }
}
