import { DateTime } from "luxon";

// Days are calendar days, "2026-03-08", which compare as texts; instants are Dates. Every day here is one of the
// conference's time zone: sessionDate turns an instant into one.

/** The day of an instant in a time zone, as the session's date is that of its start. RangeError where there is no such zone. */
export function sessionDate(startsAt: Date, timeZone: string): string {
  const day = DateTime.fromJSDate(startsAt, { zone: timeZone }).toISODate();
  if (day === null) throw new RangeError(`There is no time zone "${timeZone}", or no such instant.`);
  return day;
}

/** A session that somebody claims or wants to claim. */
export interface ClaimedSession {
  id: string;
  startsAt: Date;
  /** From the start up to, and without, this instant. */
  endsAt: Date;
  virtual: boolean;
  /** Day of the start in the conference's time zone. */
  date: string;
  /** Day from which it can be watched, where it is a recording; null for one that is held at its time. */
  releasedOn: string | null;
  /** The original, where this is a recording of another session; that one's ID, not that of a recording between. */
  recordingOfId: string | null;
  attendedOn: string;
  /** Whether it earns as a speaker, who is there while it is held. */
  instructs?: boolean;
  /** The talk and its program, where it may be held more than once. */
  talk?: string | null;
}

export type ClaimConflict = "SAME_CONTENT" | "OVERLAP";

/**
 * Why these two cannot both earn credit, or null. SAME_CONTENT: one is a recording of the other, both are recordings of
 * the same, they are the same session, or one talk that was held twice. OVERLAP: both were attended while they were held, and share time; back to back
 * is fine. A virtual session counts as attended while it was held unless it is a recording, or was watched on a later day:
 * who watched a recording says so with Attended On.
 */
export function claimConflict(a: ClaimedSession, b: ClaimedSession): ClaimConflict | null {
  if ((a.recordingOfId ?? a.id) === (b.recordingOfId ?? b.id)) return "SAME_CONTENT";
  if (a.talk != null && a.talk === b.talk) return "SAME_CONTENT";
  if (watchedLater(a) || watchedLater(b)) return null;
  return a.startsAt < b.endsAt && b.startsAt < a.endsAt ? "OVERLAP" : null;
}

function watchedLater(session: ClaimedSession): boolean {
  return session.virtual && !session.instructs && (session.releasedOn !== null || session.attendedOn > session.date);
}

export type AttendedOnProblem =
  /** An in-person session was attended on its date and on no other. */
  | "FIXED_TO_SESSION_DATE"
  /** A virtual session needs the day. */
  | "REQUIRED"
  /** Before the session, or before its recording could be watched. */
  | "BEFORE_SESSION"
  | "IN_FUTURE"
  /** Before the registration's access begins or after it ends; both days are in it. */
  | "OUTSIDE_ACCESS";

/**
 * What is wrong with an Attended On, or null. Null as `attendedOn` means the session's date for an in-person session, and
 * nothing for a virtual one. Source: product.md "Conferences and claiming"; seeds/004, "Attended Dates".
 */
export function attendedOnProblem(claim: {
  virtual: boolean;
  sessionDate: string;
  /** Day from which the recording can be watched, where the session is one; then the session's own date does not count. */
  releasedOn?: string | null;
  attendedOn: string | null;
  today: string;
  accessFrom?: string | null;
  accessUntil?: string | null;
}): AttendedOnProblem | null {
  const attendedOn = claim.attendedOn ?? (claim.virtual ? null : claim.sessionDate);
  if (attendedOn === null) return "REQUIRED";
  if (!claim.virtual && attendedOn !== claim.sessionDate) return "FIXED_TO_SESSION_DATE";
  if (claim.virtual && attendedOn < (claim.releasedOn ?? claim.sessionDate)) return "BEFORE_SESSION";
  if (attendedOn > claim.today) return "IN_FUTURE";
  return hasAccessOn(claim, attendedOn) ? null : "OUTSIDE_ACCESS";
}

/**
 * Whether a registration may claim a session: it is eligible, open to this type of registration (null: to all; types are
 * compared as they are written), virtual if the registration is for virtual sessions only, and its date is within the
 * days of access. Of a recording no date counts but that of its release: access must not end before.
 */
export function mayClaim(
  registration: { type: string; accessFrom: string | null; accessUntil: string | null; virtualOnly: boolean },
  session: {
    virtual: boolean;
    eligible: boolean;
    registrationTypes: readonly string[] | null;
    date: string;
    /** As ClaimedSession has it. */
    releasedOn?: string | null;
  },
): boolean {
  const isRecording = session.virtual && session.releasedOn != null;
  return (
    session.eligible &&
    (session.virtual || !registration.virtualOnly) &&
    (session.registrationTypes === null || session.registrationTypes.includes(registration.type)) &&
    (isRecording
      ? (registration.accessUntil ?? session.releasedOn!) >= session.releasedOn!
      : hasAccessOn(registration, session.date))
  );
}

function hasAccessOn(access: { accessFrom?: string | null; accessUntil?: string | null }, day: string): boolean {
  return (access.accessFrom ?? day) <= day && day <= (access.accessUntil ?? day);
}
