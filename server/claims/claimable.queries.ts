import type { EntityManager } from "typeorm";
import { attendedOnProblem, mayClaim } from "../conferences/claim-rules.ts";
import { firstOffering, type SessionRow, sessionFields } from "../conferences/session.queries.ts";
import type { Context } from "../core/context.ts";
import { DomainError, ErrorCode } from "../core/errors.ts";
import { selectFields } from "../core/lists/sql.ts";
import type { Member } from "../members/member.entity.ts";
import type { Approved } from "../policies/award.ts";
import { compareCredits } from "../policies/credit-rule.arithmetic.ts";
import { loadSettings } from "../policies/load-settings.ts";
import {
  type Demanded,
  demandedSql,
  marksSql,
  maySay,
  type PresenceMark,
  type SaidPresence,
  type SessionPresence,
  saidSql,
  sessionPresence,
  waitingSql,
} from "../presence/presence.rules.ts";
import { approvedKindsSql } from "../programs/approved-kinds.ts";
import { claimsOver, claimsUntilSql } from "../programs/claim-window.ts";
import { hasEnded, lastSessionEndsAtSql } from "../programs/offering.rules.ts";
import { ActivityForm } from "../programs/program.entity.ts";
import { approvedStatuses, type ProgramStatus } from "../programs/program.status.ts";
import { registrationClaimed } from "./bind-registration.ts";

/** A registration of one of the viewer's verified addresses. */
interface OwnRegistration {
  id: string;
  /** Who has claimed under it: the viewer; null: nobody yet. */
  memberId: string | null;
  type: string;
  accessFrom: string | null;
  accessUntil: string | null;
  virtualOnly: boolean;
}

/** A session that the viewer may claim, or has claimed and may keep. */
export interface ClaimableSession extends SessionRow {
  claim: { attendedOn: string } | null;
  attendedFrom: string;
  attendedUntil: string;
  /** Whether the viewer earns as one of its speakers, on its own date alone, and needs no registration. */
  instructs: boolean;
  /** The viewer's registrations that may claim it; one is enough. */
  registrations: OwnRegistration[];
  /** What the viewer has to show for it, and has shown. */
  presence: SessionPresence & { maySay: boolean };
}

/** A conference that the viewer is registered for under a verified address, however many times, or speaks at. */
export interface RegisteredConference {
  id: string;
  providerId: string;
  name: string;
  startsOn: string;
  endsOn: string;
  timeZone: string;
  place: string;
  creditUnit: string;
  /** What staff approved that it awards. */
  approved: Approved;
  /** The last day on which it can be claimed, where it is held; null: there is none. */
  claimsUntil: string | null;
  /** Why nothing of it can be claimed now; null: it can be, until the time to is over. */
  obstacle: DomainError | null;
  /** By start. */
  sessions: ClaimableSession[];
}

interface ConferenceFacts extends Omit<RegisteredConference, "obstacle" | "sessions" | "approved"> {
  maximum: string | null;
  rule: Approved["rule"];
  kinds: Approved["kinds"];
  demanded: Demanded;
  status: ProgramStatus;
  form: ActivityForm;
  lastSessionEndsAt: Date | null;
  registrations: OwnRegistration[];
}

/** Whose sessions to read beside those that are claimed: of all conferences, of one, or of none. */
type Scope = "ALL" | "CLAIMED" | { programId: string };

const noProgram = "00000000-0000-0000-0000-000000000000";

/**
 * The conferences of a member's verified addresses, those that the member has claimed under, and those that the member speaks at, with the sessions that these registrations may claim, and the
 * member's claims. A claim that the rules do not allow any more, because a session was made ineligible or a registration
 * was changed, does not count and is not among them. Nor does a registration that another member has claimed under. Two statements beside that for the settings.
 * @param scope claimed sessions are read of all conferences, the others of these
 */
export async function readRegisteredConferences(
  tx: EntityManager,
  ctx: Context,
  member: Pick<Member, "id" | "accountId">,
  scope: Scope,
): Promise<RegisteredConference[]> {
  const settings = await loadSettings(tx);
  const facts: ConferenceFacts[] = await tx.query(
    `SELECT p.id, p.provider_id AS "providerId", p.name, p.starts_on AS "startsOn", p.ends_on AS "endsOn", p.status,
       t.form, p.credits AS maximum, json_build_object('name', c.name, 'unit', c.unit,
         'minutesPerUnit', c.minutes_per_unit, 'step', c.step::text, 'rounding', c.rounding,
         'minimumMinutes', c.minimum_minutes, 'minimumCredits', c.minimum_credits::text,
         'firstUnitWhole', c.first_unit_whole) AS rule, ${approvedKindsSql("p.id")} AS kinds, c.unit AS "creditUnit", z.time_zone AS "timeZone",
       CASE WHEN z.format = 'VIRTUAL' THEN 'Online' ELSE z.place END AS place, coalesce(r.registrations, '[]') AS registrations,
       ${lastSessionEndsAtSql("p.id")} AS "lastSessionEndsAt", ${claimsUntilSql("p")} AS "claimsUntil",
       ${demandedSql} AS demanded
     FROM (
       SELECT r.program_id, json_agg(json_build_object('id', r.id, 'memberId', r.member_id, 'type', r.registration_type, 'accessFrom', r.access_from,
         'accessUntil', r.access_until, 'virtualOnly', r.virtual_only) ORDER BY r.email) AS registrations
       -- What the member has claimed under stays theirs, wherever its address has gone.
       FROM (SELECT r.* FROM registration r WHERE r.member_id = $2
         UNION SELECT r.* FROM email_address e JOIN registration r ON r.email = e.address
         WHERE e.account_id = $1 AND e.verified_at IS NOT NULL) r GROUP BY r.program_id) r
     FULL JOIN (SELECT DISTINCT s.program_id FROM session_instructor i JOIN session s ON s.id = i.session_id
       WHERE i.member_id = $2 AND i.linked) n ON n.program_id = r.program_id
     JOIN program p ON p.id = coalesce(r.program_id, n.program_id)
     JOIN program_type t ON t.id = p.type_id
     JOIN credit_rule c ON c.id = p.credit_rule_id
     CROSS JOIN ${firstOffering}
     ORDER BY p.ends_on DESC, p.starts_on DESC, p.name, p.id`,
    [member.accountId, member.id],
  );
  if (facts.length === 0) return [];
  const rows: MemberSession[] = await tx.query(
    `SELECT ${selectFields(sessionFields("$1", "$2::uuid"))}, k.attended_on AS "claimedFor", ${marksSql("$2::uuid")} AS marks, ${waitingSql("$2::uuid")} AS waiting,
       ${saidSql("$2::uuid")} AS said
     FROM session s JOIN program p ON p.id = s.program_id CROSS JOIN ${firstOffering}
     LEFT JOIN session_claim k ON k.session_id = s.id AND k.member_id = $2
     WHERE s.program_id = ANY($3::uuid[]) AND (k.session_id IS NOT NULL OR s.removed_at IS NULL AND s.eligible
       AND ($4::uuid IS NULL OR s.program_id = $4))
     ORDER BY s.starts_at, s.room, s.title, s.id`,
    [
      ctx.now(),
      member.id,
      facts.map((each) => each.id),
      scope === "ALL" ? null : scope === "CLAIMED" ? noProgram : scope.programId,
    ],
  );
  return facts.map(
    ({
      status,
      form,
      lastSessionEndsAt,
      registrations: ofAddresses,
      maximum,
      rule,
      kinds,
      demanded,
      ...conference
    }) => {
      const registrations = ofAddresses.filter(({ memberId }) => memberId === null || memberId === member.id);
      const ofConference = rows.filter((row) => row.programId === conference.id);
      const isClaimed = ofAddresses.length > 0 && registrations.length === 0;
      const obstacle =
        isClaimed && !ofConference.some(({ instructs }) => instructs)
          ? registrationClaimed(conference.name)
          : obstacleOf(ctx, { ...conference, status, form, lastSessionEndsAt }, settings.claimsFromYear);
      const takesClaims = obstacle === null && !claimsOver(conference, ctx.now());
      return {
        ...conference,
        approved: { name: conference.name, credits: maximum, rule, kinds },
        obstacle,
        sessions: ofConference
          .filter(({ speaks, instructs }) => settings.presentersMayClaim || instructs || !speaks)
          .flatMap((row) => claimable(row, registrations, demanded, takesClaims)),
      };
    },
  );
}

/** The rules of a whole conference: it was approved, starts in or after the year set, and has ended in its own time zone. */
function obstacleOf(
  ctx: Context,
  conference: Pick<
    ConferenceFacts,
    "name" | "status" | "form" | "startsOn" | "endsOn" | "timeZone" | "lastSessionEndsAt"
  >,
  claimsFromYear: number,
): DomainError | null {
  const { name, status, form, startsOn } = conference;
  if (form !== ActivityForm.CONFERENCE || !approvedStatuses.includes(status))
    return new DomainError(ErrorCode.SESSION_NOT_CLAIMABLE, "claims.noCredit", { name });
  if (Number(startsOn.slice(0, 4)) < claimsFromYear)
    return new DomainError(ErrorCode.SESSION_NOT_CLAIMABLE, "claims.tooEarly", { name, startsOn, claimsFromYear });
  if (!hasEnded(conference, ctx.now()))
    return new DomainError(ErrorCode.CONFERENCE_NOT_ENDED, "claims.notEnded", { name });
  return null;
}

/**
 * Refuses a choice of sessions, and a certificate of another choice, once the time to claim is over. What was issued stays.
 * @throws CLAIMS_CLOSED
 */
export function assertClaimsOpen(
  ctx: Context,
  conference: Pick<RegisteredConference, "name" | "claimsUntil" | "timeZone">,
): void {
  const { name, claimsUntil } = conference;
  if (claimsUntil !== null && claimsOver(conference, ctx.now()))
    throw new DomainError(ErrorCode.CLAIMS_CLOSED, "claims.closed", { name, claimsUntil });
}

/** A session as it is for one member. */
type MemberSession = SessionRow & {
  claimedFor: string | null;
  speaks: boolean;
  instructs: boolean;
  marks: (Omit<PresenceMark, "at"> & { at: string })[];
  waiting: number;
  said: (Omit<SaidPresence, "saidAt" | "decidedAt"> & { saidAt: string; decidedAt: string | null })[];
};

/** The session as these registrations may claim it, in a list of one; none where none of them may. Its speakers need none. */
function claimable(
  { claimedFor, marks, waiting, said, ...row }: MemberSession,
  registrations: OwnRegistration[],
  demanded: Demanded,
  takesClaims: boolean,
): ClaimableSession[] {
  const seen = marks.map((mark) => ({ ...mark, at: new Date(mark.at) }));
  const own = said.map((each) => ({
    ...each,
    saidAt: new Date(each.saidAt),
    decidedAt: each.decidedAt === null ? null : new Date(each.decidedAt),
  }));
  const presence = sessionPresence(demanded, row, seen, waiting, own);
  const session = { ...row, presence: { ...presence, maySay: takesClaims && maySay(presence) } };
  const { virtual, date, today } = session;
  // Nothing is never awarded, so there is nothing to claim.
  if (compareCredits(session.credits, "0") === 0) return [];
  const releasedOn = virtual ? session.releasedOn : null;
  if (session.instructs)
    return session.eligible && date <= today
      ? [
          {
            ...session,
            releasedOn,
            registrations: registrations.filter((each) => mayClaim(each, { ...session, releasedOn })),
            attendedFrom: date,
            attendedUntil: date,
            claim: claimedFor === null ? null : { attendedOn: date },
          },
        ]
      : [];
  const allowed = registrations.filter((each) => mayClaim(each, { ...session, releasedOn }));
  const first = releasedOn ?? date;
  const ranges = (virtual ? allowed : [])
    .map((each) => ({ from: latest(first, each.accessFrom), until: earliest(today, each.accessUntil) }))
    .filter(({ from, until }) => from <= until);
  if (allowed.length === 0 || (virtual && ranges.length === 0)) return [];
  return [
    {
      ...session,
      releasedOn,
      registrations: allowed,
      attendedFrom: virtual ? ranges.map(({ from }) => from).sort()[0]! : date,
      attendedUntil: virtual
        ? ranges
            .map(({ until }) => until)
            .sort()
            .at(-1)!
        : date,
      claim: claimedFor === null ? null : { attendedOn: virtual ? claimedFor : date },
    },
  ];
}

const latest = (day: string, other: string | null): string => (other !== null && other > day ? other : day);
const earliest = (day: string, other: string | null): string => (other !== null && other < day ? other : day);

/**
 * Refuses a day on which this session cannot have been attended, by any of the viewer's registrations.
 * @returns the day that counts, and the registration under which it does: one that was claimed under already, if it can be; null: a
 *   speaker needs none
 * @throws ATTENDED_ON_REQUIRED, ATTENDED_ON_FIXED, ATTENDED_ON_OUT_OF_RANGE
 */
export function checkedAttendedOn(
  session: ClaimableSession,
  attendedOn: string | null,
): { attendedOn: string; registrationId: string | null } {
  const { title, virtual, date, releasedOn, today, attendedFrom, attendedUntil, instructs } = session;
  const facts = { field: "attendedOn", sessionId: session.id, title, attendedFrom, attendedUntil };
  if (instructs) {
    if (attendedOn !== null && attendedOn !== date)
      throw new DomainError(ErrorCode.ATTENDED_ON_FIXED, "claims.dayFixed", { ...facts, date });
    return { attendedOn: date, registrationId: session.registrations[0]?.id ?? null };
  }
  const problems = session.registrations.map((registration) =>
    attendedOnProblem({ ...registration, virtual, sessionDate: date, releasedOn, attendedOn, today }),
  );
  const possible = session.registrations.filter((_, at) => problems[at] === null);
  const chosen = possible.find(({ memberId }) => memberId !== null) ?? possible[0];
  if (chosen) return { attendedOn: attendedOn ?? date, registrationId: chosen.id };
  switch (problems[0]) {
    case "REQUIRED":
      throw new DomainError(ErrorCode.ATTENDED_ON_REQUIRED, "claims.sayDay", facts);
    case "FIXED_TO_SESSION_DATE":
      throw new DomainError(ErrorCode.ATTENDED_ON_FIXED, "claims.dayFixed", { ...facts, date });
    default:
      throw new DomainError(ErrorCode.ATTENDED_ON_OUT_OF_RANGE, "claims.dayOutOfRange", {
        ...facts,
        attendedOn: attendedOn ?? "",
      });
  }
}
