import type { EntityManager } from "typeorm";
import type { Context } from "../core/context.ts";
import { notFound } from "../core/errors.ts";
import { fold } from "../core/fold.ts";
import { isId } from "../core/ids.ts";
import { containing, isJust } from "../core/lists/conditions.ts";
import { defineList } from "../core/lists/define-list.ts";
import { nullable } from "../core/lists/order.ts";
import type { Connection } from "../core/lists/page.ts";
import { alphabetical, type Bindings, type Fields, selectFields } from "../core/lists/sql.ts";
import { ownedBy } from "../core/viewer.ts";
import { nameContainsSql } from "../members/name-keys.ts";
import type { EarnableKind } from "../policies/award.ts";
import { canViewProgram } from "../programs/program.policy.ts";
import type { Registration, Session } from "./conference.entity.ts";
import type { PartOfConference } from "./conference.policy.ts";
import { earnedBySql, earnedOfKindBySql, instructsSql, isSpeakerSql } from "./instructing.ts";
import { type InstructorRow, instructorsSql } from "./session-instructor.queries.ts";
import { proposalSql, type ReadProposal } from "./session-proposal.queries.ts";

/** A session as the API shows it, with what its policies look at. */
export type SessionRow = Pick<
  Session,
  | "id"
  | "version"
  | "programId"
  | "title"
  | "subtitle"
  | "startsAt"
  | "endsAt"
  | "minutes"
  | "speakers"
  | "room"
  | "track"
  | "type"
  | "virtual"
  | "eligible"
  | "credits"
  | "creditsReason"
  | "releasedOn"
  | "recordingOfId"
  | "registrationTypes"
  | "removedAt"
> &
  PartOfConference & {
    providerId: string;
    /** The talk and its program, where a file says which talk it is. */
    talk: string | null;
    /** Day of its start, and today, in the conference's time zone. */
    date: string;
    today: string;
    /** What it earns of further kinds of credit, in the order that staff set. */
    kinds: SessionKind[];
    /** Where a member looks at it: whether they are one of its speakers, and whether they earn as one. */
    speaks?: boolean;
    instructs?: boolean;
    /** In lists: what its provider asks for of it. */
    proposal?: ReadProposal | null;
    /** In lists: which members its speakers are. */
    instructors?: InstructorRow[];
    /** Where a member looks at it: the day that they claimed it for, null where they did not, and which days are possible. */
    claim?: { attendedOn: string } | null;
    attendedFrom?: string;
    attendedUntil?: string;
  };

/** What a session earns of a further kind of credit, with what a certificate says of that. */
export interface SessionKind extends EarnableKind {
  name: string;
  unit: string;
  isPart: boolean;
  /** Whether somebody gave the amount: else it is what the session's minutes earn. */
  isSet: boolean;
  approvingBody: string;
  approvalNumber: string;
}

/** SQL of whether kind of credit `k` is for a member: for everybody, or for a profession of which they have a licence, whose kind may say it. */
const isForSql = (member: string): string => `(k.professions = '{}' OR EXISTS (
  SELECT FROM licence l JOIN licence_kind t ON t.id = l.kind_id CROSS JOIN unnest(k.professions) q
  WHERE l.member_id = ${member} AND lower(btrim(q)) IN (lower(btrim(l.profession)), lower(t.code), lower(t.name))))`;

/** SQL of what a session `s` earns of further kinds, as JSON of SessionKind. @param member for whom; none: for nobody in particular; `also` what makes one theirs besides */
export const sessionKindsSql = (
  member?: string,
  also = "false",
): string => `(SELECT coalesce(json_agg(json_build_object('kindId', k.id, 'position', k.position, 'name', k.name, 'unit', k.unit,
    'credits', ${member ? earnedOfKindBySql(member) : "x.credits"}::text, 'isSet', x.is_set, 'isPart', k.part_of_id IS NOT NULL, 'wholeId', w.id, 'approvingBody', k.approving_body,
    'approvalNumber', coalesce(a.approval_number, ''), 'approved', coalesce(a.credits, 0) > 0, 'startsOn', k.starts_on, 'endsOn', k.ends_on,
    'yours', ${member ? `${isForSql(member)} OR ${also}` : "NULL::boolean"}) ORDER BY k.position, k.id), '[]')
  FROM session_credit x JOIN credit_kind k ON k.id = x.kind_id LEFT JOIN credit_kind w ON w.id = k.part_of_id AND NOT w.is_default
  LEFT JOIN program_credit_kind a ON a.program_id = s.program_id AND a.kind_id = k.id WHERE x.session_id = s.id)`;

/** SQL of what decides what can be done with the parts of a conference `p`, as JSON of ConferenceFacts. */
const conferenceFactsSql = `json_build_object('providerId', p.provider_id, 'status', p.status, 'startsOn', p.starts_on,
  'type', json_build_object('form', (SELECT t.form FROM program_type t WHERE t.id = p.type_id)))`;

/** SQL of each field of a SessionRow over s, p and z, which has the conference's time zone; at a time of asking. @param member who looks at it as theirs */
export const sessionFields = (now: string, member?: string): Fields<SessionRow> => ({
  id: "s.id",
  version: "s.version",
  programId: "s.program_id",
  talk: "s.program_id || ':' || s.talk_key",
  title: "s.title",
  subtitle: "s.subtitle",
  startsAt: "s.starts_at",
  endsAt: "s.ends_at",
  minutes: "s.minutes",
  speakers: "s.speakers",
  room: "s.room",
  track: "s.track",
  type: "s.type",
  virtual: "s.virtual",
  eligible: "s.eligible",
  credits: member ? earnedBySql(member) : "s.credits",
  ...(member && { speaks: isSpeakerSql(member), instructs: instructsSql(member) }),
  creditsReason: "s.credits_reason",
  releasedOn: "s.released_on",
  recordingOfId: "s.recording_of_id",
  registrationTypes: "s.registration_types",
  removedAt: "s.removed_at",
  providerId: "p.provider_id",
  kinds: sessionKindsSql(member),
  date: "(s.starts_at AT TIME ZONE z.time_zone)::date",
  today: `(${now}::timestamptz AT TIME ZONE z.time_zone)::date`,
});

/** The first offering of p, by date: its time zone is the conference's. */
export const firstOffering = `LATERAL (
  SELECT o.time_zone, o.place, o.format FROM offering o WHERE o.program_id = p.id ORDER BY o.starts_on, o.id LIMIT 1) z`;

const sessionJoins = { p: "JOIN program p ON p.id = s.program_id", z: `CROSS JOIN ${firstOffering}` };

/** A session by ID, whoever asks, in the transaction that has just written it. */
export async function readSessions(tx: EntityManager, ctx: Context, ids: readonly string[]): Promise<SessionRow[]> {
  return tx.query(
    `SELECT ${selectFields(sessionFields("$1"))} FROM session s ${Object.values(sessionJoins).join(" ")} WHERE s.id = ANY($2::uuid[]) ORDER BY s.starts_at, s.id`,
    [ctx.now(), ids],
  );
}

export interface SessionConditions {
  text?: string | null;
  eligible?: boolean | null;
  virtual?: boolean | null;
  flagged?: boolean | null;
}

/** Which conference a list is of. */
export interface OfConference {
  programId: string;
}

/** The same, or null: of every one that the viewer sees. */
export interface OfConferences {
  programId: string | null;
}

/** The condition that a row is of this conference, and the conference the viewer's to see. */
export function ofConference(
  ctx: Context,
  column: string,
  programId: string | null,
  bind: Bindings["bind"],
): string | null {
  if (programId === null)
    return ctx.viewer.isStaff
      ? null
      : `${column} IN (SELECT id FROM program WHERE ${ownedBy(ctx.viewer, "provider_id", bind)})`;
  if (!isId(programId)) return "false";
  const id = bind(programId);
  if (ctx.viewer.isStaff) return `${column} = ${id}`;
  return `${column} = (SELECT id FROM program WHERE id = ${id} AND ${ownedBy(ctx.viewer, "provider_id", bind)})`;
}

/** @throws NOT_FOUND, the same for a missing and a foreign program */
export async function assertConferenceVisible(ctx: Context, programId: string): Promise<void> {
  const [program] = isId(programId)
    ? await ctx.db.query('SELECT provider_id AS "providerId" FROM program WHERE id = $1', [programId])
    : [];
  if (!program || !canViewProgram(ctx.viewer, program)) throw notFound("program", "programId");
}

/**
 * A page of a list of this conference. The list holds nothing of a foreign one: only an empty page must tell it from a conference
 * that has nothing to list.
 * @throws NOT_FOUND, the same for a missing and a foreign conference
 */
export async function ofVisibleConference<Row>(
  ctx: Context,
  programId: string,
  reading: Promise<Connection<Row>>,
): Promise<Connection<Row>> {
  const page = await reading;
  if (page.nodes.length === 0) await assertConferenceVisible(ctx, programId);
  return page;
}

/**
 * What an export of such a list is asked for.
 * @throws NOT_FOUND, the same for a missing and a foreign conference
 */
export async function conditionsOfConference<Filter extends object>(
  ctx: Context,
  filter: Filter,
  programId: string,
): Promise<Filter & OfConference> {
  await assertConferenceVisible(ctx, programId);
  return { ...filter, programId };
}

/** The sessions of a conference for staff and its provider, by start where nothing else is asked. */
export const sessionList = defineList({
  name: "Session",
  from: "session s",
  joins: sessionJoins,
  key: "s.id",
  fields: (bind, ctx): Fields<SessionRow> => ({
    ...sessionFields(bind(ctx.now())),
    conference: conferenceFactsSql,
    proposal: proposalSql,
    instructors: instructorsSql,
  }),
  where: (ctx, filter: SessionConditions & OfConferences, bind) => {
    const text = filter.text?.trim();
    const pattern = text ? bind(containing(text)) : null;
    return [
      ofConference(ctx, "s.program_id", filter.programId, bind),
      pattern && `(s.title ILIKE ${pattern} OR array_to_string(s.speakers, '; ') ILIKE ${pattern})`,
      isJust("s.eligible", filter.eligible, bind),
      isJust("s.virtual", filter.virtual, bind),
      isJust("(s.removed_at IS NOT NULL)", filter.flagged, bind),
    ];
  },
  orders: {
    STARTS_AT: { description: "Start.", by: ["s.starts_at"] },
    TITLE: { description: "Title.", by: [alphabetical("s.title")] },
    SPEAKERS: {
      description: "Who speaks, in the order in which they are named; with nobody comes last.",
      by: [nullable(alphabetical("nullif(array_to_string(s.speakers, ', '), '')"))],
    },
    ROOM: { description: "Room.", by: [nullable(alphabetical("s.room"))] },
    TRACK: { description: "Track.", by: [nullable(alphabetical("s.track"))] },
    CREDITS: { description: "What it earns.", by: ["s.credits"] },
    ELIGIBLE: { description: "Whether it may earn credit; those that may not first.", by: ["s.eligible"] },
    VIRTUAL: { description: "Whether it is attended online; those that are not first.", by: ["s.virtual"] },
    // Of a table of a later folder, as sessionsInUse does.
    CLAIMS: {
      description: "How many members have claimed it.",
      by: ["(SELECT count(*) FROM session_claim c WHERE c.session_id = s.id)"],
    },
  },
  sortedBy: ["STARTS_AT", "ASC"],
});

export type RegistrationRow = Omit<Registration, "program" | "member"> & PartOfConference;

export const registrationFields: Fields<RegistrationRow> = {
  id: "r.id",
  version: "r.version",
  programId: "r.program_id",
  memberId: "r.member_id",
  email: "r.email",
  registrationType: "r.registration_type",
  name: "r.name",
  accessFrom: "r.access_from",
  accessUntil: "r.access_until",
  virtualOnly: "r.virtual_only",
  badgeCode: "r.badge_code",
  createdAt: "r.created_at",
};

export interface RegistrationConditions {
  text?: string | null;
  email?: string | null;
  registrationType?: string | null;
}

/** By the address, the type, or the number or name of who claimed under it. */
function isFoundBy(text: string, bind: Bindings["bind"]): string {
  const pattern = bind(containing(text));
  const key = fold(text);
  const byName = key && `OR ${nameContainsSql(text, "m", bind)}`;
  return `(r.email ILIKE ${pattern} OR r.name ILIKE ${pattern} OR r.registration_type ILIKE ${pattern} OR m.member_number = ${bind(text)} ${byName})`;
}

/** The registrations of a conference for staff and its provider, by address where nothing else is asked. */
export const registrationList = defineList({
  name: "Registration",
  from: "registration r",
  joins: { m: "LEFT JOIN member m ON m.id = r.member_id", p: "JOIN program p ON p.id = r.program_id" },
  key: "r.id",
  fields: (): Fields<RegistrationRow> => ({ ...registrationFields, conference: conferenceFactsSql }),
  where: (ctx, filter: RegistrationConditions & OfConferences, bind) => {
    const email = filter.email?.trim().toLowerCase();
    const text = filter.text?.trim();
    return [
      ofConference(ctx, "r.program_id", filter.programId, bind),
      email && `r.email LIKE ${bind(containing(email))}`,
      text && isFoundBy(text, bind),
      filter.registrationType && `r.registration_type = ${bind(filter.registrationType)}`,
    ];
  },
  orders: {
    EMAIL: { description: "E-mail address.", by: ["r.email"] },
    TYPE: { description: "Type.", by: [alphabetical("r.registration_type")] },
    ACCESS_FROM: {
      description: "First day of access, then the last; without a limit comes last.",
      by: [nullable("r.access_from"), nullable("r.access_until")],
    },
    VIRTUAL_ONLY: {
      description: "Whether it is for virtual sessions only; those that are not first.",
      by: ["r.virtual_only"],
    },
    CLAIMED_BY: {
      description: "Family name of who claimed under it, then given names; under which nobody has comes last.",
      by: [nullable("m.last_name_key"), nullable("m.first_name_key")],
    },
    CREATED_AT: { description: "When it came.", by: ["r.created_at"] },
  },
  sortedBy: ["EMAIL", "ASC"],
});

/**
 * Which of these sessions somebody claimed, was awarded credit for, or was seen at: they stay on record. Asks tables of later folders,
 * whose foreign keys would refuse to let such a session go.
 */
export async function sessionsInUse(tx: EntityManager, ids: readonly string[]): Promise<Set<string>> {
  const rows: { id: string }[] = await tx.query(
    `SELECT s.id FROM unnest($1::uuid[]) AS s (id)
     WHERE EXISTS (SELECT FROM session_claim c WHERE c.session_id = s.id)
       OR EXISTS (SELECT FROM attendance_record r WHERE r.session_id = s.id)
       OR EXISTS (SELECT FROM certificate_line l WHERE l.session_id = s.id)
       OR EXISTS (SELECT FROM presence e WHERE e.session_id = s.id)`,
    [ids],
  );
  return new Set(rows.map((row) => row.id));
}
