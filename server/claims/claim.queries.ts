import type { EntityManager } from "typeorm";
import { earnedHereSql } from "../attendance/attendance.entity.ts";
import type { SessionRow } from "../conferences/session.queries.ts";
import type { Context } from "../core/context.ts";
import { isId } from "../core/ids.ts";
import { defineLoader } from "../core/lists/loaders.ts";
import { memberById } from "../members/member.queries.ts";
import { type ClaimAction, claimActions } from "./claim.policy.ts";
import { type RegisteredConference, readRegisteredConferences } from "./claimable.queries.ts";

/**
 * The conferences that the viewer can claim: ended ones of their verified addresses, from the year set, with at least one
 * session that they may claim. Newest first. Nobody's where the viewer holds no credit.
 */
export async function listConferences(ctx: Context): Promise<RegisteredConference[]> {
  const member = ctx.viewer.memberId ? await memberById(ctx, ctx.viewer.memberId) : null;
  if (!member) return [];
  const conferences = await readRegisteredConferences(
    ctx.db.manager,
    ctx,
    { ...member, accountId: ctx.viewer.accountId },
    "ALL",
  );
  return conferences.filter(isClaimable);
}

/** The same for who reads several things of theirs at once. */
const ownConferences = defineLoader<"own", RegisteredConference[]>(async (ctx) => [await listConferences(ctx)]);

/** One of listConferences by the program's ID, and one of their sessions, read together with others. */
export const ownConference = async (ctx: Context, id: string): Promise<RegisteredConference | null> =>
  (await ownConferences(ctx, "own")).find((conference) => conference.id === id) ?? null;
export const ownSession = async (ctx: Context, id: string): Promise<SessionRow | null> =>
  (await ownConferences(ctx, "own")).flatMap(({ sessions }) => sessions).find((session) => session.id === id) ?? null;

/** One of listConferences; null where it is missing or not among them. */
export async function findConference(ctx: Context, id: string): Promise<RegisteredConference | null> {
  const member = ctx.viewer.memberId && isId(id) ? await memberById(ctx, ctx.viewer.memberId) : null;
  if (!member) return null;
  const conferences = await readRegisteredConferences(
    ctx.db.manager,
    ctx,
    { ...member, accountId: ctx.viewer.accountId },
    { programId: id },
  );
  return conferences.find((conference) => conference.id === id && isClaimable(conference)) ?? null;
}

const isClaimable = ({ obstacle, sessions }: RegisteredConference): boolean => obstacle === null && sessions.length > 0;

/** Which of these programs a provider has reported this member's attendance at as a whole, or the system before this one has certified. */
const reportedSql = `SELECT DISTINCT program_id AS id FROM attendance_record
  WHERE member_id = $1 AND program_id = ANY($2::uuid[]) AND (session_id IS NULL OR NOT ${earnedHereSql("attendance_record")}) AND reversed_at IS NULL
  UNION SELECT p.id FROM program p JOIN outside_certificate o ON o.program_number = p.number AND o.member_id = $1 AND o.status = 'ISSUED'
  WHERE p.id = ANY($2::uuid[])`;

/** Whether this member has credit of the program otherwise, by a roster or from elsewhere: then it earns no more by claims. */
export async function isReported(tx: EntityManager, memberId: string, programId: string): Promise<boolean> {
  return (await tx.query(reportedSql, [memberId, [programId]])).length > 0;
}

/** The same of the viewer, for several programs. */
const isReportedOfViewer = defineLoader<string, boolean>(async (ctx, programIds) => {
  const rows: { id: string }[] = await ctx.db.query(reportedSql, [ctx.viewer.memberId, programIds]);
  return programIds.map((programId) => rows.some(({ id }) => id === programId));
});

/** What the viewer can do with the sessions of one of their conferences. */
export async function claimActionsOf(ctx: Context, conference: RegisteredConference): Promise<ClaimAction[]> {
  const { memberId } = ctx.viewer;
  const member = memberId ? await memberById(ctx, memberId) : null;
  if (!member) return [];
  const reported = await isReportedOfViewer(ctx, conference.id);
  return claimActions(conference, { isActive: member.active, isReported: reported, now: ctx.now() });
}

interface SessionCounts {
  /** How many members have claimed it. */
  claims: number;
  /** How much evidence of presence counts only once somebody lets it. */
  waiting: number;
}

/** What a list of sessions counts of each, by one statement. */
export const countsOfSession = defineLoader<string, SessionCounts>((ctx, sessionIds) =>
  ctx.db.query(
    `SELECT (SELECT count(*)::int FROM session_claim c WHERE c.session_id = k.id) AS claims,
       (SELECT count(*)::int FROM presence e WHERE e.session_id = k.id AND e.waits) AS waiting
     FROM unnest($1::uuid[]) WITH ORDINALITY AS k (id, place) ORDER BY k.place`,
    [sessionIds],
  ),
);
