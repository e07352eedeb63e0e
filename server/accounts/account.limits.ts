import { day, defineRateLimit, hour, minute, type RateLimit } from "../core/define-rate-limit.ts";

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
// What is evaluated still once those are used up: enough for whoever knows the password, and useless for guessing. No settings.
export const signInSlowlyByAddress: RateLimit = {
  name: "signInSlowlyByAddress",
  most: 10,
  seconds: minute,
  counts: "wrong passwords from one network address that has used up its limit",
};
export const signInSlowlyByAccount: RateLimit = {
  name: "signInSlowlyByAccount",
  most: 3,
  seconds: minute,
  counts: "wrong passwords for one account that has used up its limit",
};
export const signInSlowlyFrom: RateLimit = {
  name: "signInSlowlyFrom",
  most: 1,
  seconds: minute,
  counts: "the same, from one network address",
};
export const secondFactorByAccount = defineRateLimit("secondFactorByAccount", {
  most: 20,
  seconds: day,
  counts: "wrong codes of an authenticator app for one account",
});
export const passkeysByAddress = defineRateLimit("passkeysByAddress", {
  most: 600,
  seconds: 15 * minute,
  counts: "passkeys asked for and answered from one network address",
});
export const codeByAddress = defineRateLimit("codeByAddress", {
  most: 600,
  seconds: 15 * minute,
  counts: "mailed codes and links tried from one network address",
});
export const registerByAddress = defineRateLimit("registerByAddress", {
  most: 600,
  seconds: hour,
  counts: "registrations from one network address",
});
export const resetByAddress = defineRateLimit("resetByAddress", {
  most: 100,
  seconds: 15 * minute,
  counts: "new passwords asked for from one network address",
});
export const mailByRecipient = defineRateLimit("mailByRecipient", {
  most: 5,
  seconds: hour,
  counts: "codes for registrations and new addresses, and invitations, mailed to one e-mail address",
});
export const resetByRecipient = defineRateLimit("resetByRecipient", {
  most: 5,
  seconds: hour,
  counts: "links for a new password mailed to one e-mail address",
});
export const mailByViewer = defineRateLimit("mailByViewer", {
  most: 30,
  seconds: hour,
  counts: "codes and invitations that one account has mailed",
});
