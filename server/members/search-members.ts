import { auditSql } from "../core/audit.ts";
import type { Context } from "../core/context.ts";
import { DomainError, ErrorCode } from "../core/errors.ts";
import { fold } from "../core/fold.ts";
import { followed } from "../core/lists/changes.ts";
import type { OrderingOf } from "../core/lists/define-list.ts";
import type { Connection, PageArgs } from "../core/lists/page.ts";
import { takesOfAll, takesOfProviders } from "../core/provider-limits.ts";
import { enforceLimits } from "../core/rate-limits.ts";
import {
  memberLookUpsByAll,
  memberSearchByViewer,
  memberSearchesByProvider,
  membersShownByProvider,
} from "./member.limits.ts";
import { type MemberConditions, type MemberRow, memberList } from "./member.queries.ts";

/** The member search shows fewer at once than other lists: it is no directory to be copied. Source: product design. */
const maximumPage = 50;

/** For whoever is not staff, totals end here: how many there are is nobody's business, and tells who there is. */
const maximumTotal = maximumPage;

/**
 * Looks members up by at least one condition of two letters. Every search stands in the audit log.
 * @throws TOO_MANY_REQUESTS; BAD_INPUT without such a condition, or for a page of more than 50
 */
export async function searchMembers(
  ctx: Context,
  filter: MemberConditions,
  orderBy: readonly OrderingOf<typeof memberList>[] | null,
  page: PageArgs,
): Promise<Connection<MemberRow>> {
  if (page.first > maximumPage)
    throw new DomainError(ErrorCode.BAD_INPUT, "members.pageSize", { field: "first", maximumPage });
  if (filter.changedSince && !ctx.viewer.isStaff)
    throw new DomainError(ErrorCode.FORBIDDEN, "core.notForYou", { field: "filter.changedSince" });
  assertSearchable(filter);
  const given = Object.fromEntries(Object.entries(filter).filter(([, value]) => isGiven(value)));
  const who = ctx.viewer.accountId ?? nobodyId;
  const asked = { ...given, first: page.first, offset: page.offset ?? 0 };
  const line = auditSql(ctx, "member.search", ["account", who], { after: asked });
  const takes = [
    { limit: memberSearchByViewer, who, count: 1 },
    ...takesOfProviders(ctx, memberSearchesByProvider, 1),
    ...takesOfProviders(ctx, membersShownByProvider, 0),
    ...takesOfAll(ctx, memberLookUpsByAll, 0),
  ];
  await enforceLimits(ctx, takes, line);
  if (ctx.viewer.isStaff) return memberList.page(ctx, await followed(ctx, filter), orderBy, page);
  const found = await memberList.page(ctx, filter, orderBy, page);
  if (found.nodes.length > 0)
    await enforceLimits(ctx, [
      ...takesOfProviders(ctx, membersShownByProvider, found.nodes.length),
      ...takesOfAll(ctx, memberLookUpsByAll, found.nodes.length),
    ]);
  return { ...found, totalCount: async () => Math.min(await found.totalCount(), maximumTotal) };
}

const isGiven = (value: unknown): boolean => (typeof value === "string" ? value.trim() !== "" : Boolean(value));

/** Stands for the account of a search that no account made: jobs and the command line. */
export const nobodyId = "00000000-0000-0000-0000-000000000000";

/**
 * Nobody lists all members: a search has a condition of two letters, or follows what changed.
 * @throws BAD_INPUT
 */
export function assertSearchable(filter: MemberConditions): void {
  const hasLetters = Object.values(filter).some((value) => typeof value === "string" && fold(value).length >= 2);
  if (!hasLetters && !filter.changedSince)
    throw new DomainError(ErrorCode.BAD_INPUT, "members.searchField", { field: "filter" });
}
