import { defineRateLimit, minute } from "../../core/define-rate-limit.ts";

export const appRequestsByAddress = defineRateLimit("appRequestsByAddress", {
  most: 6_000,
  seconds: 15 * minute,
  counts: "authorizations that apps begin, and tokens that they ask for, from one network address",
});
