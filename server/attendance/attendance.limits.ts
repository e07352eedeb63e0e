import { day, defineRateLimit } from "../core/define-rate-limit.ts";

export const membersSuggestedByProvider = defineRateLimit("membersSuggestedByProvider", {
  most: 40,
  seconds: day,
  counts: "members suggested for wrong rows of one provider",
});
export const memberGuessesByProvider = defineRateLimit("memberGuessesByProvider", {
  most: 500,
  seconds: day,
  counts: "rows of one provider whose ID and name do not belong together",
});
export const findingsByProvider = defineRateLimit("findingsByProvider", {
  most: 500_000,
  seconds: day,
  counts:
    "errors and warnings of rosters of one provider that are kept one by one; of further ones the first of each kind",
});
