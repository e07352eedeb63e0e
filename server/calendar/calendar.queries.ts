import type { Context } from "../core/context.ts";
import { fold } from "../core/fold.ts";
import { isId } from "../core/ids.ts";
import { containing } from "../core/lists/conditions.ts";
import { defineFixedList } from "../core/lists/define-list.ts";
import type { PageArgs } from "../core/lists/page.ts";
import type { Fields } from "../core/lists/sql.ts";
import { localDay } from "../core/local-day.ts";
import { settingsOf } from "../policies/load-settings.ts";
import { jointNamesSql } from "../programs/joint-providers.ts";
import { type Offering, OfferingFormat, type Program } from "../programs/program.entity.ts";
import { approvedStatuses, ProgramStatus } from "../programs/program.status.ts";
import { isOfReviewSideSql } from "../programs/review/review-side.ts";

/** How an entry of the calendar stands. */
export enum CalendarEntryStatus {
  SCHEDULED = "SCHEDULED",
  POSTPONED = "POSTPONED",
  CANCELLED = "CANCELLED",
}

/** One offering of a program whose provider asked for the calendar, with what the public may know of both. */
export interface CalendarRow
  extends Pick<Offering, "id" | "startsOn" | "endsOn" | "timeZone" | "format" | "place" | "postponedFrom">,
    Pick<Program, "version" | "description" | "objectives" | "publicUrl"> {
  programNumber: string;
  title: string;
  typeCode: string;
  typeName: string;
  providerName: string;
  /** Those who provide it together with them. */
  jointProviders: string[];
  credits: string;
  creditUnit: string;
  /** First start and last end of its sessions on its days, where it has any: else whole days are meant. */
  startsAt: Date | null;
  endsAt: Date | null;
  status: CalendarEntryStatus;
  /** When its program was last changed. */
  changedAt: Date;
}

export interface CalendarConditions {
  from?: string | null;
  to?: string | null;
  words?: string | null;
  place?: string | null;
  format?: OfferingFormat | null;
  typeCode?: string | null;
  provider?: string | null;
  creditUnit?: string | null;
  minimumCredits?: string | null;
}

/** Approved, or called off after that. */
const shownStatuses: readonly ProgramStatus[] = [...approvedStatuses, ProgramStatus.CANCELLED];

const fields: Fields<CalendarRow> = {
  id: "o.id",
  startsOn: "o.starts_on",
  endsOn: "o.ends_on",
  timeZone: "o.time_zone",
  format: "o.format",
  place: "o.place",
  postponedFrom: "o.postponed_from",
  version: "p.version",
  programNumber: "p.number",
  title: "p.name",
  description: "p.description",
  objectives: "p.objectives",
  publicUrl: "p.public_url",
  typeCode: "t.code",
  typeName: "t.name",
  providerName: "v.name",
  jointProviders: jointNamesSql("p"),
  credits: "p.credits",
  creditUnit: "r.unit",
  startsAt: "s.starts_at",
  endsAt: "s.ends_at",
  status: `CASE WHEN p.status = '${ProgramStatus.CANCELLED}' THEN '${CalendarEntryStatus.CANCELLED}'
    WHEN o.postponed_from IS NOT NULL THEN '${CalendarEntryStatus.POSTPONED}' ELSE '${CalendarEntryStatus.SCHEDULED}' END`,
  changedAt: "c.at",
};

/** Only this decides what is on the calendar: everything that shows it reads this list. */
const calendarList = defineFixedList({
  from: "offering o",
  joins: {
    p: "JOIN program p ON p.id = o.program_id",
    t: "JOIN program_type t ON t.id = p.type_id",
    v: "JOIN provider v ON v.id = p.provider_id",
    r: "JOIN credit_rule r ON r.id = p.credit_rule_id",
    s: `LEFT JOIN LATERAL (
      SELECT min(x.starts_at) AS starts_at, max(x.ends_at) AS ends_at FROM session x
      WHERE x.program_id = o.program_id AND x.removed_at IS NULL
        AND (x.starts_at AT TIME ZONE o.time_zone)::date BETWEEN o.starts_on AND o.ends_on) s ON true`,
    c: `CROSS JOIN LATERAL (
      SELECT max(e.at) AS at FROM audit_entry e WHERE e.subject_id = o.program_id AND e.subject_type = 'program'
        AND NOT ${isOfReviewSideSql("e")}) c`,
  },
  key: "o.id",
  fields,
  where: (_ctx, filter: CalendarConditions & { id?: string; programNumber?: string }, bind) => {
    const words = filter.words?.trim() ? fold(filter.words) : null;
    const provider = filter.provider?.trim();
    const place = filter.place?.trim();
    return [
      "p.list_on_calendar",
      `p.status = ANY(${bind(shownStatuses)})`,
      filter.id && `o.id = ${bind(filter.id)}`,
      filter.programNumber && `p.number = ${bind(filter.programNumber)}`,
      filter.from && `o.ends_on >= ${bind(filter.from)}`,
      filter.to && `o.starts_on <= ${bind(filter.to)}`,
      words === "" ? "false" : words && `p.name_key LIKE ${bind(containing(words))}`,
      provider && `array_to_string(v.name || ${jointNamesSql("p")}, E'\\n') ILIKE ${bind(containing(provider))}`,
      place && `o.place ILIKE ${bind(containing(place))}`,
      filter.format && `o.format = ANY(${bind([filter.format, OfferingFormat.HYBRID])})`,
      filter.typeCode && `t.code = ${bind(filter.typeCode)}`,
      filter.creditUnit && `lower(r.unit) = lower(${bind(filter.creditUnit.trim())})`,
      filter.minimumCredits && `p.credits >= ${bind(filter.minimumCredits)}`,
    ];
  },
  sortedBy: [["o.starts_on"], "ASC"],
});

/** So many entries come at once at most. */
export const mostEntries = 1_000;

/**
 * Entries by date, those of a day by ID.
 * @param filter without `from`: from today in the accreditor's time zone on
 * @returns the entries, and whether more follow
 */
export async function listCalendar(
  ctx: Context,
  filter: CalendarConditions,
  { first = mostEntries, offset = 0 }: { first?: number; offset?: number } = {},
): Promise<{ entries: CalendarRow[]; hasMore: boolean }> {
  const { timeZone } = await settingsOf(ctx);
  const from = filter.from ?? localDay(ctx.now(), timeZone);
  const page: PageArgs = { first, offset };
  const { nodes, pageInfo } = await calendarList.page(ctx, { ...filter, from }, page);
  return { entries: nodes, hasMore: pageInfo.hasNextPage };
}

/** One entry; null where there is none, or it is not on the calendar. */
export async function findCalendarEntry(ctx: Context, id: string): Promise<CalendarRow | null> {
  if (!isId(id)) return null;
  const { nodes } = await calendarList.page(ctx, { id }, { first: 1 });
  return nodes[0] ?? null;
}

/** All dates of one program, past ones too; empty where there is no such program, or it is not on the calendar. */
export async function entriesOfProgram(ctx: Context, number: string): Promise<CalendarRow[]> {
  const programNumber = number.trim().toUpperCase();
  const { nodes } = await calendarList.page(ctx, { programNumber }, { first: mostEntries });
  return nodes;
}
