import type { Context } from "../../core/context.ts";
import { DomainError, ErrorCode, notFound } from "../../core/errors.ts";
import { isId } from "../../core/ids.ts";
import { defineFixedList } from "../../core/lists/define-list.ts";
import { Bindings, type Fields } from "../../core/lists/sql.ts";
import { assertMay, staff } from "../../core/policy.ts";
import { Program } from "../../programs/program.entity.ts";
import { canReviewProgram } from "../../programs/program.policy.ts";
import { changesSql, Mistake, printedJoins, type ReissueScope, scopeSql } from "./mistakes.ts";

/** What changes on the paper of one certificate. */
export interface ReissueChange {
  mistake: Mistake;
  /** Null: it was not kept how it is printed. */
  before: string | null;
  after: string;
}

/** A certificate that would be issued anew. */
export interface ReissueLine {
  id: string;
  number: string;
  recipientName: string;
  title: string;
  changes: ReissueChange[];
}

/**
 * A scope that can be asked for.
 * @throws FORBIDDEN; NOT_FOUND for a program that there is not; CONFLICT_OF_INTEREST where staff act for its provider; BAD_INPUT where nothing is said at all
 */
export async function assertScope(ctx: Context, scope: ReissueScope): Promise<void> {
  assertMay(ctx, staff, null);
  const { programId, memberId, ids, mistakes } = scope;
  if (!programId && !memberId && !ids && !mistakes?.length)
    throw new DomainError(ErrorCode.BAD_INPUT, "certificates.reissueScope", { field: "scope" });
  if (memberId && !isId(memberId)) throw notFound("member", "scope.memberId");
  if (ids?.some((id) => !isId(id))) throw notFound("certificate", "scope.ids");
  if (!programId) return;
  const program = isId(programId) ? await ctx.db.manager.findOneBy(Program, { id: programId }) : null;
  if (!program) throw notFound("program", "scope.programId");
  if (!canReviewProgram(ctx.viewer, program))
    throw new DomainError(ErrorCode.CONFLICT_OF_INTEREST, "programs.conflictOfInterest");
}

/** Nobody decides about certificates of a provider that they act for. */
export const notOwnSql = (ctx: Context, bind: Bindings["bind"]): string =>
  `NOT p.provider_id = ANY(${bind([...ctx.viewer.providers.keys()])}::uuid[])`;

/** The certificates of a scope, by number of issue. */
export const reissueList = defineFixedList<ReissueLine, ReissueScope>({
  from: "certificate c",
  joins: printedJoins,
  key: "c.id",
  fields: (): Fields<ReissueLine> => ({
    id: "c.id",
    number: "c.number",
    recipientName: "c.recipient_name",
    title: "c.title",
    changes: changesSql(),
  }),
  where: (ctx, scope, bind) => [...scopeSql(scope, bind), notOwnSql(ctx, bind)],
  sortedBy: [["c.issued_at"], "ASC"],
});

/** How many certificates say each thing otherwise. */
export async function mistakesOf(ctx: Context, scope: ReissueScope): Promise<{ mistake: Mistake; count: number }[]> {
  const { bind, values } = new Bindings();
  const where = [...scopeSql(scope, bind), notOwnSql(ctx, bind)];
  return ctx.db.manager.query(
    `SELECT x ->> 'mistake' AS mistake, count(*)::int AS count FROM certificate c ${Object.values(printedJoins).join(" ")}
     CROSS JOIN LATERAL json_array_elements(${changesSql()}) x WHERE ${where.join(" AND ")}
     GROUP BY 1 ORDER BY min(array_position(${bind(Object.values(Mistake))}::text[], x ->> 'mistake'))`,
    values,
  );
}
