import { defineRateLimit, minute } from "../core/define-rate-limit.ts";

// By person and not by network: everybody in a hall comes from one address.
export const presenceByMember = defineRateLimit("presenceByMember", {
  most: 60,
  seconds: 10 * minute,
  counts: "codes of rooms that one member sends",
});
export const saidByMember = defineRateLimit("saidByMember", {
  most: 60,
  seconds: 24 * 60 * minute,
  counts: "sessions of which one member says that evidence of them is missing",
});
export const doorsByAddress = defineRateLimit("doorsByAddress", {
  most: 1_200,
  seconds: minute,
  counts: "requests of telephones at doors from one network address",
});
export const doorScansByConference = defineRateLimit("doorScansByConference", {
  most: 600,
  seconds: minute,
  counts: "batches of badges that were scanned at one conference's doors",
});
export const roomsByAddress = defineRateLimit("roomsByAddress", {
  most: 600,
  seconds: minute,
  counts: "screens of rooms that ask for their codes from one network address",
});
