import { Arg, Args, Ctx, ID, Query, Resolver } from "type-graphql";
import { AuditEntryConnection, AuditEntryObject, AuditFilter } from "./audit-log.object.ts";
import { type AuditRow, listAuditEntries } from "./audit-log.queries.ts";
import { type Connection, PageArgs } from "./connections.ts";
import type { Context } from "./context.ts";
import { Allow, staff } from "./policy.ts";

@Resolver(() => AuditEntryObject)
export class AuditLogResolver {
  @Allow(staff)
  @Query(() => AuditEntryConnection, {
    description: "The audit log, newest first: of one thing, or of all. For staff.",
  })
  auditEntries(
    @Arg("subjectId", () => ID, { nullable: true, description: "The ID of the thing; all without it." })
    subjectId: string | null,
    @Arg("filter", () => AuditFilter, { nullable: true, description: "Which entries; all without it." })
    filter: AuditFilter | null,
    @Args(() => PageArgs) page: PageArgs,
    @Ctx() ctx: Context,
  ): Promise<Connection<AuditRow>> {
    return listAuditEntries(ctx, { ...filter, subjectId }, page);
  }
}
