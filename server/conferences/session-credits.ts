import type { Context } from "../core/context.ts";
import { DomainError, ErrorCode, notFound } from "../core/errors.ts";
import { isId } from "../core/ids.ts";
import { creditsForMinutes } from "../policies/credit-rule.arithmetic.ts";
import { CreditRule } from "../policies/credit-rule.entity.ts";
import { termsOf } from "../policies/credit-rule.queries.ts";
import { Program } from "../programs/program.entity.ts";
import { canViewProgram } from "../programs/program.policy.ts";

/** The longest session there can be: a week, in minutes, as in schedule files. */
export const maxSessionMinutes = 7 * 24 * 60;

/**
 * What a session of so many minutes earns by the conference's credit rule, to be shown before it is saved.
 * @throws NOT_FOUND, the same for a missing and a foreign program; BAD_INPUT for minutes that no session has
 */
export async function sessionCredits(ctx: Context, programId: string, minutes: number): Promise<string> {
  const program = isId(programId) ? await ctx.db.manager.findOneBy(Program, { id: programId }) : null;
  if (!program || !canViewProgram(ctx.viewer, program)) throw notFound("program", "programId");
  if (minutes < 1 || minutes > maxSessionMinutes)
    throw new DomainError(ErrorCode.BAD_INPUT, "conferences.sessionLength", { field: "minutes", maxSessionMinutes });
  const rule = await ctx.db.manager.findOneByOrFail(CreditRule, { id: program.creditRuleId });
  return creditsForMinutes(termsOf(rule), minutes);
}
