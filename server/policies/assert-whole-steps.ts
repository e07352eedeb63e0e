import { DomainError, ErrorCode } from "../core/errors.ts";
import { isWholeSteps, wholeStepsInWords } from "./credit-rule.arithmetic.ts";
import type { CreditRule } from "./credit-rule.entity.ts";

/**
 * Refuses credits that a rule does not award.
 * @throws CREDITS_NOT_WHOLE_STEPS
 */
export function assertWholeSteps(
  rule: Omit<CreditRule, "id" | "code" | "startsOn">,
  credits: string,
  field: string,
): void {
  if (isWholeSteps(rule, credits)) return;
  throw new DomainError(ErrorCode.CREDITS_NOT_WHOLE_STEPS, `${rule.name} ${wholeStepsInWords(rule, credits)}.`, {
    field,
  });
}
