import { day, defineRateLimit } from "../core/define-rate-limit.ts";

export const kitMailsByProvider = defineRateLimit("kitMailsByProvider", {
  most: 20_000,
  seconds: day,
  counts: "mails to registered attendees that one provider sends",
});
export const kitFilesByAccount = defineRateLimit("kitFilesByAccount", {
  most: 300,
  seconds: day,
  counts: "leaflets and flyers of programs drawn for one account",
});
