import { Arg, Args, Ctx, ID, Query, Resolver } from "type-graphql";
import { AuditEntryConnection, AuditEntryObject } from "./audit-log.object.ts";
import { type AuditRow, listAuditEntries } from "./audit-log.queries.ts";
import { type Connection, PageArgs } from "./connections.ts";
import type { Context } from "./context.ts";
import { Allow, staff } from "./policy.ts";

@Resolver(() => AuditEntryObject)
export class AuditLogResolver {
  @Allow(staff)
  @Query(() => AuditEntryConnection, { description: "The audit log of one thing, newest first. For staff." })
  auditEntries(
    @Arg("subjectId", () => ID, { description: "The ID of the thing." }) subjectId: string,
    @Args(() => PageArgs) page: PageArgs,
    @Ctx() ctx: Context,
  ): Promise<Connection<AuditRow>> {
    return listAuditEntries(ctx, subjectId, page);
  }
}
