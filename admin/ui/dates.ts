import { formatLocale } from "../../messages/translate.ts";

/** A calendar day, "2026-03-08", in the reader's way of writing. It has no zone and moves to none. */
export const formatDay = (day: string | null | undefined): string =>
  day ? new Date(`${day}T00:00:00Z`).toLocaleDateString(formatLocale(), { timeZone: "UTC", dateStyle: "medium" }) : "";

/** First to last day. */
export const formatDays = (from: string | null | undefined, to: string | null | undefined): string =>
  from && to && from !== to ? `${formatDay(from)} – ${formatDay(to)}` : formatDay(from);

/** An instant in the reader's own zone. */
export const formatInstant = (instant: string | null | undefined): string =>
  instant ? new Date(instant).toLocaleString(formatLocale(), { dateStyle: "medium", timeStyle: "short" }) : "";

/** The day of an instant in the reader's own zone. */
export const formatInstantDay = (instant: string | null | undefined): string =>
  instant ? new Date(instant).toLocaleDateString(formatLocale(), { dateStyle: "medium" }) : "";

/** A number in the reader's way of writing. */
export const formatNumber = (number: number | null | undefined): string => number?.toLocaleString(formatLocale()) ?? "";

/** "12 kB", "1.4 MB": the size of a file. */
export const formatSize = (bytes: number): string =>
  (bytes < 1_000_000 ? Math.max(1, Math.round(bytes / 1_000)) : bytes / 1_000_000).toLocaleString(formatLocale(), {
    style: "unit",
    unit: bytes < 1_000_000 ? "kilobyte" : "megabyte",
    maximumFractionDigits: 1,
  });
