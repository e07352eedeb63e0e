import { DateTime } from "luxon";
import { defineHtmlPage, escapeHtml } from "../core/html-page.ts";
import { type Message, say } from "../core/messages/message.ts";
import { daysInWords, type Language, sentence } from "../core/messages/sentence.ts";
import { OfferingFormat } from "../programs/program.entity.ts";
import { CalendarEntryStatus, type CalendarRow, mostEntries } from "./calendar.queries.ts";
import { entryPath, providersOf } from "./calendar-feed.ts";
import { placeOf } from "./calendar-words.ts";
import { type CalendarQuery, type ReadQuery, withQuery } from "./read-calendar-query.ts";

const style = `
main{max-width:56rem}
.from{display:flex;align-items:center;gap:.75rem;margin:0 0 1rem}.from img{max-height:3rem;max-width:10rem}
details{margin:0 0 1.5rem;padding:.75rem 1rem;border:1.5px solid var(--edge);border-radius:.6rem;background:var(--sheet)}
summary{cursor:pointer;font-weight:600}
form{display:grid;gap:.75rem 1rem;grid-template-columns:repeat(auto-fill,minmax(12rem,1fr));align-items:end;margin-block-start:.75rem}
label{display:grid;gap:.25rem;font-size:.9375rem;font-weight:600}
input,select{min-width:0;min-height:2.75rem;padding:.4rem .6rem;border:1.5px solid var(--edge);border-radius:.5rem;background:var(--paper);color:var(--text);font:inherit;font-weight:400}
button{min-height:2.75rem;padding:.4rem 1.25rem;border:0;border-radius:.5rem;background:var(--ink);color:var(--on-action);font:inherit;font-weight:600;cursor:pointer}
h2{margin:2rem 0 .25rem;font-size:1.15rem;color:var(--soft);font-weight:600}
ol{list-style:none;margin:0;padding:0}
ol>li{display:grid;grid-template-columns:10rem 1fr;gap:.15rem 1rem;padding:.8rem 0;border-block-start:1px solid color-mix(in srgb,var(--edge) 45%,transparent)}
ol>li a{font-weight:600;font-size:1.0625rem;overflow-wrap:anywhere}
ol>li p{margin:0;overflow-wrap:anywhere}
.day{font-variant-numeric:tabular-nums}
.mark{display:inline-block;margin-inline-end:.5rem;padding:0 .5rem;border-radius:.3rem;font-size:.875rem;font-weight:600}
.CANCELLED{background:var(--bad-wash);color:var(--bad)}.POSTPONED{background:var(--warn-wash);color:var(--warn)}
.gone{text-decoration:line-through}
.state{margin:0 0 1.25rem;padding:.8rem 1rem;border-inline-start:4px solid currentColor}
.state.bad{background:var(--bad-wash);color:var(--bad)}.state.warn{background:var(--warn-wash);color:var(--warn)}
.more{display:flex;flex-wrap:wrap;gap:.75rem 1.5rem;margin-block-start:2rem}
dl{display:grid;grid-template-columns:minmax(7rem,auto) 1fr;gap:.5rem 1.25rem;margin:1.5rem 0}dt{color:var(--soft)}dd{margin:0;overflow-wrap:anywhere}
.about{white-space:pre-line;overflow-wrap:anywhere}
ul{padding-inline-start:1.25rem}
@media (max-width:36rem){ol>li{grid-template-columns:1fr}dl{grid-template-columns:1fr;gap:.15rem}dd{margin-block-end:.6rem}}
`;

const page = defineHtmlPage(style, { isIndexed: true });

/** For a Content-Security-Policy that allows these pages their own style. */
export const calendarStyleHash = page.styleHash;

/** What all pages of the calendar show. */
export interface CalendarFrame {
  accreditorName: string;
  logoUrl: string | null;
  publicUrl: string;
  /** Whom to write to; null: nobody is named. */
  help: string | null;
  language: Language;
  /** Shown inside a page of somebody else: without its heading and its form, its links open outside. */
  isEmbedded: boolean;
}

type Words = (message: Message) => string;

const wordsIn =
  ({ language }: CalendarFrame): Words =>
  (message) =>
    escapeHtml(sentence(message, language));

const isPlain = (entry: CalendarRow) => entry.status === CalendarEntryStatus.SCHEDULED;

/** The list with its filter. */
export function calendarPage(
  frame: CalendarFrame,
  { given }: Pick<ReadQuery, "given">,
  found: { entries: readonly CalendarRow[]; hasMore: boolean; types: readonly { code: string; name: string }[] },
  refused?: Message,
): string {
  const words = wordsIn(frame);
  const { entries, hasMore, types } = found;
  const skip = Number(given.skip ?? 0);
  const path = frame.isEmbedded ? "/calendar/embed" : "/calendar";
  const pages = [
    skip > 0 &&
      `<a rel="prev" href="${escapeHtml(withQuery(path, given, { skip: String(Math.max(0, skip - mostEntries) || "") }))}">${words(say("calendar.earlier"))}</a>`,
    hasMore &&
      `<a rel="next" href="${escapeHtml(withQuery(path, given, { skip: String(skip + mostEntries) }))}">${words(say("calendar.later"))}</a>`,
  ].filter(Boolean);
  const list = refused
    ? `<p class="state bad" role="alert">${words(refused)}</p>`
    : entries.length > 0
      ? monthsOf(entries, frame)
      : `<p>${words(say(Object.keys(given).length > 0 ? "calendar.nothingMatches" : "calendar.nothingYet"))}${frame.help ? ` ${words(say("help.ask", { address: frame.help }))}` : ""}</p>`;
  const feeds = `<p class="more">
<a href="${escapeHtml(withQuery("/calendar.ics", given, { skip: "" }))}">${words(say("calendar.subscribe"))}</a>
<a href="${escapeHtml(withQuery("/calendar.atom", given, { skip: "" }))}">${words(say("calendar.news"))}</a></p>`;
  const body = frame.isEmbedded
    ? list + moreLinks(pages)
    : `${accreditorOf(frame)}${formOf(given, types, words)}${list}${moreLinks(pages)}${feeds}`;
  return page.render(
    frame.language,
    words(say("calendar.title")),
    body,
    `<link rel="alternate" type="application/atom+xml" href="${escapeHtml(withQuery("/calendar.atom", given, { skip: "" }))}">${frame.isEmbedded ? '<base target="_top">' : ""}`,
  );
}

const moreLinks = (links: readonly (string | false)[]): string =>
  links.length > 0 ? `<nav class="more">${links.join("")}</nav>` : "";

const accreditorOf = ({ accreditorName, logoUrl }: CalendarFrame): string =>
  `<p class="from">${logoUrl ? `<img src="${escapeHtml(logoUrl)}" alt="">` : ""}<span>${escapeHtml(accreditorName)}</span></p>`;

function monthsOf(entries: readonly CalendarRow[], { language, ...frame }: CalendarFrame): string {
  const months = new Map<string, CalendarRow[]>();
  for (const entry of entries) {
    const month = entry.startsOn.slice(0, 7);
    const known = months.get(month);
    if (known) known.push(entry);
    else months.set(month, [entry]);
  }
  const name = new Intl.DateTimeFormat(language, { year: "numeric", month: "long", timeZone: "UTC" });
  return [...months]
    .map(
      ([month, inMonth]) =>
        `<h2>${escapeHtml(name.format(new Date(`${month}-01`)))}</h2><ol>${inMonth.map((entry) => lineOf(entry, { language, ...frame })).join("")}</ol>`,
    )
    .join("");
}

function lineOf(entry: CalendarRow, frame: CalendarFrame): string {
  const words = wordsIn(frame);
  const { status, credits, creditUnit: unit } = entry;
  const mark = isPlain(entry) ? "" : `<span class="mark ${status}">${words(say(`calendarStatus.${status}`))}</span>`;
  const facts = [
    placeOf(entry, frame.language),
    ...providersOf(entry),
    sentence(say("certificate.credits", { credits, unit }), frame.language),
  ];
  return `<li><span class="day${status === CalendarEntryStatus.CANCELLED ? " gone" : ""}">${escapeHtml(daysInWords(entry.startsOn, entry.endsOn, frame.language))}</span>
<div><p>${mark}<a href="${entryPath(entry)}" dir="auto">${escapeHtml(entry.title)}</a></p><p class="soft">${facts.map(escapeHtml).join(" · ")}</p></div></li>`;
}

function formOf(given: CalendarQuery, types: readonly { code: string; name: string }[], words: Words): string {
  const field = (name: keyof CalendarQuery, attributes: string) =>
    `<label>${words(say(`calendarFilter.${name as "words"}`))}<input name="${name}" value="${escapeHtml(given[name] ?? "")}" ${attributes}></label>`;
  const choice = (name: keyof CalendarQuery, options: readonly (readonly [value: string, text: string])[]) =>
    `<label>${words(say(`calendarFilter.${name as "words"}`))}<select name="${name}"><option value="">${words(say("calendarFilter.any"))}</option>${options
      .map(
        ([value, text]) =>
          `<option value="${escapeHtml(value)}"${given[name] === value ? " selected" : ""}>${text}</option>`,
      )
      .join("")}</select></label>`;
  const isFiltered = Object.keys(given).some((name) => name !== "skip");
  return `<details${isFiltered ? " open" : ""}><summary>${words(say("calendarFilter.title"))}</summary>
<form action="/calendar" method="get">
${field("words", 'type="search" maxlength="300"')}
${field("month", 'type="month" pattern="\\d{4}-\\d{2}" placeholder="2026-05"')}
${field("place", 'maxlength="200"')}
${choice("format", [
  [OfferingFormat.IN_PERSON, words(say("calendar.inPerson"))],
  [OfferingFormat.VIRTUAL, words(say("calendar.online"))],
])}
${choice(
  "type",
  types.map(({ code, name }) => [code, escapeHtml(name)]),
)}
${field("provider", 'maxlength="200"')}
${field("credits", 'inputmode="decimal" pattern="\\d{1,4}(\\.\\d{1,2})?" maxlength="7"')}
<button>${words(say("calendarFilter.show"))}</button>${isFiltered ? `<a href="/calendar">${words(say("calendarFilter.all"))}</a>` : ""}
</form></details>`;
}

/** A program with all its dates, and the same as schema.org's Event for search engines. */
export function programPage(frame: CalendarFrame, entries: readonly [CalendarRow, ...CalendarRow[]]): string {
  const words = wordsIn(frame);
  const [first] = entries;
  const { credits, creditUnit: unit } = first;
  const fact = (term: Message, text: string) => `<dt>${words(term)}</dt><dd dir="auto">${text}</dd>`;
  const cancelled =
    first.status === CalendarEntryStatus.CANCELLED
      ? `<p class="state bad"><strong>${words(say("calendarStatus.CANCELLED"))}</strong></p>`
      : "";
  const dates = entries
    .map((entry) => {
      const moved =
        entry.status === CalendarEntryStatus.POSTPONED && entry.postponedFrom
          ? `<br><span class="mark POSTPONED">${words(say("calendar.postponedFrom", { day: entry.postponedFrom }))}</span>`
          : "";
      return `${escapeHtml(daysInWords(entry.startsOn, entry.endsOn, frame.language))}${hoursOf(entry, frame.language)} · ${escapeHtml(placeOf(entry, frame.language))}${moved}`;
    })
    .join("<br>");
  const link = first.publicUrl
    ? fact(
        say("calendar.more"),
        `<a href="${escapeHtml(first.publicUrl)}" rel="nofollow noopener">${escapeHtml(first.publicUrl)}</a>`,
      )
    : "";
  const goals =
    first.objectives.length > 0
      ? `<h2>${words(say("calendar.objectives"))}</h2><ul>${first.objectives.map((goal) => `<li dir="auto">${escapeHtml(goal)}</li>`).join("")}</ul>`
      : "";
  const body = `${accreditorOf(frame)}${cancelled}
<dl>${fact(say("calendar.when"), dates)}${fact(say("calendar.provider"), providersOf(first).map(escapeHtml).join("<br>"))}
${fact(say("certificate.creditsHeading"), words(say("certificate.credits", { credits, unit })))}
${fact(say("calendar.type"), escapeHtml(first.typeName))}${fact(say("calendar.program"), first.programNumber)}${link}</dl>
<p class="about" dir="auto">${escapeHtml(first.description)}</p>${goals}
<p class="more"><a href="${entryPath(first)}.ics">${words(say("calendar.save"))}</a><a href="/calendar">${words(say("calendar.title"))}</a></p>`;
  return page.render(
    frame.language,
    escapeHtml(first.title),
    body,
    `<link rel="canonical" href="${escapeHtml(`${frame.publicUrl}${entryPath(first)}`)}">${eventData(frame, entries)}`,
  );
}

/** The hours of what has sessions, in its own time zone, which is named. */
function hoursOf({ startsAt, endsAt, timeZone: zone }: CalendarRow, language: Language): string {
  if (!startsAt || !endsAt) return "";
  const at = (instant: Date) =>
    DateTime.fromJSDate(instant, { zone }).setLocale(language).toLocaleString({ hour: "numeric", minute: "2-digit" });
  return `, ${escapeHtml(sentence(say("calendar.hours", { from: at(startsAt), to: at(endsAt), zone }), language))}`;
}

const schemaStatus = {
  [CalendarEntryStatus.SCHEDULED]: "EventScheduled",
  [CalendarEntryStatus.POSTPONED]: "EventRescheduled",
  [CalendarEntryStatus.CANCELLED]: "EventCancelled",
};

const schemaMode = {
  [OfferingFormat.IN_PERSON]: "OfflineEventAttendanceMode",
  [OfferingFormat.VIRTUAL]: "OnlineEventAttendanceMode",
  [OfferingFormat.HYBRID]: "MixedEventAttendanceMode",
};

function organizersOf(entry: CalendarRow) {
  const organizers = providersOf(entry).map((name) => ({ "@type": "Organization", name }));
  return organizers.length === 1 ? organizers[0] : organizers;
}

/** Source: https://schema.org/EducationEvent, and what search engines ask of an Event. */
function eventData({ publicUrl, accreditorName }: CalendarFrame, entries: readonly CalendarRow[]): string {
  const events = entries.map((entry) => {
    const url = `${publicUrl}${entryPath(entry)}`;
    const at = (instant: Date | null, day: string) =>
      instant ? DateTime.fromJSDate(instant, { zone: entry.timeZone }).toISO({ suppressMilliseconds: true }) : day;
    const place = { "@type": "Place", name: entry.place, address: entry.place };
    const online = { "@type": "VirtualLocation", url: entry.publicUrl || url };
    return {
      "@context": "https://schema.org",
      "@type": "EducationEvent",
      "@id": `${url}#${entry.id}`,
      url,
      name: entry.title,
      description: entry.description || undefined,
      startDate: at(entry.startsAt, entry.startsOn),
      endDate: at(entry.endsAt, entry.endsOn),
      previousStartDate: entry.status === CalendarEntryStatus.POSTPONED ? entry.postponedFrom : undefined,
      eventStatus: `https://schema.org/${schemaStatus[entry.status]}`,
      eventAttendanceMode: `https://schema.org/${schemaMode[entry.format]}`,
      location:
        entry.format === OfferingFormat.IN_PERSON
          ? place
          : entry.format === OfferingFormat.VIRTUAL
            ? online
            : [place, online],
      organizer: organizersOf(entry),
      educationalCredentialAwarded: `${entry.credits} ${entry.creditUnit}, ${accreditorName}`,
    };
  });
  // What looks like the end of the element would be its end, whatever the JSON says.
  return `<script type="application/ld+json">${JSON.stringify(events.length === 1 ? events[0] : events).replace(/</g, "\\u003c")}</script>`;
}
