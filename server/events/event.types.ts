import { certificateKeys } from "../certificates/certificate.policy.ts";
import { ApiScope } from "../core/api-scopes.ts";
import { admits } from "../core/key-access.ts";
import { type Policy, readsPersons, type Terms } from "../core/policy.ts";
import { scopesOf, type Viewer } from "../core/viewer.ts";
import { programKeys } from "../programs/program.policy.ts";

/** What can happen. The triggers that write events say when. */
export enum EventType {
  PROGRAM_SUBMITTED = "PROGRAM_SUBMITTED",
  PROGRAM_DECIDED = "PROGRAM_DECIDED",
  PROGRAM_POSTPONED = "PROGRAM_POSTPONED",
  PROGRAM_CANCELLED = "PROGRAM_CANCELLED",
  ATTENDANCE_RECORDED = "ATTENDANCE_RECORDED",
  ATTENDANCE_UNDONE = "ATTENDANCE_UNDONE",
  CERTIFICATE_ISSUED = "CERTIFICATE_ISSUED",
  CERTIFICATE_SUPERSEDED = "CERTIFICATE_SUPERSEDED",
  CERTIFICATE_REVOKED = "CERTIFICATE_REVOKED",
  FEE_DUE = "FEE_DUE",
  FEE_PAID = "FEE_PAID",
  MEMBER_CHANGED = "MEMBER_CHANGED",
  MEMBER_MERGED = "MEMBER_MERGED",
}

/** What an event is about: the field of `Event` that tells of it. */
export type EventPart = "program" | "attendance" | "certificate" | "fee" | "member";

/** IDs and states: what happened, told without a name. */
export type EventFacts = Record<string, string | number | boolean | null>;

export const partOf = (type: EventType): EventPart => type.slice(0, type.indexOf("_")).toLowerCase() as EventPart;

/** Which keys read of what: those that read the thing itself. */
export const keysOfPart: Record<EventPart, Terms> = {
  program: programKeys,
  attendance: { keys: [ApiScope.ATTENDANCE_READ, ApiScope.ATTENDANCE_WRITE] },
  certificate: certificateKeys,
  fee: programKeys,
  member: { keys: [ApiScope.MEMBERS_READ, ApiScope.MEMBERS_WRITE] },
};

/** Who reads of members: the accreditor's, and of them those who read members. */
const readsMembers: Policy = readsPersons;

/** The types of event that a viewer reads; which of them are theirs is decided by whose thing it happened to. */
export function typesFor(viewer: Viewer): EventType[] {
  return Object.values(EventType).filter((type) => {
    const part = partOf(type);
    if (part === "member" && !readsMembers(viewer, null)) return false;
    const { keys } = keysOfPart[part];
    return !scopesOf(viewer) || admits(keys, viewer);
  });
}
