import { Arg, Args, Ctx, FieldResolver, ID, Query, Resolver, Root } from "type-graphql";
import type { Context } from "../core/context.ts";
import type { OrderingOf } from "../core/lists/define-list.ts";
import { orderByDescription } from "../core/lists/order.ts";
import { type Connection, PageArgs } from "../core/lists/page.ts";
import { Allow, peopleOnly, readsPersons } from "../core/policy.ts";
import { AuditChangeObject, AuditEntryConnection, AuditEntryObject, AuditFilter } from "./audit-log.object.ts";
import { type AuditChange, type AuditRow, auditList, listAuditEntries } from "./audit-log.queries.ts";
import { kindOfField, nameOf } from "./thing-names.ts";

@Resolver(() => AuditEntryObject)
export class AuditLogResolver {
  @FieldResolver(() => String, {
    nullable: true,
    description:
      "What the thing is called now: a program by number and title, a member by number and name. Null: it is gone, or has no name.",
  })
  subjectName(@Root() { subjectType, subjectId }: AuditRow, @Ctx() ctx: Context): Promise<string | null> {
    return nameOf(ctx, { kind: subjectType, id: subjectId });
  }

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

@Resolver(() => AuditChangeObject)
export class AuditChangeResolver {
  @FieldResolver(() => String, {
    nullable: true,
    description: "Of an ID, what the thing was that it names, as it is called now. Null: it is none, or is gone.",
  })
  beforeName(@Root() { field, before }: AuditChange, @Ctx() ctx: Context): Promise<string | null> {
    return nameInField(ctx, field, before);
  }

  @FieldResolver(() => String, { nullable: true, description: "The same of what it became." })
  afterName(@Root() { field, after }: AuditChange, @Ctx() ctx: Context): Promise<string | null> {
    return nameInField(ctx, field, after);
  }
}

async function nameInField(ctx: Context, field: string, id: string | null): Promise<string | null> {
  const kind = kindOfField(field);
  return kind && id ? nameOf(ctx, { kind, id }) : null;
}
