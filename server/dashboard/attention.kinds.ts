import { readsPersons } from "../core/policy.ts";
import { StaffRole } from "../core/staff-roles.ts";
import type { Viewer } from "../core/viewer.ts";
import { outsideCreditRoles } from "../outside-credit/outside-credit.policy.ts";

/** What nobody would notice otherwise. */
export enum AttentionKind {
  CERTIFICATE_UNMADE = "CERTIFICATE_UNMADE",
  CERTIFICATE_MISSING = "CERTIFICATE_MISSING",
  JOB_FAILED = "JOB_FAILED",
  MAIL_FAILED = "MAIL_FAILED",
  REPORT_OVERDUE = "REPORT_OVERDUE",
  NAME_WAITING = "NAME_WAITING",
  CREDIT_WAITING = "CREDIT_WAITING",
  SESSION_PROPOSED = "SESSION_PROPOSED",
  PRESENCE_WAITING = "PRESENCE_WAITING",
  MEMBER_TWICE = "MEMBER_TWICE",
}

/** What mends it. */
export enum AttentionAction {
  CORRECT_AND_RETRY = "CORRECT_AND_RETRY",
  RETRY_CERTIFICATES = "RETRY_CERTIFICATES",
  RETRY_JOB = "RETRY_JOB",
  RESEND_MAIL = "RESEND_MAIL",
  EXTEND_REPORTING = "EXTEND_REPORTING",
  DECIDE_NAME = "DECIDE_NAME",
  DECIDE_CREDIT = "DECIDE_CREDIT",
  DECIDE_SESSION = "DECIDE_SESSION",
  DECIDE_PRESENCE = "DECIDE_PRESENCE",
  MERGE_MEMBERS = "MERGE_MEMBERS",
  SET_ASIDE = "SET_ASIDE",
}

/** Who is told of it besides staff who read about persons: all staff, and a provider of what is its own. */
const readers: Record<AttentionKind, "PERSONS" | "STAFF" | "PROVIDER"> = {
  CERTIFICATE_UNMADE: "PROVIDER",
  CERTIFICATE_MISSING: "PROVIDER",
  JOB_FAILED: "STAFF",
  MAIL_FAILED: "PERSONS",
  REPORT_OVERDUE: "PROVIDER",
  NAME_WAITING: "PERSONS",
  CREDIT_WAITING: "PERSONS",
  SESSION_PROPOSED: "STAFF",
  PRESENCE_WAITING: "PROVIDER",
  MEMBER_TWICE: "PERSONS",
};

/** What the viewer is told of; what staff see of everybody, a provider sees of its own. */
export function kindsFor(viewer: Viewer): AttentionKind[] {
  return Object.values(AttentionKind).filter((kind) => {
    if (readers[kind] === "PROVIDER") return viewer.isStaff || viewer.providers.size > 0;
    return readers[kind] === "STAFF" ? viewer.isStaff : readsPersons(viewer);
  });
}

/** What may be looked at and left. A report or a name waits for somebody: it is dealt with, or stays. */
export const canBeSetAside: readonly AttentionKind[] = [
  AttentionKind.CERTIFICATE_UNMADE,
  AttentionKind.CERTIFICATE_MISSING,
  AttentionKind.JOB_FAILED,
  AttentionKind.MAIL_FAILED,
  AttentionKind.MEMBER_TWICE,
];

/** Who sets aside what needs attention. */
export const setsAside: readonly StaffRole[] = [StaffRole.REGISTRAR, StaffRole.ADMINISTRATOR];

/** Who of staff does each. */
const doers: Record<AttentionAction, readonly StaffRole[]> = {
  CORRECT_AND_RETRY: [StaffRole.REGISTRAR],
  RETRY_CERTIFICATES: [StaffRole.REGISTRAR],
  RETRY_JOB: [StaffRole.ADMINISTRATOR],
  RESEND_MAIL: [StaffRole.REGISTRAR],
  EXTEND_REPORTING: [StaffRole.REVIEWER],
  DECIDE_NAME: [StaffRole.REGISTRAR],
  DECIDE_CREDIT: outsideCreditRoles,
  DECIDE_SESSION: [StaffRole.REVIEWER],
  DECIDE_PRESENCE: [StaffRole.REGISTRAR],
  MERGE_MEMBERS: [StaffRole.REGISTRAR],
  SET_ASIDE: setsAside,
};

const mends: Record<AttentionKind, readonly AttentionAction[]> = {
  CERTIFICATE_UNMADE: [AttentionAction.CORRECT_AND_RETRY],
  CERTIFICATE_MISSING: [AttentionAction.RETRY_CERTIFICATES],
  JOB_FAILED: [AttentionAction.RETRY_JOB],
  MAIL_FAILED: [AttentionAction.RESEND_MAIL],
  REPORT_OVERDUE: [AttentionAction.EXTEND_REPORTING],
  NAME_WAITING: [AttentionAction.DECIDE_NAME],
  CREDIT_WAITING: [AttentionAction.DECIDE_CREDIT],
  SESSION_PROPOSED: [AttentionAction.DECIDE_SESSION],
  PRESENCE_WAITING: [AttentionAction.DECIDE_PRESENCE],
  MEMBER_TWICE: [AttentionAction.MERGE_MEMBERS],
};

/** What a provider does as well. */
const byProviders: readonly AttentionAction[] = [AttentionAction.DECIDE_PRESENCE];

/** What the viewer can do about an entry of a kind. */
export function actionsOn(viewer: Viewer, kind: AttentionKind): AttentionAction[] {
  const all = [...mends[kind], ...(canBeSetAside.includes(kind) ? [AttentionAction.SET_ASIDE] : [])];
  return all.filter((action) =>
    viewer.isStaff ? doers[action].some((role) => viewer.staffRoles.has(role)) : byProviders.includes(action),
  );
}
