const locale = (): string => navigator.language;

/** A calendar day, "2026-03-08", in the reader's way of writing. It has no zone and moves to none. */
export const formatDay = (day: string | null | undefined): string =>
  day ? new Date(`${day}T00:00:00Z`).toLocaleDateString(locale(), { timeZone: "UTC", dateStyle: "medium" }) : "";

/** First to last day. */
export const formatDays = (from: string | null | undefined, to: string | null | undefined): string =>
  from && to && from !== to ? `${formatDay(from)} – ${formatDay(to)}` : formatDay(from);

/** An instant in the reader's own zone. */
export const formatInstant = (instant: string | null | undefined): string =>
  instant ? new Date(instant).toLocaleString(locale(), { dateStyle: "medium", timeStyle: "short" }) : "";

/** The day of an instant in the reader's own zone. */
export const formatInstantDay = (instant: string | null | undefined): string =>
  instant ? new Date(instant).toLocaleDateString(locale(), { dateStyle: "medium" }) : "";
