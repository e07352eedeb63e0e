import { defineRateLimit, minute } from "../core/define-rate-limit.ts";

export const evaluationsByAddress = defineRateLimit("evaluationsByAddress", {
  most: 600,
  seconds: minute,
  counts: "evaluations looked at or handed in by mailed links from one network address",
});
