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
