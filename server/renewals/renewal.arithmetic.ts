import { Decimal } from "decimal.js";
import { DateTime } from "luxon";
import { fold } from "../core/fold.ts";
import { addDays } from "../core/local-day.ts";

/** What a board wants before it renews a licence or certification. Amounts are decimals in strings, days are local ones. */
export interface RenewalTerms {
  /** Credit that the cycle must have. */
  total: string;
  /** The kind whose credit makes the total; null: the default credit, of programs whose unit is `creditUnit`. */
  kindId: string | null;
  creditUnit: string;
  /** Length of a cycle: its last day is the day on which what is renewed expires. */
  months: number;
  /** From so many days before the last day one may apply; null: at any time of the cycle. */
  opensDays: number | null;
  /** Until so many days after the last day one may still apply. What is earned then is of the next cycle. */
  lateDays: number;
  parts: readonly RenewalPartTerms[];
  /** So much of credit from elsewhere counts at most; null: all of it. */
  outsideMaximum: string | null;
}

/** How much of a further kind there must be at least, and how much of it counts at most. */
export interface RenewalPartTerms {
  kindId: string;
  minimum: string | null;
  maximum: string | null;
}

/** What is looked at of one award of credit. */
export interface EarnedAward {
  completedOn: string;
  credits: string;
  creditUnit: string;
  kinds: readonly { kindId: string; credits: string }[];
  /** Which credit from elsewhere it is; null: it is on the accreditor's own record. */
  outsideCreditId: string | null;
}

export enum RenewalState {
  /** The cycle has not begun. */
  NOT_BEGUN = "NOT_BEGUN",
  /** It has begun, and one may not apply yet. */
  TOO_EARLY = "TOO_EARLY",
  OPEN = "OPEN",
  /** What is renewed has expired, and one may still apply. */
  LATE = "LATE",
  OVER = "OVER",
}

/** A part of what is wanted, with what there is. */
export interface JudgedPart {
  /** Null: the whole. */
  kindId: string | null;
  minimum: string | null;
  maximum: string | null;
  /** What was earned of it in the cycle, until the day that is asked about. */
  earned: string;
  /** What of it counts: no more than the maximum. */
  counted: string;
  /** What is missing of the minimum; "0.00": nothing. */
  missing: string;
}

export interface JudgedRenewal {
  /** First and last day of the cycle. */
  from: string;
  to: string;
  opensOn: string;
  lateUntil: string;
  state: RenewalState;
  /** Whether no part lacks anything. */
  isEnough: boolean;
  /** The whole first, then the parts in their order. */
  parts: JudgedPart[];
  /** What each award of the cycle brings to the whole, in the order of the awards. */
  counted: { at: number; counted: string; leftOut: { kindId: string | null; credits: string }[] }[];
}

/** First day of a cycle. Whatever ends with a month began after the end of one, however many days February had. */
export function cycleBegin(endsOn: string, months: number): string {
  const end = DateTime.fromISO(endsOn, { zone: "utc" });
  const before = end.minus({ months });
  const last = end.day === end.daysInMonth ? before.endOf("month") : before;
  return addDays(last.toISODate() ?? "", 1);
}

/**
 * Holds what somebody has earned against what a board wants, as of a day: what is earned later does not count, and neither does what is
 * earned before the cycle or after it. Of a kind with a maximum the oldest awards count first, those from elsewhere behind all others; of those
 * no more counts than their own maximum. An award that is of several such kinds uses them up
 * in the order of the parts, each credit once, so that more credit never makes it less.
 * @param endsOn last day of the cycle
 * @param on the day that is asked about
 * @param awards oldest first
 */
export function judgeRenewal(
  terms: RenewalTerms,
  endsOn: string,
  on: string,
  awards: readonly EarnedAward[],
): JudgedRenewal {
  const from = cycleBegin(endsOn, terms.months);
  const until = on < endsOn ? on : endsOn;
  const earned = new Map(terms.parts.map(({ kindId }) => [kindId, new Decimal(0)]));
  const used = new Map(terms.parts.map(({ kindId }) => [kindId, new Decimal(0)]));
  let total = new Decimal(0);
  let leftOutOfAll = new Decimal(0);
  const outside = { earned: new Map(earned), used: new Decimal(0) };
  const outsideMaximum = terms.outsideMaximum === null ? null : new Decimal(terms.outsideMaximum);
  const counted: JudgedRenewal["counted"] = [];
  const ofCycle = [...awards.entries()].filter(([, { completedOn }]) => completedOn >= from && completedOn <= until);
  // What is on record here comes first: else credit from elsewhere could take the room of a kind, and bring nothing itself.
  const inOrder = [
    ...ofCycle.filter(([, award]) => !isOutside(award)),
    ...ofCycle.filter(([, award]) => isOutside(award)),
  ];
  for (const [at, award] of inOrder) {
    const whole = amountOf(award, terms);
    let rest = whole;
    const leftOut: { kindId: string | null; credits: Decimal }[] = [];
    /** What of a share counts where credit from elsewhere has a maximum. */
    const within = (share: Decimal): Decimal => {
      if (outsideMaximum === null || !isOutside(award)) return share;
      const fits = Decimal.min(share, outsideMaximum.minus(outside.used));
      outside.used = outside.used.plus(fits);
      if (fits.lessThan(share)) leftOut.push({ kindId: null, credits: share.minus(fits) });
      return fits;
    };
    for (const { kindId, maximum } of terms.parts) {
      const ofKind = kindOf(award, kindId);
      earned.set(kindId, earned.get(kindId)!.plus(ofKind));
      if (isOutside(award)) outside.earned.set(kindId, outside.earned.get(kindId)!.plus(ofKind));
      if (maximum === null) continue;
      const share = Decimal.min(ofKind, rest);
      rest = rest.minus(share);
      const fits = Decimal.min(share, new Decimal(maximum).minus(used.get(kindId)!));
      if (fits.lessThan(share)) leftOut.push({ kindId, credits: share.minus(fits) });
      used.set(kindId, used.get(kindId)!.plus(within(fits)));
    }
    within(rest);
    const gone = leftOut.reduce((sum, { credits }) => sum.plus(credits), new Decimal(0));
    total = total.plus(whole);
    leftOutOfAll = leftOutOfAll.plus(gone);
    counted.push({
      at,
      counted: whole.minus(gone).toFixed(2),
      leftOut: summed(leftOut),
    });
  }
  counted.sort((a, b) => a.at - b.at);
  const parts = [
    judged(null, terms.total, null, total, total.minus(leftOutOfAll)),
    ...terms.parts.map(({ kindId, minimum, maximum }) => {
      const all = earned.get(kindId)!;
      const ofOutside = outside.earned.get(kindId)!;
      const taken = outsideMaximum === null ? all : all.minus(ofOutside).plus(Decimal.min(ofOutside, outsideMaximum));
      return judged(kindId, minimum, maximum, all, maximum === null ? taken : Decimal.min(taken, maximum));
    }),
  ];
  const opensOn = terms.opensDays === null ? from : later(from, addDays(endsOn, -terms.opensDays));
  const lateUntil = addDays(endsOn, terms.lateDays);
  return {
    from,
    to: endsOn,
    opensOn,
    lateUntil,
    state: stateOn(on, { from, opensOn, to: endsOn, lateUntil }),
    isEnough: parts.every(({ missing }) => new Decimal(missing).isZero()),
    parts,
    counted,
  };
}

const isOutside = ({ outsideCreditId }: EarnedAward): boolean => outsideCreditId !== null;

/** What is left out, once for each reason. */
function summed(
  leftOut: readonly { kindId: string | null; credits: Decimal }[],
): { kindId: string | null; credits: string }[] {
  const sums = new Map<string | null, Decimal>();
  for (const { kindId, credits } of leftOut) sums.set(kindId, (sums.get(kindId) ?? new Decimal(0)).plus(credits));
  return [...sums].map(([kindId, credits]) => ({ kindId, credits: credits.toFixed(2) }));
}

function judged(
  kindId: string | null,
  minimum: string | null,
  maximum: string | null,
  earned: Decimal,
  counted: Decimal,
): JudgedPart {
  const missing = minimum === null ? new Decimal(0) : Decimal.max(0, new Decimal(minimum).minus(counted));
  return {
    kindId,
    minimum,
    maximum,
    earned: earned.toFixed(2),
    counted: counted.toFixed(2),
    missing: missing.toFixed(2),
  };
}

function amountOf(award: EarnedAward, { kindId, creditUnit }: RenewalTerms): Decimal {
  if (kindId !== null) return kindOf(award, kindId);
  return new Decimal(fold(award.creditUnit) === fold(creditUnit) ? award.credits : 0);
}

const kindOf = ({ kinds }: EarnedAward, kindId: string): Decimal =>
  kinds.reduce((sum, kind) => (kind.kindId === kindId ? sum.plus(kind.credits) : sum), new Decimal(0));

const later = (a: string, b: string): string => (a > b ? a : b);

function stateOn(
  on: string,
  { from, opensOn, to, lateUntil }: { from: string; opensOn: string; to: string; lateUntil: string },
): RenewalState {
  if (on < from) return RenewalState.NOT_BEGUN;
  if (on < opensOn) return RenewalState.TOO_EARLY;
  if (on <= to) return RenewalState.OPEN;
  return on <= lateUntil ? RenewalState.LATE : RenewalState.OVER;
}
