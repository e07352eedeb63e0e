import { Arg, Ctx, FieldResolver, Int, Query, Resolver } from "type-graphql";
import type { Context } from "../core/context.ts";
import { PageArgs } from "../core/lists/page.ts";
import { Allow, peopleOnly, staffOrProvider } from "../core/policy.ts";
import {
  AgeCountObject,
  DashboardObject,
  MonthCreditsObject,
  ReportDueObject,
  StatusCountObject,
} from "./dashboard.object.ts";
import { readFigure } from "./dashboard.queries.ts";

@Resolver(() => DashboardObject)
export class DashboardResolver {
  @Allow(staffOrProvider, peopleOnly)
  @Query(() => DashboardObject, {
    description: "What waits, and how things stand: all for staff, one's own for a provider.",
  })
  dashboard(@Ctx() ctx: Context): DashboardObject {
    return { at: ctx.now() };
  }

  @FieldResolver(() => [StatusCountObject], { description: "Programs by status; those without any are left out." })
  programsByStatus(@Ctx() ctx: Context): Promise<StatusCountObject[]> {
    return readFigure(ctx, "programsByStatus");
  }

  @FieldResolver(() => [AgeCountObject], { description: "What waits for the viewer, by how long it has waited." })
  inboxByAge(@Ctx() ctx: Context): Promise<AgeCountObject[]> {
    return readFigure(ctx, "inboxByAge");
  }

  @FieldResolver(() => [MonthCreditsObject], { description: "Credits awarded in each of the last twelve months." })
  creditsByMonth(@Ctx() ctx: Context): Promise<MonthCreditsObject[]> {
    return readFigure(ctx, "creditsByMonth");
  }

  @FieldResolver(() => [ReportDueObject], { description: "Attendance that is due or overdue, the earliest first." })
  async reportsDue(
    @Arg("first", () => Int, { defaultValue: 10, description: "How many, at most 100." }) first: number,
    @Ctx() ctx: Context,
  ): Promise<ReportDueObject[]> {
    return readFigure(ctx, "reportsDue", PageArgs.of({ first }).first);
  }
}
