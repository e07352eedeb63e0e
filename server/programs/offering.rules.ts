import { addDays, localDay } from "../core/local-day.ts";
import type { AccreditorSettings } from "../policies/settings.entity.ts";
import type { Offering } from "./program.entity.ts";

type Dates = Pick<Offering, "endsOn" | "timeZone" | "reportingExtendedTo">;
type Window = Pick<AccreditorSettings, "reportingDays">;

/** Whether an offering is over: its last day has passed where it is held. */
export function offeringEnded(offering: Pick<Offering, "endsOn" | "timeZone">, now: Date): boolean {
  return localDay(now, offering.timeZone) > offering.endsOn;
}

/** The last day on which attendance may be reported, to its end in the offering's time zone. Source: product design. */
export function reportingDueOn(offering: Dates, settings: Window): string {
  return offering.reportingExtendedTo ?? addDays(offering.endsOn, settings.reportingDays);
}

/** Whether attendance may be reported now. `roster_checked` in server/attendance has the same rule in SQL. */
export function reportingOpen(offering: Dates, settings: Window, now: Date): boolean {
  return offeringEnded(offering, now) && localDay(now, offering.timeZone) <= reportingDueOn(offering, settings);
}
