import { defineRateLimit, hour } from "../../core/define-rate-limit.ts";

export const memberTokensByKey = defineRateLimit("memberTokensByKey", {
  most: 6_000,
  seconds: hour,
  counts: "tokens that one API key makes to act for members",
});
