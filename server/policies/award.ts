import { DomainError, ErrorCode } from "../core/errors.ts";
import { assertWholeSteps } from "./assert-whole-steps.ts";
import { compareCredits, isWholeSteps, leftOf, sumCredits, wholeStepsSql } from "./credit-rule.arithmetic.ts";
import type { CreditRule } from "./credit-rule.entity.ts";

/** What staff approved that an activity awards: at most so many credits to one person, by a rule. */
export interface Approved {
  name: string;
  /** Null: nothing was approved. */
  credits: string | null;
  rule: Omit<CreditRule, "id" | "code" | "startsOn">;
  /** What it awards of further kinds of credit; none: of the default one alone. */
  kinds?: readonly ApprovedKind[];
}

/** The same of a further kind of credit, whose name is the kind's. */
export interface ApprovedKind extends Omit<Approved, "kinds"> {
  kindId: string;
  /** The kind that includes it, where that is not the default one. */
  wholeId: string | null;
  /** Whether another kind includes it: the default one, or `wholeId`. */
  isPart: boolean;
}

/** So much of a further kind of credit. */
export interface KindAmount {
  kindId: string;
  credits: string;
  /** Its place among the kinds. */
  position: number;
}

/** What one award has of each kind of credit: a line of a certificate. */
export interface AwardLine {
  credits: string;
  kinds?: readonly KindAmount[];
}

/** What a session earns of a further kind of credit, and whose it is. */
export interface EarnableKind extends KindAmount {
  wholeId: string | null;
  /** Whether the program is approved for any of it. */
  approved: boolean;
  /** First and last day on which it is earned. */
  startsOn: string;
  endsOn: string | null;
  /** Whether it is for whom this is read for; null: for nobody in particular. */
  yours: boolean | null;
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

/** What somebody earns of a session's further kinds who attended it on this day: of those that are for them, on its days, and of a part where they earn the whole. */
export function kindsEarned<K extends EarnableKind>(kinds: readonly K[], day: string): K[] {
  const earned = kinds.filter(
    ({ credits, approved, yours, startsOn, endsOn }) =>
      approved && yours === true && startsOn <= day && day <= (endsOn ?? day) && compareCredits(credits, "0") > 0,
  );
  return earned.filter(({ wholeId }) => wholeId === null || earned.some(({ kindId }) => kindId === wholeId));
}

/** What lines have of each further kind, added up, in the order that staff set. */
export function kindTotals<K extends KindAmount>(lines: readonly { kinds?: readonly K[] }[]): K[] {
  const all = lines.flatMap(({ kinds = [] }) => kinds);
  return [...new Map(all.map((kind) => [kind.kindId, kind])).values()]
    .sort((one, other) => one.position - other.position)
    .map((kind) => ({
      ...kind,
      credits: sumCredits(all.filter(({ kindId }) => kindId === kind.kindId).map(({ credits }) => credits)),
    }));
}

/**
 * The lines with no more of each further kind than was approved of it, in their order: one that goes above it has what is left of the
 * kind, and keeps its credit and its other kinds. A part goes down with its whole.
 */
export function withinApprovedKinds<L extends AwardLine>(approved: Approved, lines: readonly L[]): L[] {
  const awarded: Record<string, string> = {};
  return lines.map((line) => {
    const kinds: KindAmount[] = [];
    // What includes others comes first.
    for (const each of [...(line.kinds ?? [])].sort((a, b) => depth(approved, a) - depth(approved, b))) {
      const { kindId } = each;
      const of = approved.kinds?.find((kind) => kind.kindId === kindId);
      if (!of) continue;
      const whole =
        of.wholeId === null
          ? of.isPart
            ? line.credits
            : each.credits
          : (kinds.find((kind) => kind.kindId === of.wholeId)?.credits ?? "0");
      const left = leftOf(of.credits ?? "0", awarded[kindId] ?? "0");
      const credits = [left, whole].reduce(
        (least, limit) => (compareCredits(limit, least) < 0 ? limit : least),
        each.credits,
      );
      if (awardProblem(of, [credits]) !== null) continue;
      awarded[kindId] = sumCredits([awarded[kindId] ?? "0", credits]);
      kinds.push({ ...each, credits });
    }
    kinds.sort((a, b) => a.position - b.position);
    return { ...line, kinds };
  });
}

const depth = ({ kinds }: Approved, { kindId }: KindAmount): number =>
  kinds?.find((kind) => kind.kindId === kindId)?.wholeId == null ? 0 : 1;

/**
 * Refuses an award that was not approved, in any kind of credit.
 * @throws CREDITS_NOT_POSITIVE, CREDITS_ABOVE_MAXIMUM, CREDITS_NOT_WHOLE_STEPS; KIND_NOT_APPROVED; PART_ABOVE_WHOLE
 */
export function assertAwardable(approved: Approved, lines: readonly AwardLine[], field?: string): void {
  assertOfOneKind(
    approved.name,
    approved,
    lines.map(({ credits }) => credits),
    field,
  );
  for (const { kindId } of kindTotals(lines)) {
    const kind = approved.kinds?.find((each) => each.kindId === kindId);
    if (!kind) throw new DomainError(ErrorCode.KIND_NOT_APPROVED, "award.kindNotApproved", { field });
    const amountIn = (line: AwardLine, id: string) => line.kinds?.find((each) => each.kindId === id)?.credits ?? "0.00";
    assertOfOneKind(
      approved.name,
      kind,
      lines.filter(({ kinds }) => kinds?.some((each) => each.kindId === kindId)).map((line) => amountIn(line, kindId)),
      field,
    );
    for (const line of kind.isPart ? lines : []) {
      const maximum = kind.wholeId === null ? line.credits : amountIn(line, kind.wholeId);
      const credits = amountIn(line, kindId);
      if (compareCredits(credits, maximum) > 0)
        throw new DomainError(ErrorCode.PART_ABOVE_WHOLE, "award.partAboveWhole", {
          field,
          kind: kind.name,
          credits,
          maximum,
        });
    }
  }
}

function assertOfOneKind(
  activity: string,
  approved: Omit<Approved, "kinds">,
  lines: readonly string[],
  field?: string,
): void {
  const { rule } = approved;
  const maximum = approved.credits ?? "0.00";
  switch (awardProblem(approved, lines)) {
    case null:
      return;
    case "CREDITS_NOT_POSITIVE":
      throw new DomainError(ErrorCode.CREDITS_NOT_POSITIVE, "award.nothing", { field, activity });
    case "CREDITS_ABOVE_MAXIMUM":
      throw new DomainError(ErrorCode.CREDITS_ABOVE_MAXIMUM, "award.aboveMaximum", {
        field,
        activity,
        credits: sumCredits(lines),
        maximum,
        unit: rule.unit,
      });
    case "CREDITS_NOT_WHOLE_STEPS":
      for (const line of lines) assertWholeSteps(rule, line, field);
  }
}
