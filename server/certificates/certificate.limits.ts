import { defineRateLimit, hour, minute } from "../core/define-rate-limit.ts";

export const verifyByAddress = defineRateLimit("verifyByAddress", {
  most: 30,
  seconds: minute,
  counts: "certificate codes looked up from one network address",
});
export const credentialsByAddress = defineRateLimit("credentialsByAddress", {
  most: 120,
  seconds: minute,
  counts: "documents that credentials are checked against, read from one network address",
});
export const logByAddress = defineRateLimit("logByAddress", {
  most: 600,
  seconds: minute,
  counts: "parts of the public log of certificates, read from one network address",
});
export const resendByViewer = defineRateLimit("resendByViewer", {
  most: 20,
  seconds: hour,
  counts: "certificates sent again by one account that is not staff",
});
export const summariesByAccount = defineRateLimit("evaluationSummariesByAccount", {
  most: 60,
  seconds: hour,
  counts: "summaries of evaluations drawn for one account",
});
export const badgeSheetsByAccount = defineRateLimit("badgeSheetsByAccount", {
  most: 120,
  seconds: hour,
  counts: "sheets of badges drawn for one account",
});
