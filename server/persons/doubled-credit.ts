import { type ClaimedSession, claimConflict } from "../conferences/claim-rules.ts";
import { compareCredits, sumCredits } from "../policies/credit-rule.arithmetic.ts";

/** Something that a member holds: credit on record, or a session that was chosen and not yet awarded. */
export interface Holding {
  memberId: string;
  /** Null: chosen only. */
  recordId: string | null;
  programId: string;
  offeringId: string | null;
  /** Null: the whole offering. */
  session: ClaimedSession | null;
  /** The days within which its program earns once, of which its day is one; null or none: once at each offering. */
  earnsOnceIn?: string | null;
  credits: string;
}

const sum = (holdings: readonly Holding[]): string => sumCredits(holdings.map((holding) => holding.credits));

/**
 * What two members hold twice, once they are one person: the same offering or session, what earns once in a time, sessions in the same minutes, a recording
 * beside its original, sessions of a conference that was reported as a whole. What was awarded stays before what was only chosen,
 * then what earns more; of equals that of `keptId`. What one of them alone holds is left as it is.
 * @returns each holding that is dropped, with one that makes it double and stays
 */
export function doubledCredit<T extends Holding>(holdings: readonly T[], keptId: string): Map<T, T> {
  const dropped = new Map<T, T>();
  const kept: T[] = [];
  for (const holding of holdings.toSorted((a, b) => precedence(a, b, holdings, keptId))) {
    const double = kept.find((other) => other.memberId !== holding.memberId && areDouble(holding, other));
    if (double) dropped.set(holding, double);
    else kept.push(holding);
  }
  return dropped;
}

/** A conference counts whole or by its sessions: these weigh together what they are weighed against. */
function weight(holding: Holding, all: readonly Holding[]): string {
  const others = all.filter((other) => other.programId === holding.programId && other.memberId !== holding.memberId);
  if (!holding.session || !others.some((other) => !other.session)) return holding.credits;
  return sum(
    all.filter(
      (other) => other.programId === holding.programId && other.memberId === holding.memberId && other.recordId,
    ),
  );
}

function precedence(a: Holding, b: Holding, all: readonly Holding[], keptId: string): number {
  if ((a.recordId === null) !== (b.recordId === null)) return a.recordId === null ? 1 : -1;
  const byCredits = compareCredits(weight(b, all), weight(a, all));
  if (byCredits !== 0) return byCredits;
  return Number(b.memberId === keptId) - Number(a.memberId === keptId);
}

function areDouble(a: Holding, b: Holding): boolean {
  if (a.session && b.session) return claimConflict(a.session, b.session) !== null;
  if (a.session || b.session) return a.programId === b.programId;
  if (a.programId === b.programId && a.earnsOnceIn != null && a.earnsOnceIn === b.earnsOnceIn) return true;
  return a.offeringId === b.offeringId;
}
