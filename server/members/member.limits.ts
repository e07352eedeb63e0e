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
export const memberLookUpsByAll = defineRateLimit("memberLookUpsByAll", {
  most: 5_000,
  seconds: day,
  alarmAt: 0.8,
  counts: "members found, suggested or guessed at by all providers together; the log warns at four fifths",
});

export const nameRequestsByMember = defineRateLimit("nameRequestsByMember", {
  most: 5,
  seconds: day,
  counts: "changes of name that one member asks for",
});
