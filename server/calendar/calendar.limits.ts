import { defineRateLimit, minute } from "../core/define-rate-limit.ts";

export const calendarByAddress = defineRateLimit("calendarByAddress", {
  most: 120,
  seconds: minute,
  counts: "pages and feeds of the calendar that were not at hand and had to be made for one network address",
});
