import { day, defineRateLimit } from "../core/define-rate-limit.ts";

export const outsideCreditsByMember = defineRateLimit("outsideCreditsByMember", {
  most: 50,
  seconds: day,
  counts: "credits from elsewhere that one member enters or changes",
});
export const kibibytesOfProofByMember = defineRateLimit("kibibytesOfProofByMember", {
  most: 100 * 1024,
  seconds: day,
  counts: "kibibytes of proofs of credit from elsewhere of one member",
});
