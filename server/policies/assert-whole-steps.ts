import { DomainError, ErrorCode } from "../core/errors.ts";
import { say } from "../core/messages/message.ts";
import { isUnderLeast, isWholeSteps, leastAward } from "./credit-rule.arithmetic.ts";
import type { CreditRule } from "./credit-rule.entity.ts";

/**
 * Refuses credits that a rule does not award.
 * @throws CREDITS_NOT_WHOLE_STEPS
 */
export function assertWholeSteps(
  rule: Omit<CreditRule, "id" | "code" | "startsOn">,
  credits: string,
  field?: string,
): void {
  if (isWholeSteps(rule, credits)) return;
  const facts = { rule: rule.name, least: leastAward(rule), step: rule.step, credits };
  throw new DomainError(
    ErrorCode.CREDITS_NOT_WHOLE_STEPS,
    isUnderLeast(rule, credits) ? say("policies.underLeastAward", facts) : say("policies.notWholeSteps", facts),
    { field },
  );
}
