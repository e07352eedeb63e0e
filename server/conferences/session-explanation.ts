import type { Context } from "../core/context.ts";
import { recorded } from "../core/messages/sentence.ts";
import {
  type CreditExplanation,
  type CreditFacts,
  CreditSource,
  explain,
  sourceOf,
} from "../policies/credit-explanation.ts";
import { compareCredits } from "../policies/credit-rule.arithmetic.ts";
import type { CreditRule } from "../policies/credit-rule.entity.ts";
import { creditRuleById } from "../policies/credit-rule.queries.ts";
import { canViewProgram } from "../programs/program.policy.ts";
import { type AmountRow, amountsOfProgram } from "../programs/program-explanation.ts";
import type { Session } from "./conference.entity.ts";
import type { SessionRow } from "./session.queries.ts";

/** What a session's own credit stands on. */
export function factsOfSession(
  { minutes, credits, creditsReason }: Pick<Session, "minutes" | "credits" | "creditsReason">,
  { unit, ruleId }: Pick<AmountRow, "unit" | "ruleId">,
  rule: CreditRule,
): CreditFacts {
  const isBrought = creditsReason === recorded("reason.movedIn");
  const source = isBrought
    ? CreditSource.MOVED_IN
    : creditsReason !== null
      ? CreditSource.SET
      : sourceOf(rule, minutes, credits, null);
  const reason = source === CreditSource.SET ? creditsReason : null;
  return { activity: null, kind: null, unit, credits, minutes, ruleId, source, of: null, reason };
}

/** What a session earns of a further kind stands on. */
export function factsOfSessionKind(
  minutes: number,
  { credits, isSet }: { credits: string; isSet: boolean },
  { kind, unit, ruleId, isPart }: AmountRow,
  rule: CreditRule,
): CreditFacts {
  const source = sourceOf(rule, minutes, credits, isSet ? CreditSource.SET : null);
  return {
    activity: null,
    kind,
    unit,
    credits,
    minutes,
    ruleId,
    source: source === CreditSource.SET && !isSet && isPart ? CreditSource.WITHIN : source,
    of: null,
    reason: null,
  };
}

/** How what a session earns came about: the default kind first, as whoever looks at it earns it. */
export async function explainSession(ctx: Context, session: SessionRow): Promise<CreditExplanation[]> {
  const program = await amountsOfProgram(ctx, session.programId);
  const [own, ...others] = program?.amounts ?? [];
  if (!own) return [];
  const rule = await creditRuleById(ctx, own.ruleId);
  const forStaff = canViewProgram(ctx.viewer, session);
  const facts = factsOfSession(session, own, rule);
  const explanations = [
    explain(asSeen(session.instructs === true ? asSpeaker(facts, session) : facts, forStaff), rule),
  ];
  for (const { kindId, credits, isSet, yours, approved } of session.kinds) {
    const amount = others.find((each) => each.kindId === kindId);
    if (!amount || (yours !== null && !approved)) continue;
    const ruleOfKind = await creditRuleById(ctx, amount.ruleId);
    const ofKind = factsOfSessionKind(session.minutes, { credits, isSet }, amount, ruleOfKind);
    explanations.push(
      explain(session.instructs === true ? { ...ofKind, source: CreditSource.SPEAKER } : ofKind, ruleOfKind),
    );
  }
  return explanations;
}

const asSeen = (facts: CreditFacts, forStaff: boolean): CreditFacts => (forStaff ? facts : { ...facts, reason: null });

/** A member is shown what they earn themselves. */
const asSpeaker = (facts: CreditFacts, { credits }: Pick<SessionRow, "credits">): CreditFacts =>
  compareCredits(facts.credits, credits) === 0 && facts.source === CreditSource.MINUTES
    ? facts
    : { ...facts, source: CreditSource.SPEAKER, reason: null };
