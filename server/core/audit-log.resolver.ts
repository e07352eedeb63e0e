import { Arg, Args, Ctx, ID, Query, Resolver } from "type-graphql";
import { AuditEntryConnection, AuditEntryObject, AuditFilter } from "./audit-log.object.ts";
import { type AuditRow, auditList, listAuditEntries } from "./audit-log.queries.ts";
import type { Context } from "./context.ts";
import type { OrderingOf } from "./lists/define-list.ts";
import { orderByDescription } from "./lists/order.ts";
import { type Connection, PageArgs } from "./lists/page.ts";
import { Allow, peopleOnly, readsPersons } from "./policy.ts";

@Resolver(() => AuditEntryObject)
export class AuditLogResolver {
  @Allow(readsPersons, peopleOnly)
  @Query(() => AuditEntryConnection, {
    description:
      "The audit log of one thing, or of all, newest first where nothing else is asked. For staff, but who looks after fees alone.",
  })
  auditEntries(
    @Arg("subjectId", () => ID, { nullable: true, description: "The ID of the thing; all without it." })
    subjectId: string | null,
    @Arg("filter", () => AuditFilter, { nullable: true, description: "Which entries; all without it." })
    filter: AuditFilter | null,
    @Arg("orderBy", () => [auditList.Order], { nullable: true, description: orderByDescription })
    orderBy: OrderingOf<typeof auditList>[] | null,
    @Args(() => PageArgs) page: PageArgs,
    @Ctx() ctx: Context,
  ): Promise<Connection<AuditRow>> {
    return listAuditEntries(ctx, { ...filter, subjectId }, orderBy, page);
  }
}
