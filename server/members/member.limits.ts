import { day, defineRateLimit, minute } from "../core/define-rate-limit.ts";

export const memberSearchByViewer = defineRateLimit("memberSearchByViewer", {
  most: 60,
  seconds: minute,
  counts: "member searches of one account",
});
export const memberSearchesByProvider = defineRateLimit("memberSearchesByProvider", {
  most: 200,
  seconds: day,
  counts: "member searches of one provider, all its accounts and keys",
});
export const membersShownByProvider = defineRateLimit("membersShownByProvider", {
  most: 120,
  seconds: day,
  counts: "members found by one provider, all its accounts and keys",
});
