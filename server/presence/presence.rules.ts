import { instructsSql, isSpeakerSql } from "../conferences/instructing.ts";

/** What a conference asks for before a session of it earns credit. */
export enum PresenceDemand {
  /** Nothing: who says that they were there is believed. */
  TRUST = "TRUST",
  /** For each session that is held at a place: evidence that the person was there. */
  IN_PERSON = "IN_PERSON",
  /** The same for every session, those online and recordings among them. */
  ALL = "ALL",
  /** For every session evidence of so many percent of its minutes. */
  MINUTES = "MINUTES",
}

/** What says that somebody was there. */
export enum PresenceSource {
  /** They showed the code of the room's screen. */
  CODE = "CODE",
  /** Their badge was scanned at the door. */
  SCAN = "SCAN",
  /** Their provider's file says so. */
  FILE = "FILE",
  /** Staff say so with a reason. */
  STAFF = "STAFF",
  /** They say so themselves, where nothing else does, and staff or the provider let it count. */
  SAID = "SAID",
}

/** Those of a moment; the others speak of the whole session, or of the minutes that they state. */
export const momentary: readonly PresenceSource[] = [PresenceSource.CODE, PresenceSource.SCAN];

export interface Demanded {
  demand: PresenceDemand;
  /** How much of a session's minutes, where the demand is MINUTES; null otherwise. */
  percent: number | null;
}

/** One piece of evidence that somebody was at a session. */
export interface PresenceMark {
  source: PresenceSource;
  at: Date;
  /** What a file or staff state; null: of a moment nothing, of the others the whole session. */
  minutes: number | null;
}

export interface PresenceSession {
  startsAt: Date;
  endsAt: Date;
  /** Elapsed whole minutes from start to end. */
  minutes: number;
  virtual: boolean;
  /** Whether the person earns as one of its speakers: the schedule says that they were there. */
  instructs: boolean;
}

export type PresenceNeed = "NOTHING" | "PRESENCE" | "MINUTES";

/** That somebody says of themselves that they were there, and what became of it. */
export interface SaidPresence {
  said: string;
  saidAt: Date;
  /** When it was decided whether it counts; null: it waits. */
  decidedAt: Date | null;
  counts: boolean;
  /** Why; null: it waits. */
  reason: string | null;
  /** Whether staff decided it, and not the provider. */
  byStaff: boolean;
}

/** What somebody has to show for a session, and has shown. */
export interface SessionPresence {
  need: PresenceNeed;
  /** Where minutes are needed: how many. */
  leastMinutes: number | null;
  /** Whole minutes that are shown. */
  minutes: number;
  /** By time. */
  marks: PresenceMark[];
  /** How much more was sent too late to count by itself, and waits for a decision. */
  waiting: number;
  /** What they say themselves where it is not enough, and what became of that; by time. */
  said: SaidPresence[];
  /** Whether that is enough. */
  shown: boolean;
}

const minute = 60_000;

/** How long before its start and after its end somebody can be seen at a session. */
const aroundMs = 30 * minute;
/** So long after its moment evidence that was kept on a telephone is taken. */
export const latestMs = 24 * 60 * minute;

export const isAround = ({ startsAt, endsAt }: Pick<PresenceSession, "startsAt" | "endsAt">, moment: Date): boolean =>
  moment.getTime() >= startsAt.getTime() - aroundMs && moment.getTime() <= endsAt.getTime() + aroundMs;

/**
 * How many whole minutes of a session evidence shows: from its first moment within the session to its last, or what a file or staff state,
 * whichever is more; never more than there are.
 */
export function minutesShown(session: PresenceSession, marks: readonly PresenceMark[]): number {
  const moments = marks
    .filter(({ source }) => momentary.includes(source))
    .map(({ at }) => Math.min(Math.max(at.getTime(), session.startsAt.getTime()), session.endsAt.getTime()));
  const between = moments.length > 0 ? Math.floor((Math.max(...moments) - Math.min(...moments)) / minute) : 0;
  const stated = marks
    .filter(({ source }) => !momentary.includes(source))
    .map(({ minutes }) => minutes ?? session.minutes);
  return Math.min(Math.max(between, ...stated, 0), session.minutes);
}

/** Rounded up: half of 45 minutes are 23. */
const leastOf = ({ percent }: Demanded, { minutes }: PresenceSession): number =>
  Math.ceil((minutes * (percent ?? 100)) / 100);

export function presenceNeed(demanded: Demanded, session: PresenceSession): PresenceNeed {
  if (session.instructs) return "NOTHING";
  switch (demanded.demand) {
    case PresenceDemand.TRUST:
      return "NOTHING";
    case PresenceDemand.IN_PERSON:
      return session.virtual ? "NOTHING" : "PRESENCE";
    case PresenceDemand.ALL:
      return "PRESENCE";
    case PresenceDemand.MINUTES:
      return "MINUTES";
  }
}

/** What a demand makes of the evidence that somebody was at a session: the one rule, whatever leads to a claim or a certificate. */
export function sessionPresence(
  demanded: Demanded,
  session: PresenceSession,
  marks: readonly PresenceMark[],
  waiting = 0,
  said: SaidPresence[] = [],
): SessionPresence {
  const need = presenceNeed(demanded, session);
  const leastMinutes = need === "MINUTES" ? leastOf(demanded, session) : null;
  const minutes = minutesShown(session, marks);
  const shown = need === "NOTHING" || (leastMinutes === null ? marks.length > 0 : minutes >= leastMinutes);
  return { need, leastMinutes, minutes, marks: [...marks].sort((a, b) => +a.at - +b.at), waiting, said, shown };
}

/** So often somebody can say of one session that they were there. */
export const mostSaid = 3;

/** Whether somebody can say of a session that they were there: its evidence is missing, and nothing that they said waits. */
export const maySay = ({ shown, said }: SessionPresence): boolean =>
  !shown && said.length < mostSaid && said.every(({ decidedAt }) => decidedAt !== null);

/** SQL: the registrations for the conference of session `s` that a member has claimed under, or that nobody has and whose address is a verified one of theirs. */
const registrationsSql = (
  member: string,
): string => `SELECT g.id FROM registration g WHERE g.program_id = s.program_id AND (g.member_id = ${member}
  OR g.member_id IS NULL AND g.email IN (SELECT a.address FROM email_address a JOIN member h ON h.account_id = a.account_id
    WHERE h.id = ${member} AND a.verified_at IS NOT NULL))`;

/** SQL: whether a member may be at session `s`: they are registered for its conference, or one of its speakers. */
export const registeredSql = (member: string): string =>
  `(EXISTS (${registrationsSql(member)}) OR ${isSpeakerSql(member)})`;

/** SQL: the evidence `e` that counts for a member at session `s`: what is theirs, and what names a registration of theirs. */
export const isMarkOfSql = (member: string): string => `(e.session_id = s.id AND NOT e.waits AND e.struck_at IS NULL
  AND (e.member_id = ${member} OR e.member_id IS NULL AND e.registration_id IN (${registrationsSql(member)})))`;

/** SQL: the same as JSON of PresenceMarks, whose times are texts. */
export const marksSql = (
  member: string,
): string => `(SELECT coalesce(json_agg(json_build_object('source', e.source, 'at', e.at,
  'minutes', e.minutes) ORDER BY e.at, e.id), '[]') FROM presence e WHERE ${isMarkOfSql(member)})`;

/** SQL: what a member has said of themselves of session `s`, as JSON of SaidPresence, whose times are texts. */
export const saidSql = (
  member: string,
): string => `(SELECT coalesce(json_agg(json_build_object('said', e.said, 'saidAt', e.recorded_at, 'decidedAt', e.decided_at,
  'counts', NOT e.waits AND e.struck_at IS NULL, 'reason', CASE WHEN e.decided_at IS NOT NULL THEN e.reason END,
  'byStaff', coalesce(e.decided_by_staff, false)) ORDER BY e.recorded_at, e.id), '[]')
  FROM presence e WHERE e.session_id = s.id AND e.member_id = ${member} AND e.source = '${PresenceSource.SAID}')`;

/** SQL: how much evidence of a member at session `s` came late and waits for a decision. */
export const waitingSql = (member: string): string =>
  `(SELECT count(*)::int FROM presence e WHERE e.session_id = s.id AND e.member_id = ${member} AND e.waits AND e.source <> '${PresenceSource.SAID}')`;

/** SQL: what the conference of program `p` demands, as JSON of Demanded. */
export const demandedSql = `(SELECT json_build_object('demand', coalesce(max(d.demand), '${PresenceDemand.TRUST}'), 'percent', max(d.percent))
  FROM presence_demand d WHERE d.program_id = p.id)`;

const momentarySql = `e.source IN (${momentary.map((source) => `'${source}'`).join(", ")})`;

/** SQL: `sessionPresence(…).shown` of a member at session `s`. */
export const presenceShownSql = (member: string): string => {
  const clipped = "least(greatest(e.at, s.starts_at), s.ends_at)";
  return `(${instructsSql(member)} OR coalesce((SELECT CASE d.demand
    WHEN '${PresenceDemand.TRUST}' THEN true
    WHEN '${PresenceDemand.MINUTES}' THEN least(s.minutes, greatest(0,
        (SELECT floor(extract(epoch FROM max(${clipped}) - min(${clipped})) / 60) FROM presence e WHERE ${isMarkOfSql(member)} AND ${momentarySql}),
        (SELECT max(coalesce(e.minutes, s.minutes)) FROM presence e WHERE ${isMarkOfSql(member)} AND NOT ${momentarySql})))
      >= ceil(s.minutes * d.percent / 100.0)
    ELSE d.demand = '${PresenceDemand.IN_PERSON}' AND s.virtual OR EXISTS (SELECT FROM presence e WHERE ${isMarkOfSql(member)})
  END FROM presence_demand d WHERE d.program_id = s.program_id), true))`;
};
