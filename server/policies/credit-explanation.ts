import { type Message, say } from "../core/messages/message.ts";
import { type CreditSteps, compareCredits, creditsForMinutes, stepsForMinutes } from "./credit-rule.arithmetic.ts";
import type { CreditRule } from "./credit-rule.entity.ts";
import { termsOf } from "./credit-rule.queries.ts";

/** Where an amount of credit comes from. */
export enum CreditSource {
  /** It is what the minutes earn. */
  MINUTES = "MINUTES",
  /** Somebody set it: staff, or whom they let. */
  SET = "SET",
  /** The accreditor brought it from the system before this one. */
  MOVED_IN = "MOVED_IN",
  /** So much of what was approved was awarded. */
  AWARDED = "AWARDED",
  /** It is no more than the kind of credit that includes it. */
  WITHIN = "WITHIN",
  /** It is earned as a speaker. */
  SPEAKER = "SPEAKER",
  /** It is the sum of sessions. */
  SUM = "SUM",
}

/** What an amount of credit stands on: facts, as a certificate keeps them. */
export interface CreditFacts {
  /** The session that it is of; null: the whole. */
  activity: string | null;
  /** Name of a further kind of credit; null: the default one. */
  kind: string | null;
  unit: string;
  /** The amount that stands. */
  credits: string;
  /** Minutes that count; null: they are not known, or the amount is a sum. */
  minutes: number | null;
  /** The row of the credit rule. */
  ruleId: string;
  source: CreditSource;
  /** What was approved, or what the session earns, of which this is so much. */
  of: string | null;
  /** Why somebody set it; null: nobody did, or it is not for the viewer. */
  reason: string | null;
}

/** How an amount of credit came about. */
export interface CreditExplanation extends Omit<CreditFacts, "ruleId"> {
  rule: CreditRule;
  /** How the rule made credit of the minutes; null: no minutes are known. */
  steps: CreditSteps | null;
}

/**
 * Where an amount comes from that somebody may have set.
 * @param set whether somebody set it, or it came with what moved in; null: nobody did
 */
export function sourceOf(
  rule: CreditRule,
  minutes: number | null,
  credits: string,
  set: CreditSource.SET | CreditSource.MOVED_IN | null,
): CreditSource {
  if (set !== null && set !== CreditSource.SET) return set;
  const earned = minutes === null ? null : creditsForMinutes(termsOf(rule), minutes);
  return earned !== null && compareCredits(earned, credits) === 0 ? CreditSource.MINUTES : CreditSource.SET;
}

/** How an amount came about: its steps are those that the rule's own arithmetic took. */
export const explain = ({ ruleId: _, ...facts }: CreditFacts, rule: CreditRule): CreditExplanation => ({
  ...facts,
  rule,
  steps: facts.minutes === null ? null : stepsForMinutes(termsOf(rule), facts.minutes),
});

/** The first day of rules that were always in force. */
const theBeginning = "1970-01-01";

/** The same in words, a sentence for each step. */
export function explanationSentences({ rule, steps, source, credits, unit, of, reason }: CreditExplanation): Message[] {
  const { step, minimumMinutes, minimumCredits, minutesPerUnit, name, startsOn } = rule;
  const named = startsOn === theBeginning ? say("explain.rule", { name }) : say("explain.ruleOf", { name, startsOn });
  const sentences: Message[] = [];
  if (steps) {
    const { minutes, rounded } = steps;
    const facts = { minutes, credits: steps.credits, unit, rule: named };
    sentences.push(
      {
        EXACT: say("explain.exact", facts),
        ROUNDED_UP: say("explain.roundedUp", { ...facts, step }),
        ROUNDED_DOWN: say("explain.roundedDown", { ...facts, step }),
        RAISED: say("explain.raised", { ...facts, rounded, least: minimumCredits }),
        UNDER_MINIMUM_MINUTES: say("explain.underMinimum", { minutes, unit, rule: named, least: minimumMinutes }),
        UNDER_FIRST_UNIT: say("explain.underFirstUnit", { minutes, unit, rule: named, least: minutesPerUnit }),
        UNDER_STEP: say("explain.underStep", { minutes, unit, rule: named, step }),
      }[steps.outcome],
    );
  }
  const stands = { credits, unit };
  switch (source) {
    case CreditSource.MINUTES:
      break;
    case CreditSource.SET:
      sentences.push(reason === null ? say("explain.set", stands) : say("explain.setBecause", { ...stands, reason }));
      break;
    case CreditSource.MOVED_IN:
      sentences.push(say("explain.movedIn", stands));
      break;
    case CreditSource.AWARDED:
      sentences.push(say("explain.awarded", { ...stands, of: of ?? credits }));
      break;
    case CreditSource.WITHIN:
      sentences.push(say("explain.within", stands));
      break;
    case CreditSource.SPEAKER:
      sentences.push(say("explain.speaker", stands));
      break;
    case CreditSource.SUM:
      sentences.push(say("explain.sum", stands));
  }
  return sentences;
}
