import { DateTime } from "luxon";
import { DomainError, ErrorCode } from "../core/errors.ts";
import { Credits } from "../core/scalars.ts";
import { OfferingFormat } from "../programs/program.entity.ts";
import { type CalendarConditions, mostEntries } from "./calendar.queries.ts";

/** What the addresses of the calendar take, in this order; all may be left out. */
export const queryFields = [
  "words",
  "month",
  "from",
  "to",
  "place",
  "format",
  "type",
  "provider",
  "unit",
  "credits",
  "skip",
] as const;

export type CalendarQuery = Partial<Record<(typeof queryFields)[number], string>>;

export interface ReadQuery {
  /** As it was given, without what is empty or unknown: for links to the same entries. */
  given: CalendarQuery;
  filter: CalendarConditions;
  offset: number;
}

/** Longer texts are in no title. */
const longestText = 300;

function dayOf(field: string, text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  const day = /^\d{4}-\d{2}-\d{2}$/.test(text) ? DateTime.fromISO(text, { zone: "utc" }) : null;
  if (!day?.isValid || day.year < 1900 || day.year > 2999) throw wrong(field);
  return text;
}

const wrong = (field: string) => new DomainError(ErrorCode.BAD_INPUT, "calendar.wrongFilter", { field });

/**
 * Reads the filter in an address of the calendar. A month stands for its first and last day.
 * @param query parameters by name; where one stands there several times, or is none of these, it counts for nothing
 * @throws BAD_INPUT naming the parameter
 */
export function readCalendarQuery(query: Record<string, unknown>): ReadQuery {
  const given: CalendarQuery = {};
  for (const field of queryFields) {
    const text = query[field];
    // A form sends its empty fields, too.
    if (typeof text !== "string" || text.trim() === "") continue;
    if (text.length > longestText || /\p{Cc}/u.test(text)) throw wrong(field);
    given[field] = text.trim();
  }
  const { words, place, provider, unit: creditUnit, type: typeCode } = given;
  const month = dayOf("month", given.month && `${given.month}-01`);
  const from = dayOf("from", given.from) ?? month;
  const to = dayOf("to", given.to) ?? (month && DateTime.fromISO(month, { zone: "utc" }).endOf("month").toISODate());
  const format = given.format as OfferingFormat | undefined;
  if (format && !(format in OfferingFormat)) throw wrong("format");
  const offset = Number(given.skip ?? 0);
  if (!Number.isInteger(offset) || offset < 0 || offset > 100 * mostEntries) throw wrong("skip");
  let minimumCredits: string | undefined;
  try {
    if (given.credits) minimumCredits = Credits.parseValue(given.credits);
  } catch {
    throw wrong("credits");
  }
  return { given, offset, filter: { words, place, provider, creditUnit, typeCode, from, to, format, minimumCredits } };
}

/** A path with the filter, and what is changed in it. */
export function withQuery(path: string, given: CalendarQuery, changed: CalendarQuery = {}): string {
  const query = new URLSearchParams();
  const all = { ...given, ...changed };
  for (const field of queryFields) if (all[field]) query.set(field, all[field]);
  const text = query.toString();
  return text ? `${path}?${text}` : path;
}
