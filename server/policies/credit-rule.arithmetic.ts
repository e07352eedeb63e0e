import { Decimal } from "decimal.js";

/** How minutes become credit under one credit rule. Amounts are decimals in strings; minutes are whole numbers. */
export interface CreditRuleTerms {
  /** Minutes that make one credit: 60 for a contact hour, 600 for an IACET CEU. A positive whole number. */
  minutesPerUnit: number;
  /** The smallest part of a credit that is awarded, "0.25". Positive, at most two places, so every award has two. */
  step: string;
  /**
   * HALF_UP goes to the nearest step, and up from exactly between two; DOWN to the step below. There is no third: a
   * rule that says "nearest" is HALF_UP. Those that are silent on ties have none: no whole minute is between two steps
   * of 15 minutes.
   */
  rounding: "HALF_UP" | "DOWN";
  /** A session shorter than this earns nothing. 0 for no such limit. */
  minimumMinutes: number;
  /** What anything that earns at all earns at least. "0.00" for no such limit. What earns nothing is never raised. */
  minimumCredits: string;
  /** Whether nothing under one whole unit is awarded. */
  firstUnitWhole: boolean;
}

/** What a rule made of minutes. */
export enum CreditOutcome {
  /** They are whole steps. */
  EXACT = "EXACT",
  ROUNDED_UP = "ROUNDED_UP",
  ROUNDED_DOWN = "ROUNDED_DOWN",
  /** The steps were less than what anything earns at least. */
  RAISED = "RAISED",
  /** Nothing: they are fewer than `minimumMinutes`. */
  UNDER_MINIMUM_MINUTES = "UNDER_MINIMUM_MINUTES",
  /** Nothing: they are less than the one whole unit that comes first. */
  UNDER_FIRST_UNIT = "UNDER_FIRST_UNIT",
  /** Nothing: they are rounded to no step at all. */
  UNDER_STEP = "UNDER_STEP",
}

/** How minutes became credit. Amounts are decimals with two places. */
export interface CreditSteps {
  minutes: number;
  outcome: CreditOutcome;
  /** How many whole steps they make; 0 where they earn nothing. */
  steps: number;
  /** What these steps are, before a minimum raises it. */
  rounded: string;
  credits: string;
}

/**
 * The credit that one session of so many minutes earns, and how it came about. Rounds once, so round per session and add the results with
 * sumCredits. Throws RangeError where minutes are not a whole number from 0 on, and where the terms cannot be.
 */
export function stepsForMinutes(terms: CreditRuleTerms, minutes: number): CreditSteps {
  const step = checkedStep(terms);
  if (!Number.isSafeInteger(minutes) || minutes < 0)
    throw new RangeError(`Minutes are a whole number from 0 on, not ${minutes}.`);
  const nothing = (outcome: CreditOutcome): CreditSteps => ({
    minutes,
    outcome,
    steps: 0,
    rounded: "0.00",
    credits: "0.00",
  });
  if (minutes < terms.minimumMinutes) return nothing(CreditOutcome.UNDER_MINIMUM_MINUTES);
  if (terms.firstUnitWhole && minutes < terms.minutesPerUnit) return nothing(CreditOutcome.UNDER_FIRST_UNIT);

  // Whole-number division of exact products, so that no quotient is cut before it is rounded.
  const minutesPerStep = step.times(terms.minutesPerUnit);
  const steps =
    terms.rounding === "DOWN"
      ? new Decimal(minutes).divToInt(minutesPerStep)
      : new Decimal(minutes).times(2).plus(minutesPerStep).divToInt(minutesPerStep.times(2));
  if (steps.isZero()) return nothing(CreditOutcome.UNDER_STEP);
  const rounded = steps.times(step);
  const credits = Decimal.max(rounded, terms.minimumCredits);
  const side = steps.times(minutesPerStep).comparedTo(minutes);
  const outcome = credits.greaterThan(rounded)
    ? CreditOutcome.RAISED
    : side === 0
      ? CreditOutcome.EXACT
      : side > 0
        ? CreditOutcome.ROUNDED_UP
        : CreditOutcome.ROUNDED_DOWN;
  return { minutes, outcome, steps: steps.toNumber(), rounded: rounded.toFixed(2), credits: credits.toFixed(2) };
}

/** The same without how it came about: "1.25", "0.00". */
export const creditsForMinutes = (terms: CreditRuleTerms, minutes: number): string =>
  stepsForMinutes(terms, minutes).credits;

/**
 * Whether this many credits can be awarded: a multiple of the step, at least `minimumCredits`, and with `firstUnitWhole`
 * at least one, because those terms limit an award (under NASBA there is no half of a first credit). `minimumMinutes`
 * does not count here: it limits the session, and a roster may award part of a program. Nothing is zero steps and
 * therefore whole; that a roster row needs more than nothing is a rule of its own. False for what is no amount of credit.
 * `wholeStepsSql` is the same as SQL, and a test asks both.
 */
export function isWholeSteps(terms: CreditRuleTerms, credits: string): boolean {
  const step = checkedStep(terms);
  if (!amountPattern.test(credits)) return false;
  const amount = new Decimal(credits);
  if (amount.isZero()) return true;
  if (amount.lessThan(terms.minimumCredits)) return false;
  if (terms.firstUnitWhole && amount.lessThan(1)) return false;
  return amount.equals(terms.minimumCredits) || amount.modulo(step).isZero();
}

/**
 * The condition that so many credits can be awarded by a rule.
 * @param rule alias of what has the columns of `credit_rule`
 */
export const wholeStepsSql = (rule: string, credits: string): string =>
  `(${credits} = 0 OR ${credits} >= ${rule}.minimum_credits AND (NOT ${rule}.first_unit_whole OR ${credits} >= 1)
    AND (${credits} = ${rule}.minimum_credits OR mod(${credits}, ${rule}.step) = 0))`;

/**
 * What a session of so many minutes earns by a rule, as `creditsForMinutes` has it; a test asks both.
 * @param rule alias of what has the columns of `credit_rule`
 */
export const creditsForMinutesSql = (rule: string, minutes: string): string => {
  const perStep = `(${rule}.step * ${rule}.minutes_per_unit)`;
  const steps = `(CASE ${rule}.rounding WHEN 'DOWN' THEN div(${minutes}::numeric, ${perStep})
    ELSE div(${minutes}::numeric * 2 + ${perStep}, ${perStep} * 2) END)`;
  return `(CASE WHEN ${minutes} < ${rule}.minimum_minutes OR (${rule}.first_unit_whole AND ${minutes} < ${rule}.minutes_per_unit) OR ${steps} = 0
    THEN 0 ELSE greatest(${steps} * ${rule}.step, ${rule}.minimum_credits) END)::numeric(6,2)`;
};

/** The least that anything earns at all: where whole steps are refused for being less than this, say so. */
export function leastAward(terms: Pick<CreditRuleTerms, "minimumCredits" | "firstUnitWhole">): string {
  return Decimal.max(terms.minimumCredits, terms.firstUnitWhole ? 1 : 0).toFixed(2);
}

export const leastAwardSql = (rule: string): string =>
  `greatest(${rule}.minimum_credits, CASE WHEN ${rule}.first_unit_whole THEN 1 ELSE 0 END)::numeric(6,2)`;

/** Whether so many credits, which are no whole steps, are less than anything earns. */
export const isUnderLeast = (terms: CreditRuleTerms, credits: string): boolean =>
  compareCredits(credits, leastAward(terms)) < 0;

export type TermsProblem = "MINIMUM_BELOW_STEP" | "FIRST_UNIT_NOT_WHOLE";

/**
 * Why a rule contradicts itself, or null: a minimum below one step, which nothing earns; or a first unit that is to be whole where no
 * steps add up to one, so that what minutes earn could not be awarded.
 */
export function termsProblem(terms: CreditRuleTerms): TermsProblem | null {
  const step = checkedStep(terms);
  const minimum = amountOf(terms.minimumCredits);
  if (!minimum.isZero() && minimum.lessThan(step)) return "MINIMUM_BELOW_STEP";
  const partial = step.lessThan(1) && !new Decimal(1).modulo(step).isZero();
  return terms.firstUnitWhole && partial && minimum.lessThan(1) ? "FIRST_UNIT_NOT_WHOLE" : null;
}

/** The exact total with two places; "0.00" of none. Throws RangeError where one is no amount of credit. */
export function sumCredits(list: readonly string[]): string {
  return list.reduce((total, credits) => total.plus(amountOf(credits)), new Decimal(0)).toFixed(2);
}

/** How much of an amount is left when so much of it is taken; "0.00" where that is more. */
export const leftOf = (credits: string, taken: string): string =>
  Decimal.max(amountOf(credits).minus(amountOf(taken)), 0).toFixed(2);

/** Below 0 where a is less than b, 0 where they are equal ("1.5" and "1.50" are), above 0 where it is more. */
export function compareCredits(a: string, b: string): number {
  return amountOf(a).comparedTo(amountOf(b));
}

/** An amount of credit: no sign, no exponent, at most two places. */
const amountPattern = /^\d{1,9}(\.\d{1,2})?$/;

function amountOf(credits: string): Decimal {
  if (!amountPattern.test(credits))
    throw new RangeError(`"${credits}" is no amount of credit with at most two places.`);
  return new Decimal(credits);
}

function checkedStep(terms: CreditRuleTerms): Decimal {
  const step = amountOf(terms.step);
  if (step.isZero()) throw new RangeError("A credit rule's step must be more than 0.");
  if (!Number.isSafeInteger(terms.minutesPerUnit) || terms.minutesPerUnit < 1)
    throw new RangeError(`Minutes per unit are a whole number from 1 on, not ${terms.minutesPerUnit}.`);
  return step;
}
