import { Feed } from "feed";
import ical, { ICalCalendarMethod, ICalEventStatus, ICalEventTransparency } from "ical-generator";
import { DateTime } from "luxon";
import { tzlib_get_ical_block, tzlib_get_timezones } from "timezones-ical-library";
import { escapeHtml } from "../core/html-page.ts";
import { addDays } from "../core/local-day.ts";
import { say } from "../core/messages/message.ts";
import { daysInWords, type Language, sentence } from "../core/messages/sentence.ts";
import { CalendarEntryStatus, type CalendarRow } from "./calendar.queries.ts";
import { placeOf } from "./calendar-words.ts";

/** Of whom a feed is, and where. */
export interface FeedFrame {
  accreditorName: string;
  /** The server's address, without a slash at the end. */
  publicUrl: string;
  /** Path and query of the page that shows the same entries. */
  path: string;
  language: Language;
}

const describedZones = new Set(tzlib_get_timezones());

/** The time zone's rules as a calendar file has them, and the name under which they stand there; null where the library has none. */
function zoneRules(timeZone: string): { name: string; rules: string } | null {
  const canonical = new Intl.DateTimeFormat("en", { timeZone }).resolvedOptions().timeZone;
  const known = [timeZone, canonical].find((zone) => describedZones.has(zone));
  if (!known) return null;
  const [rules = "", reference = ""] = [tzlib_get_ical_block(known)].flat();
  return { rules, name: reference.replace(/^TZID=/, "") || known };
}

const statusOf = {
  [CalendarEntryStatus.SCHEDULED]: ICalEventStatus.CONFIRMED,
  [CalendarEntryStatus.POSTPONED]: ICalEventStatus.CONFIRMED,
  [CalendarEntryStatus.CANCELLED]: ICalEventStatus.CANCELLED,
};

export const entryPath = ({ programNumber }: Pick<CalendarRow, "programNumber">): string =>
  `/calendar/${programNumber}`;

/** Everybody who provides it, the one who acts for it first. */
export const providersOf = ({ providerName, jointProviders }: CalendarRow): string[] => [
  providerName,
  ...jointProviders,
];

const aboutOf = (entry: CalendarRow, { publicUrl, language }: FeedFrame): string[] =>
  [
    entry.description,
    sentence(say("certificate.credits", { credits: entry.credits, unit: entry.creditUnit }), language),
    sentence(say("calendar.providedBy", { provider: providersOf(entry).join(", ") }), language),
    entry.publicUrl || `${publicUrl}${entryPath(entry)}`,
  ].filter(Boolean);

/**
 * The entries as an iCalendar file (RFC 5545). What has sessions stands at its hours, in its own time zone with that zone's rules; all
 * else on whole days. The same entries give the same bytes.
 */
export function calendarFile(entries: readonly CalendarRow[], frame: FeedFrame): string {
  const { accreditorName, publicUrl, language } = frame;
  const name = sentence(say("calendar.nameOf", { accreditor: accreditorName }), language);
  const host = new URL(publicUrl).host;
  const file = ical({
    name,
    prodId: { company: "Accrue", product: "calendar", language: language.toUpperCase() },
    method: ICalCalendarMethod.PUBLISH,
    url: `${publicUrl}${frame.path}`,
    ttl: 3_600,
    timezone: { name: null, generator: (zone: string) => zoneRules(zone)?.rules ?? null },
  });
  for (const entry of entries) {
    const zone = zoneRules(entry.timeZone);
    const hours = entry.startsAt &&
      entry.endsAt && {
        start: DateTime.fromJSDate(entry.startsAt, { zone: zone ? entry.timeZone : "utc" }),
        end: DateTime.fromJSDate(entry.endsAt, { zone: zone ? entry.timeZone : "utc" }),
        timezone: zone?.name ?? null,
      };
    const utc = { zone: "utc" };
    const days = {
      start: DateTime.fromISO(entry.startsOn, utc),
      // The day after the last, as the format has it.
      end: DateTime.fromISO(addDays(entry.endsOn, 1), utc),
      allDay: true,
    };
    file.createEvent({
      id: `${entry.id}@${host}`,
      sequence: entry.version,
      stamp: entry.changedAt,
      lastModified: entry.changedAt,
      summary: entry.title,
      description: aboutOf(entry, frame).join("\n\n"),
      location: placeOf(entry, language),
      url: `${publicUrl}${entryPath(entry)}`,
      status: statusOf[entry.status],
      transparency: ICalEventTransparency.TRANSPARENT,
      categories: [{ name: entry.typeName }],
      ...(hours || days),
    });
  }
  return file.toString();
}

/** The entries as an Atom feed (RFC 4287), whose titles and texts are HTML. The same entries give the same bytes. */
export function calendarAtom(entries: readonly CalendarRow[], frame: FeedFrame): string {
  const { accreditorName, publicUrl, path, language } = frame;
  const self = `${publicUrl}${path.replace("/calendar", "/calendar.atom")}`;
  const latest = entries.reduce((last, { changedAt }) => (changedAt > last ? changedAt : last), new Date(0));
  const feed = new Feed({
    id: self,
    title: sentence(say("calendar.nameOf", { accreditor: accreditorName }), language),
    link: `${publicUrl}${path}`,
    feedLinks: { atom: self },
    language,
    updated: latest,
    copyright: "",
    generator: "Accrue",
    author: { name: accreditorName },
  });
  for (const entry of entries)
    feed.addItem({
      id: `urn:uuid:${entry.id}`,
      title: escapeHtml(
        sentence(
          say(`calendarTitle.${entry.status}`, {
            title: entry.title,
            days: daysInWords(entry.startsOn, entry.endsOn, language),
          }),
          language,
        ),
      ),
      link: `${publicUrl}${entryPath(entry)}`,
      date: entry.changedAt,
      description: [placeOf(entry, language), ...aboutOf(entry, frame)]
        .map((text) => `<p>${escapeHtml(text)}</p>`)
        .join(""),
      author: providersOf(entry).map((name) => ({ name })),
    });
  return feed.atom1();
}
