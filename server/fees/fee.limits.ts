import { defineRateLimit, hour } from "../core/define-rate-limit.ts";

export const promotionCodesByAccount = defineRateLimit("promotionCodesByAccount", {
  most: 20,
  seconds: hour,
  counts: "codes of special rates named by one account",
});
