import { Arg, Ctx, Query, Resolver } from "type-graphql";
import type { Context } from "../core/context.ts";
import { DomainError, ErrorCode } from "../core/errors.ts";
import { addDays, localDay } from "../core/local-day.ts";
import { Allow, peopleOnly, staff } from "../core/policy.ts";
import { LocalDate } from "../core/scalars.ts";
import { loadSettings } from "../policies/load-settings.ts";
import { RetentionForecastObject } from "./retention.object.ts";
import { forecastRetention, type RetentionForecast } from "./retention.queries.ts";

@Resolver()
export class RetentionResolver {
  @Allow(staff, peopleOnly)
  @Query(() => [RetentionForecastObject], {
    description:
      "What goes because its years are over, before it goes: by the conditions of the job that runs each morning. Errors: BAD_INPUT for a day before today or over 100 years away.",
  })
  async retentionForecast(
    @Arg("on", () => LocalDate, {
      nullable: true,
      description: "The day on which the job would run, in the accreditor's time zone; by default tomorrow.",
    })
    on: string | null,
    @Ctx() ctx: Context,
  ): Promise<RetentionForecast[]> {
    const today = localDay(ctx.now(), (await loadSettings(ctx.db.manager)).timeZone);
    if (on !== null && (on < today || on > addDays(today, 36_525)))
      throw new DomainError(ErrorCode.BAD_INPUT, "policies.forecastDay", { field: "on", today });
    return forecastRetention(ctx, on ?? addDays(today, 1));
  }
}
