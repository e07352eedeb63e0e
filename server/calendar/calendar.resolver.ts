import { Arg, Args, Ctx, ID, Query, Resolver } from "type-graphql";
import type { Context } from "../core/context.ts";
import { Allow, anyone, everyKey } from "../core/policy.ts";
import { CalendarArgs, CalendarEntryObject } from "./calendar.object.ts";
import { type CalendarRow, findCalendarEntry, listCalendar } from "./calendar.queries.ts";

@Resolver(() => CalendarEntryObject)
export class CalendarResolver {
  @Allow(anyone, everyKey)
  @Query(() => [CalendarEntryObject], {
    description:
      "The public calendar, by date: approved programs whose providers asked for it. Cancelled ones stay, marked.",
  })
  async calendar(
    @Args(() => CalendarArgs) { from, to, filter, first, offset }: CalendarArgs,
    @Ctx() ctx: Context,
  ): Promise<CalendarRow[]> {
    const { entries } = await listCalendar(ctx, { ...filter, from, to }, { first, offset });
    return entries;
  }

  @Allow(anyone, everyKey)
  @Query(() => CalendarEntryObject, {
    nullable: true,
    description: "One entry of the calendar; null where it is missing or not on the calendar.",
  })
  calendarEntry(
    @Arg("id", () => ID, { description: "The entry." }) id: string,
    @Ctx() ctx: Context,
  ): Promise<CalendarRow | null> {
    return findCalendarEntry(ctx, id);
  }
}
