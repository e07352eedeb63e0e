import type { EntityManager } from "typeorm";
import { Bindings, type Connection, containing, type PageArgs, readPage } from "../core/connections.ts";
import type { Context } from "../core/context.ts";
import { notFound } from "../core/errors.ts";
import { fold } from "../core/fold.ts";
import { isId } from "../core/ids.ts";
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

/** @throws NOT_FOUND, the same for a missing and a foreign program */
export async function assertConferenceVisible(ctx: Context, programId: string): Promise<void> {
  const [program] = isId(programId)
    ? await ctx.db.query('SELECT provider_id AS "providerId" FROM program WHERE id = $1', [programId])
    : [];
  if (!program || !canViewProgram(ctx.viewer, program)) throw notFound("program", "programId");
}

/**
 * The sessions of a conference by start, for staff and its provider.
 * @throws NOT_FOUND, the same for a missing and a foreign one
 */
export async function listSessions(
  ctx: Context,
  programId: string,
  filter: SessionConditions,
  page: PageArgs,
): Promise<Connection<SessionRow>> {
  await assertConferenceVisible(ctx, programId);
  const bindings = new Bindings();
  const { bind } = bindings;
  const now = bind(ctx.now());
  // The time is bound in the condition, too, so that the statement that counts uses all of its values.
  const where = [`s.program_id = ${bind(programId)}`, `${now}::timestamptz IS NOT NULL`];
  if (filter.text?.trim()) {
    const pattern = bind(containing(filter.text.trim()));
    where.push(`(s.title ILIKE ${pattern} OR array_to_string(s.speakers, '; ') ILIKE ${pattern})`);
  }
  if (filter.eligible != null) where.push(`s.eligible = ${bind(filter.eligible)}`);
  if (filter.virtual != null) where.push(`s.virtual = ${bind(filter.virtual)}`);
  if (filter.flagged != null) where.push(`(s.removed_at IS NOT NULL) = ${bind(filter.flagged)}`);
  return readPage(
    ctx.db.manager,
    {
      from: "session s",
      where,
      order: [{ sql: "s.starts_at" }],
      key: "s.id",
      join: `JOIN program p ON p.id = s.program_id CROSS JOIN ${firstOffering}`,
      select: sessionColumns,
      bindings,
    },
    page,
  );
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

/**
 * The registrations of a conference by address, for staff and its provider.
 * @throws NOT_FOUND, the same for a missing and a foreign one
 */
export async function listRegistrations(
  ctx: Context,
  programId: string,
  filter: RegistrationConditions,
  page: PageArgs,
): Promise<Connection<RegistrationRow>> {
  await assertConferenceVisible(ctx, programId);
  const bindings = new Bindings();
  const { bind } = bindings;
  const where = [`r.program_id = ${bind(programId)}`];
  if (filter.email?.trim()) where.push(`r.email LIKE ${bind(containing(filter.email.trim().toLowerCase()))}`);
  if (filter.text?.trim()) {
    const pattern = bind(containing(filter.text.trim()));
    const keys = bind(`%${fold(filter.text)}%`);
    where.push(`(r.email ILIKE ${pattern} OR r.registration_type ILIKE ${pattern} OR EXISTS (
      SELECT FROM member m WHERE m.id = r.member_id
        AND (m.member_number = ${bind(filter.text.trim())} OR ${keys} <> '%%'
          AND concat(m.first_name_key, m.last_name_key) LIKE ${keys})))`);
  }
  if (filter.registrationType) where.push(`r.registration_type = ${bind(filter.registrationType)}`);
  return readPage(
    ctx.db.manager,
    {
      from: "registration r",
      where,
      order: [{ sql: "r.email" }],
      key: "r.id",
      select: registrationColumns,
      bindings,
    },
    page,
  );
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
