import { defineRateLimit, minute } from "../core/define-rate-limit.ts";

export const unsubscribeByAddress = defineRateLimit("unsubscribeByAddress", {
  most: 600,
  seconds: minute,
  counts: "links of mails by which mails are ended, followed or pressed from one network address",
});
