import type { Context } from "../core/context.ts";
import { defineLoader, orderByKey } from "../core/lists/loaders.ts";
import {
  type CreditExplanation,
  type CreditFacts,
  CreditSource,
  explain,
  sourceOf,
} from "../policies/credit-explanation.ts";
import { compareCredits, creditsForMinutes } from "../policies/credit-rule.arithmetic.ts";
import type { CreditRule } from "../policies/credit-rule.entity.ts";
import { creditRuleById, termsOf } from "../policies/credit-rule.queries.ts";

/** What an activity may award of one kind of credit, as it is read. */
export interface AmountRow {
  /** Name of a further kind; null: the default one. */
  kind: string | null;
  kindId: string | null;
  /** Whether another kind includes it. */
  isPart: boolean;
  unit: string;
  ruleId: string;
  /** What was approved; null: nothing yet. */
  credits: string | null;
}

/** What a program's amounts of credit stand on. */
export interface ProgramAmounts {
  id: string;
  minutes: number | null;
  /** Whether staff approved it here: else what is approved came with it. */
  decidedHere: boolean;
  /** Why staff set its credit, at last. */
  reason: string | null;
  /** The default kind first, then the others in the order that staff set. */
  amounts: AmountRow[];
}

/** SQL of a ProgramAmounts over the program `p`, whose rule is `r`. */
export const programAmountsSql = `p.id, p.minutes, d.at IS NOT NULL AS "decidedHere", d.reason,
  (SELECT json_build_array(json_build_object('kind', NULL, 'kindId', NULL, 'isPart', false, 'unit', r.unit, 'ruleId', r.id, 'credits', p.credits::text))::jsonb
     || coalesce((SELECT jsonb_agg(jsonb_build_object('kind', k.name, 'kindId', k.id, 'isPart', k.part_of_id IS NOT NULL, 'unit', k.unit,
       'ruleId', a.credit_rule_id, 'credits', a.credits::text) ORDER BY k.position, k.id)
     FROM program_credit_kind a JOIN credit_kind k ON k.id = a.kind_id WHERE a.program_id = p.id), '[]')) AS amounts`;

/** What that needs besides `p`. */
export const programAmountsJoins = `JOIN credit_rule r ON r.id = p.credit_rule_id LEFT JOIN LATERAL (
  SELECT e.at, e.reason FROM audit_entry e WHERE e.subject_id = p.id AND e.subject_type = 'program'
    AND e.action IN ('program.approve', 'program.correct-credits') ORDER BY e.at DESC, e.id DESC LIMIT 1) d ON true`;

/** What the amounts of programs stand on. */
export const amountsOfProgram = defineLoader<string, ProgramAmounts | null>(async (ctx, ids) =>
  orderByKey(
    ids as string[],
    await ctx.db.query(
      `SELECT ${programAmountsSql} FROM program p ${programAmountsJoins} WHERE p.id = ANY($1::uuid[])`,
      [ids],
    ),
    ({ id }: ProgramAmounts) => id,
  ),
);

/** What an amount that a program awards stands on; null: nothing is approved, and no minutes are known. */
export function factsOfAmount(
  { minutes, decidedHere, reason }: ProgramAmounts,
  { kind, isPart, unit, ruleId, credits }: AmountRow,
  rule: CreditRule,
): CreditFacts | null {
  if (credits === null && minutes === null) return null;
  const stands = credits ?? creditsForMinutes(termsOf(rule), minutes ?? 0);
  const source = sourceOf(rule, minutes, stands, credits === null || decidedHere ? null : CreditSource.MOVED_IN);
  return {
    activity: null,
    kind,
    unit,
    credits: stands,
    minutes,
    ruleId,
    source: source === CreditSource.SET && isPart && reason === null ? CreditSource.WITHIN : source,
    of: null,
    reason: source === CreditSource.SET ? reason : null,
  };
}

/** How a program's amounts of credit came about: what is approved, or what its minutes would earn. */
export async function explainProgram(ctx: Context, programId: string): Promise<CreditExplanation[]> {
  const program = await amountsOfProgram(ctx, programId);
  if (!program) return [];
  const all = await Promise.all(
    program.amounts.map(async (amount) => {
      const rule = await creditRuleById(ctx, amount.ruleId);
      const facts = factsOfAmount(program, amount, rule);
      return facts && explain(facts, rule);
    }),
  );
  return all.filter((each) => each !== null);
}

/**
 * What somebody was awarded of what a program awards at most.
 * @param of what was approved of it, by its program
 */
export function factsOfAward(facts: CreditFacts, awarded: string): CreditFacts {
  const isAll = compareCredits(facts.credits, awarded) === 0;
  return {
    ...facts,
    credits: awarded,
    // Why staff approved so much is not the holder's to read.
    reason: null,
    ...(!isAll && { source: CreditSource.AWARDED, of: facts.credits }),
  };
}
