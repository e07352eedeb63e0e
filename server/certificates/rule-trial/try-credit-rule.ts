import type { Context } from "../../core/context.ts";
import { DomainError, ErrorCode } from "../../core/errors.ts";
import type { List } from "../../core/lists/define-list.ts";
import { nullable, type Order, type Ordering, orderInput, termsOfOrder } from "../../core/lists/order.ts";
import { type ListQuery, readPage } from "../../core/lists/read-page.ts";
import { SortDirection } from "../../core/lists/sort-direction.ts";
import { Bindings, type Fields } from "../../core/lists/sql.ts";
import { administrator, assertMay } from "../../core/policy.ts";
import { assertTerms } from "../../policies/add-credit-rule.ts";
import type { CreditDifference, CreditRuleTrialInput, TrialTotal } from "./rule-trial.object.ts";
import { trialSql } from "./rule-trial.sql.ts";

/**
 * A rule that can be tried.
 * @throws FORBIDDEN; BAD_INPUT for terms that addCreditRule refuses, and for a span that ends before it begins
 */
function assertTriable(ctx: Context, trial: CreditRuleTrialInput): void {
  assertMay(ctx, administrator, null);
  assertTerms(trial, "trial");
  if (trial.from > trial.to)
    throw new DomainError(ErrorCode.BAD_INPUT, "certificates.trialSpan", { field: "trial.to" });
}

/**
 * How many programs, sessions and certificates would differ if a credit rule had been in force, and by how much: of each kind of credit for
 * itself. One statement, which writes nothing.
 * @throws FORBIDDEN, BAD_INPUT
 */
export async function trialTotals(ctx: Context, trial: CreditRuleTrialInput): Promise<TrialTotal[]> {
  assertTriable(ctx, trial);
  const { bind, values } = new Bindings();
  return ctx.db.manager.query(trialTotalsSql(trialSql(bind, trial)), values);
}

/** SQL of the totals over a trial. */
export const trialTotalsSql = (trial: string): string => `WITH ${trial}
  SELECT of, kind, unit, count(*)::int AS looked, (count(*) FILTER (WHERE would <> credits))::int AS differ,
    coalesce(sum(would - credits) FILTER (WHERE would > credits), 0.00)::text AS gained,
    coalesce(sum(credits - would) FILTER (WHERE would < credits), 0.00)::text AS lost,
    coalesce(max(abs(would - credits)) FILTER (WHERE would <> credits), 0.00)::text AS largest
  FROM trial GROUP BY of, kind, unit ORDER BY CASE of WHEN 'PROGRAM' THEN 1 WHEN 'SESSION' THEN 2 ELSE 3 END, kind NULLS FIRST, unit`;

const orders = {
  OF: { description: "Of what it is, then the number.", by: ["d.of", "d.number"] },
  NUMBER: { description: "Number.", by: ["d.number"] },
  DAY: { description: "The day by which it was looked at.", by: [nullable("d.day")] },
  CREDITS: { description: "What it is.", by: ["d.credits"] },
  WOULD: { description: "What it would be.", by: ["d.would"] },
  DIFFERENCE: { description: "By how much it would differ, more or less alike.", by: ["abs(d.would - d.credits)"] },
} satisfies Record<string, Order>;

type OrderField = keyof typeof orders;

const fields: Fields<CreditDifference> = {
  of: "d.of",
  id: "d.id",
  kind: "d.kind",
  unit: "d.unit",
  number: "d.number",
  title: "d.title",
  day: "d.day",
  credits: "d.credits::text",
  would: "d.would::text",
};

/** What would differ, one by one: the largest difference first where nothing else is asked. No table has it, so that it is no defineList. */
export const differenceList: List<CreditDifference, CreditRuleTrialInput, OrderField> = {
  name: "CreditDifference",
  fields: () => fields,
  Order: orderInput<OrderField>("CreditDifference", orders),
  query(ctx, trial, orderBy): ListQuery<CreditDifference> {
    assertTriable(ctx, trial);
    const bindings = new Bindings();
    const itsOwn: Ordering<OrderField> = { field: "DIFFERENCE", direction: SortDirection.DESC };
    const from = `(WITH ${trialSql(bindings.bind, trial)}
      SELECT *, of || ' ' || id || ' ' || coalesce(kind_id::text, '') AS key FROM trial WHERE would <> credits) d`;
    return {
      from,
      join: "",
      where: [],
      order: termsOfOrder(orderBy && orderBy.length > 0 ? orderBy : [itsOwn], orders),
      key: "d.key",
      fields: () => fields,
      total: { from, rows: "count(*)" },
      countsWithPage: true,
      bindings,
    };
  },
  page: (ctx, trial, orderBy, page) => readPage(ctx.db.manager, differenceList.query(ctx, trial, orderBy), page),
};
