import { day, defineRateLimit, hour, minute } from "../core/define-rate-limit.ts";

export const signInByAccount = defineRateLimit("signInByAccount", {
  most: 10,
  seconds: 15 * minute,
  sliding: true,
  counts: "wrong passwords for one account",
});
export const signInByAddress = defineRateLimit("signInByAddress", {
  most: 10,
  seconds: 15 * minute,
  counts: "wrong passwords from one network address",
});
export const secondFactorByAccount = defineRateLimit("secondFactorByAccount", {
  most: 20,
  seconds: day,
  counts: "wrong codes of an authenticator app for one account",
});
export const codeByAddress = defineRateLimit("codeByAddress", {
  most: 30,
  seconds: 15 * minute,
  counts: "mailed codes and links tried from one network address",
});
export const registerByAddress = defineRateLimit("registerByAddress", {
  most: 20,
  seconds: hour,
  counts: "registrations from one network address",
});
export const mailByRecipient = defineRateLimit("mailByRecipient", {
  most: 5,
  seconds: hour,
  counts: "codes and links mailed to one e-mail address",
});
export const mailByViewer = defineRateLimit("mailByViewer", {
  most: 30,
  seconds: hour,
  counts: "codes and invitations that one account has mailed",
});
