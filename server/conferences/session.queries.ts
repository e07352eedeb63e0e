import type { EntityManager } from "typeorm";
import type { Context } from "../core/context.ts";
import { notFound } from "../core/errors.ts";
import { fold } from "../core/fold.ts";
import { isId } from "../core/ids.ts";
import { type Ordering, orderingsOr, termsOfOrder } from "../core/lists/order.ts";
import type { Connection, PageArgs } from "../core/lists/page.ts";
import { type ListQuery, type OrderTerm, readPage } from "../core/lists/read-page.ts";
import { SortDirection } from "../core/lists/sort-direction.ts";
import { alphabetical, Bindings, containing } from "../core/lists/sql.ts";
import { ownedBy } from "../core/viewer.ts";
import { canViewProgram } from "../programs/program.policy.ts";
import type { Registration, Session } from "./conference.entity.ts";

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
> & {
  providerId: string;
  /** Day of its start, and today, in the conference's time zone. */
  date: string;
  today: string;
  /** Where a member looks at it: the day that they claimed it for, null where they did not, and which days are possible. */
  claim?: { attendedOn: string } | null;
  attendedFrom?: string;
  attendedUntil?: string;
};

/** Over s, p and z, which has the conference's time zone. The statement must bind the time of asking to $1. */
export const sessionColumns = `s.id, s.version, s.program_id AS "programId", s.title, s.subtitle, s.starts_at AS "startsAt",
  s.ends_at AS "endsAt", s.minutes, s.speakers, s.room, s.track, s.type, s.virtual, s.eligible, s.credits,
  s.credits_reason AS "creditsReason", s.released_on AS "releasedOn", s.recording_of_id AS "recordingOfId",
  s.registration_types AS "registrationTypes", s.removed_at AS "removedAt", p.provider_id AS "providerId",
  (s.starts_at AT TIME ZONE z.time_zone)::date AS date, ($1::timestamptz AT TIME ZONE z.time_zone)::date AS today`;

/** The first offering of p, by date: its time zone is the conference's. */
export const firstOffering = `LATERAL (
  SELECT o.time_zone, o.place, o.format FROM offering o WHERE o.program_id = p.id ORDER BY o.starts_on, o.id LIMIT 1) z`;

const sessionSource = `session s JOIN program p ON p.id = s.program_id CROSS JOIN ${firstOffering}`;

/** A session by ID, whoever asks, in the transaction that has just written it. */
export async function readSessions(tx: EntityManager, ctx: Context, ids: readonly string[]): Promise<SessionRow[]> {
  return tx.query(
    `SELECT ${sessionColumns} FROM ${sessionSource} WHERE s.id = ANY($2::uuid[]) ORDER BY s.starts_at, s.id`,
    [ctx.now(), ids],
  );
}

export interface SessionConditions {
  text?: string | null;
  eligible?: boolean | null;
  virtual?: boolean | null;
  flagged?: boolean | null;
}

export enum SessionOrderField {
  STARTS_AT = "STARTS_AT",
  TITLE = "TITLE",
  SPEAKERS = "SPEAKERS",
  ROOM = "ROOM",
  TRACK = "TRACK",
  CREDITS = "CREDITS",
  ELIGIBLE = "ELIGIBLE",
  VIRTUAL = "VIRTUAL",
  CLAIMS = "CLAIMS",
}

export type SessionOrdering = Ordering<SessionOrderField>;

const sessionTerms: Record<SessionOrderField, OrderTerm[]> = {
  STARTS_AT: [{ sql: "s.starts_at", required: true }],
  TITLE: [{ sql: alphabetical("s.title"), required: true }],
  SPEAKERS: [{ sql: alphabetical("nullif(array_to_string(s.speakers, ', '), '')") }],
  ROOM: [{ sql: alphabetical("s.room") }],
  TRACK: [{ sql: alphabetical("s.track") }],
  CREDITS: [{ sql: "s.credits", required: true }],
  ELIGIBLE: [{ sql: "s.eligible", required: true }],
  VIRTUAL: [{ sql: "s.virtual", required: true }],
  // Of a table of a later folder, as sessionsInUse does.
  CLAIMS: [{ sql: "(SELECT count(*) FROM session_claim c WHERE c.session_id = s.id)", required: true }],
};

/** The condition that a row is of this conference, and the conference the viewer's to see. */
export function ofConference(ctx: Context, column: string, programId: string, bind: Bindings["bind"]): string {
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
 * The sessions of a conference for staff and its provider, by start where nothing else is asked.
 * @throws NOT_FOUND, the same for a missing and a foreign one
 */
export async function listSessions(
  ctx: Context,
  programId: string,
  filter: SessionConditions,
  orderBy: readonly SessionOrdering[] | null,
  page: PageArgs,
): Promise<Connection<SessionRow>> {
  const sessions = await readPage<SessionRow>(ctx.db.manager, sessionList(ctx, programId, filter, orderBy), page);
  // The list holds nothing of a foreign conference: only an empty page must tell it from one without sessions.
  if (sessions.nodes.length === 0) await assertConferenceVisible(ctx, programId);
  return sessions;
}

/** What listSessions reads a page of, and an export reads whole. */
export function sessionList(
  ctx: Context,
  programId: string,
  filter: SessionConditions,
  orderBy: readonly SessionOrdering[] | null,
): ListQuery {
  const bindings = new Bindings();
  const { bind } = bindings;
  const now = bind(ctx.now());
  // The time is bound in the condition, too, so that the statement that counts uses all of its values.
  const where = [ofConference(ctx, "s.program_id", programId, bind), `${now}::timestamptz IS NOT NULL`];
  if (filter.text?.trim()) {
    const pattern = bind(containing(filter.text.trim()));
    where.push(`(s.title ILIKE ${pattern} OR array_to_string(s.speakers, '; ') ILIKE ${pattern})`);
  }
  if (filter.eligible != null) where.push(`s.eligible = ${bind(filter.eligible)}`);
  if (filter.virtual != null) where.push(`s.virtual = ${bind(filter.virtual)}`);
  if (filter.flagged != null) where.push(`(s.removed_at IS NOT NULL) = ${bind(filter.flagged)}`);
  return {
    from: "session s",
    where,
    order: termsOfOrder(orderingsOr(orderBy, SessionOrderField.STARTS_AT, SortDirection.ASC), sessionTerms),
    key: "s.id",
    join: `JOIN program p ON p.id = s.program_id CROSS JOIN ${firstOffering}`,
    select: sessionColumns,
    bindings,
  };
}

export type RegistrationRow = Omit<Registration, "program" | "member">;

export const registrationColumns = `r.id, r.version, r.program_id AS "programId", r.member_id AS "memberId", r.email, r.registration_type AS "registrationType",
  r.access_from AS "accessFrom", r.access_until AS "accessUntil", r.virtual_only AS "virtualOnly",
  r.created_at AS "createdAt"`;

export interface RegistrationConditions {
  text?: string | null;
  email?: string | null;
  registrationType?: string | null;
}

export enum RegistrationOrderField {
  EMAIL = "EMAIL",
  TYPE = "TYPE",
  ACCESS_FROM = "ACCESS_FROM",
  VIRTUAL_ONLY = "VIRTUAL_ONLY",
  CLAIMED_BY = "CLAIMED_BY",
  CREATED_AT = "CREATED_AT",
}

export type RegistrationOrdering = Ordering<RegistrationOrderField>;

const registrationTerms: Record<RegistrationOrderField, OrderTerm[]> = {
  EMAIL: [{ sql: "r.email", required: true }],
  TYPE: [{ sql: alphabetical("r.registration_type"), required: true }],
  ACCESS_FROM: [{ sql: "r.access_from" }, { sql: "r.access_until" }],
  VIRTUAL_ONLY: [{ sql: "r.virtual_only", required: true }],
  CLAIMED_BY: [{ sql: "m.last_name_key" }, { sql: "m.first_name_key" }],
  CREATED_AT: [{ sql: "r.created_at", required: true }],
};

/**
 * The registrations of a conference for staff and its provider, by address where nothing else is asked.
 * @throws NOT_FOUND, the same for a missing and a foreign one
 */
export async function listRegistrations(
  ctx: Context,
  programId: string,
  filter: RegistrationConditions,
  orderBy: readonly RegistrationOrdering[] | null,
  page: PageArgs,
): Promise<Connection<RegistrationRow>> {
  const list = registrationList(ctx, programId, filter, orderBy);
  const registrations = await readPage<RegistrationRow>(ctx.db.manager, list, page);
  if (registrations.nodes.length === 0) await assertConferenceVisible(ctx, programId);
  return registrations;
}

/** What listRegistrations reads a page of, and an export reads whole. */
export function registrationList(
  ctx: Context,
  programId: string,
  filter: RegistrationConditions,
  orderBy: readonly RegistrationOrdering[] | null,
): ListQuery {
  const bindings = new Bindings();
  const { bind } = bindings;
  const where = [ofConference(ctx, "r.program_id", programId, bind)];
  if (filter.email?.trim()) where.push(`r.email LIKE ${bind(containing(filter.email.trim().toLowerCase()))}`);
  if (filter.text?.trim()) {
    const pattern = bind(containing(filter.text.trim()));
    const keys = bind(`%${fold(filter.text)}%`);
    where.push(`(r.email ILIKE ${pattern} OR r.registration_type ILIKE ${pattern}
      OR m.member_number = ${bind(filter.text.trim())}
      OR ${keys} <> '%%' AND concat(m.first_name_key, m.last_name_key) LIKE ${keys})`);
  }
  if (filter.registrationType) where.push(`r.registration_type = ${bind(filter.registrationType)}`);
  return {
    from: "registration r LEFT JOIN member m ON m.id = r.member_id",
    where,
    order: termsOfOrder(orderingsOr(orderBy, RegistrationOrderField.EMAIL, SortDirection.ASC), registrationTerms),
    key: "r.id",
    select: registrationColumns,
    bindings,
  };
}

/**
 * Which of these sessions somebody claimed, or was awarded credit for: they stay on record. Asks tables of later folders,
 * whose foreign keys would refuse to let such a session go.
 */
export async function sessionsInUse(tx: EntityManager, ids: readonly string[]): Promise<Set<string>> {
  const rows: { id: string }[] = await tx.query(
    `SELECT s.id FROM unnest($1::uuid[]) AS s (id)
     WHERE EXISTS (SELECT FROM session_claim c WHERE c.session_id = s.id)
       OR EXISTS (SELECT FROM attendance_record r WHERE r.session_id = s.id)
       OR EXISTS (SELECT FROM certificate_line l WHERE l.session_id = s.id)`,
    [ids],
  );
  return new Set(rows.map((row) => row.id));
}
