import type { EntityManager } from "typeorm";
import { DomainError, ErrorCode } from "../core/errors.ts";
import {
  compareCredits,
  creditsForMinutes,
  isWholeSteps,
  leastAward,
  sumCredits,
} from "../policies/credit-rule.arithmetic.ts";
import { termsOf } from "../policies/credit-rule.queries.ts";
import type { LoadedKind } from "../programs/program-credit-kinds.ts";
import type { Session } from "./conference.entity.ts";
import { SessionCredit } from "./session-credit.entity.ts";

// What sessions earn of kinds of credit that are not the default one.

/** What is said of a kind of a session; null credits: what its minutes earn. */
export interface SaidKind {
  /** The kind's code. */
  kind: string;
  credits?: string | null;
}

/** What a session earns of one kind, before it is kept. */
export type KindOfSession = Pick<SessionCredit, "kindId" | "credits" | "isSet" | "setByStaff">;

/** What these sessions earn of further kinds, by session. */
export async function loadSessionKinds(
  tx: EntityManager,
  sessionIds: readonly string[],
): Promise<Map<string, KindOfSession[]>> {
  const rows: SessionCredit[] = await tx
    .createQueryBuilder(SessionCredit, "credit")
    .where("credit.sessionId = ANY(:ids::uuid[])", { ids: sessionIds })
    .orderBy("credit.kindId", "ASC")
    .getMany();
  const found = new Map<string, KindOfSession[]>();
  for (const { sessionId, ...kind } of rows) found.set(sessionId, [...(found.get(sessionId) ?? []), kind]);
  return found;
}

/**
 * What is said of a session's kinds as what it earns of them: an amount that is given, in whole steps and no more than its minutes earn,
 * or what they earn.
 * @param kinds what its program asks for, or is approved for
 * @param before what it had: who set an amount that stays is remembered
 * @throws BAD_INPUT for a kind that the program does not have, one that stands twice, and more than its minutes earn;
 *   CREDITS_NOT_WHOLE_STEPS; PART_ABOVE_WHOLE
 */
export function readSaidKinds(
  said: readonly SaidKind[],
  kinds: readonly LoadedKind[],
  session: Pick<Session, "minutes" | "credits">,
  before: readonly KindOfSession[],
  byStaff: boolean,
): KindOfSession[] {
  const given = said.map(({ kind: code, credits = null }, at): KindOfSession => {
    const of = kinds.find(({ kind }) => kind.code === code);
    if (!of || said.findIndex((each) => each.kind === code) !== at)
      throw new DomainError(ErrorCode.BAD_INPUT, of ? "policies.creditKindTwice" : "programs.kindNotRequested", {
        field: `input.creditKinds.${at}.kind`,
        kind: of?.kind.name ?? code,
      });
    if (credits === null) return { kindId: of.kindId, credits: "0.00", isSet: false, setByStaff: false };
    const old = before.find(({ kindId }) => kindId === of.kindId);
    const stays = old?.isSet && compareCredits(old.credits, credits) === 0;
    return { kindId: of.kindId, credits, isSet: true, setByStaff: stays ? old.setByStaff || byStaff : byStaff };
  });
  for (const [at, each] of given.entries())
    assertEarnable(each, given, kinds, session, `input.creditKinds.${at}.credits`);
  return fitKinds(given, kinds, session);
}

/**
 * Refuses an amount that is given, and that a session cannot earn.
 * @param all what else it earns, and this
 * @throws BAD_INPUT for more than its minutes earn; CREDITS_NOT_WHOLE_STEPS; PART_ABOVE_WHOLE
 */
export function assertEarnable(
  { kindId, credits, isSet }: KindOfSession,
  all: readonly KindOfSession[],
  kinds: readonly LoadedKind[],
  session: Pick<Session, "minutes" | "credits">,
  field: string,
): void {
  const of = kinds.find((each) => each.kindId === kindId);
  if (!isSet || !of) return;
  const { kind, creditRule } = of;
  if (!isWholeSteps(termsOf(creditRule), credits))
    throw new DomainError(ErrorCode.CREDITS_NOT_WHOLE_STEPS, "programs.kindNotWholeSteps", {
      field,
      kind: kind.name,
      step: creditRule.step,
      least: leastAward(creditRule),
      credits,
    });
  const earned = creditsForMinutes(termsOf(creditRule), session.minutes);
  if (compareCredits(credits, earned) > 0)
    throw new DomainError(ErrorCode.BAD_INPUT, "programs.kindAsksTooMuch", {
      field,
      minutes: session.minutes,
      earned,
      kind: kind.name,
    });
  const maximum = wholeOf(kind, fitKinds(all, kinds, session), session);
  if (compareCredits(credits, maximum) > 0)
    throw new DomainError(ErrorCode.PART_ABOVE_WHOLE, "programs.partAboveWhole", {
      field,
      kind: kind.name,
      whole: kind.partOf?.name ?? "",
      maximum,
      credits,
    });
}

/** What a session's kinds earn with its minutes and credit as they are now: of a part no more than of its whole. */
export function fitKinds(
  given: readonly KindOfSession[],
  kinds: readonly LoadedKind[],
  session: Pick<Session, "minutes" | "credits">,
): KindOfSession[] {
  const fitted: KindOfSession[] = [];
  // What includes others comes first.
  for (const { kind, creditRule, kindId } of kinds.toSorted((a, b) => depth(a) - depth(b))) {
    const each = given.find((one) => one.kindId === kindId);
    if (!each) continue;
    const terms = termsOf(creditRule);
    const earned = creditsForMinutes(terms, session.minutes);
    const amount = least(each.isSet ? least(each.credits, earned) : earned, wholeOf(kind, fitted, session));
    fitted.push({ ...each, credits: isWholeSteps(terms, amount) ? sumCredits([amount]) : "0.00" });
  }
  return fitted.sort((a, b) => (a.kindId < b.kindId ? -1 : 1));
}

const depth = ({ kind }: LoadedKind): number => (kind.partOf && !kind.partOf.isDefault ? 1 : 0);

const least = (a: string, b: string): string => (compareCredits(a, b) <= 0 ? a : b);

/** How much there is at most of a kind that is part of another; of one that stands beside the others there is no such limit. */
function wholeOf(
  kind: LoadedKind["kind"],
  others: readonly KindOfSession[],
  session: Pick<Session, "credits">,
): string {
  if (!kind.partOf) return "9999.99";
  if (kind.partOf.isDefault) return session.credits;
  return others.find(({ kindId }) => kindId === kind.partOf?.id)?.credits ?? "0.00";
}

/** Keeps what sessions earn of further kinds, in the place of what they earned before: two statements, however many they are. */
export async function writeSessionKinds(
  tx: EntityManager,
  sessions: readonly { id: string; kinds: readonly KindOfSession[] }[],
): Promise<void> {
  if (sessions.length === 0) return;
  await tx.query("DELETE FROM session_credit WHERE session_id = ANY($1::uuid[])", [sessions.map(({ id }) => id)]);
  await tx.query(
    `INSERT INTO session_credit (session_id, kind_id, credits, is_set, set_by_staff)
     SELECT "sessionId", "kindId", credits, "isSet", "setByStaff" FROM jsonb_to_recordset($1::jsonb)
       AS s ("sessionId" uuid, "kindId" uuid, credits numeric, "isSet" boolean, "setByStaff" boolean)`,
    [JSON.stringify(sessions.flatMap(({ id, kinds }) => kinds.map((kind) => ({ sessionId: id, ...kind }))))],
  );
}

/** As the audit log has them: what was said of each kind. */
export const saidOf = (kinds: readonly KindOfSession[], of: readonly LoadedKind[]): SaidKind[] =>
  kinds.map(({ kindId, credits }) => ({
    kind: of.find((each) => each.kindId === kindId)?.kind.code ?? kindId,
    credits,
  }));
