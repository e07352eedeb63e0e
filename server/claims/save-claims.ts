import type { EntityManager } from "typeorm";
import { audit } from "../core/audit.ts";
import { type Context, inTransaction } from "../core/context.ts";
import { DomainError, ErrorCode, notFound } from "../core/errors.ts";
import { isId } from "../core/ids.ts";
import { toStaySql } from "../core/locks.ts";
import { bindRegistration } from "./bind-registration.ts";
import { findConference } from "./claim.queries.ts";
import { type ClaimableSession, type RegisteredConference, readRegisteredConferences } from "./claimable.queries.ts";
import { decideClaim, mostClaims, readClaimFacts } from "./decide-claim.ts";
import { lockClaimant } from "./lock-claimant.ts";

/** One choice of a whole list. */
export interface ClaimWish {
  sessionId: string;
  attendedOn?: string | null;
}

/** Why one of them cannot be. */
export interface ClaimRefusal {
  /** Its place in the list, from 0. */
  index: number;
  sessionId: string;
  refusal: DomainError;
}

export interface SavedClaims {
  /** With the choices as they are then; null: it is not among the viewer's any more. */
  conference: RegisteredConference | null;
  problems: ClaimRefusal[];
}

/** Undoes what a transaction has written, and brings out what it found. */
class Undone extends Error {
  constructor(readonly saved: SavedClaims) {
    super("Nothing is kept of it.");
  }
}

interface Chosen {
  index: number;
  session: ClaimableSession;
  attendedOn: string;
  registrationId: string | null;
  before: ClaimableSession["claim"];
}

/** Whether a session is claimed already just as it is wished. */
const isUnchanged = ({ claim, virtual, date }: ClaimableSession, attendedOn: string | null): boolean =>
  claim !== null && claim.attendedOn === (attendedOn ?? (virtual ? null : date));

/**
 * Makes a list the viewer's whole choice of a conference: what is not in it is taken off, as unclaimSession does, then each is chosen in the
 * list's order, as claimSession does. All of it, or nothing where one is refused.
 * @param preview whether nothing is to be written at all
 * @throws NOT_FOUND for a conference that the viewer is not registered for; BAD_INPUT where a session stands in it twice; FORBIDDEN,
 *   UNAUTHENTICATED, MEMBER_INACTIVE; SESSION_NOT_CLAIMABLE for more than one certificate takes
 */
export async function saveClaims(
  ctx: Context,
  conferenceId: string,
  wishes: readonly ClaimWish[],
  preview: boolean,
): Promise<SavedClaims> {
  if (wishes.length > mostClaims)
    throw new DomainError(ErrorCode.SESSION_NOT_CLAIMABLE, "claims.tooMany", { mostClaims });
  const ids = wishes.map(({ sessionId }) => sessionId.toLowerCase());
  const doubled = ids.findIndex((id, at) => ids.indexOf(id) !== at);
  if (doubled >= 0) throw new DomainError(ErrorCode.BAD_INPUT, "claims.twice", { field: "claims", index: doubled });
  try {
    return await inTransaction(ctx, async (tx) => {
      const saved = await save(tx, ctx, conferenceId, wishes, ids);
      if (preview || saved.problems.length > 0) throw new Undone(saved);
      return saved;
    });
  } catch (error) {
    if (!(error instanceof Undone)) throw error;
    const { saved } = error;
    if (saved.problems.length === 0) return saved;
    return { ...saved, conference: await findConference(ctx, conferenceId) };
  }
}

async function save(
  tx: EntityManager,
  ctx: Context,
  conferenceId: string,
  wishes: readonly ClaimWish[],
  ids: readonly string[],
): Promise<SavedClaims> {
  const member = await lockClaimant(tx, ctx);
  if (!isId(conferenceId)) throw notFound("conference", "conferenceId");
  const rows: { id: string }[] = await tx.query(
    `SELECT id FROM session WHERE program_id = $1 AND id = ANY($2::uuid[]) ORDER BY id ${toStaySql}`,
    [conferenceId, ids.filter(isId)],
  );
  const known = new Set(rows.map(({ id }) => id));
  const conferences = await readRegisteredConferences(tx, ctx, member, { programId: conferenceId.toLowerCase() });
  const conference = conferences.find((each) => each.id === conferenceId.toLowerCase());
  if (!conference) throw notFound("conference", "conferenceId");
  const facts = await readClaimFacts(tx, member, conferences, conference);

  const sessions = new Map(conference.sessions.map((session) => [session.id, session]));
  const changed = wishes
    .map(({ attendedOn = null }, index) => ({ index, sessionId: ids[index]!, attendedOn }))
    .filter(({ sessionId, attendedOn }) => {
      const session = sessions.get(sessionId);
      return !session || !isUnchanged(session, attendedOn);
    });
  // What is not in the list, or for another day, stands in nobody's way.
  const before = new Map(conference.sessions.map(({ id, claim }) => [id, claim]));
  const [removed]: [{ sessionId: string; attendedOn: string }[], number] = await tx.query(
    `DELETE FROM session_claim c USING session s WHERE s.id = c.session_id AND c.member_id = $1 AND s.program_id = $2
       AND c.session_id <> ALL($3::uuid[]) RETURNING c.session_id AS "sessionId", c.attended_on AS "attendedOn"`,
    [member.id, conference.id, ids.filter(isId)],
  );
  const again = new Set([...removed.map((each) => each.sessionId), ...changed.map((each) => each.sessionId)]);
  for (const session of conference.sessions) if (again.has(session.id)) session.claim = null;

  const problems: ClaimRefusal[] = [];
  const chosen: Chosen[] = [];
  for (const { index, sessionId, attendedOn } of changed) {
    try {
      if (!known.has(sessionId)) throw notFound("session", "sessionId");
      const wasClaimed = (before.get(sessionId) ?? null) !== null;
      const { choice, registrationId } = decideClaim(ctx, facts, { sessionId, attendedOn, wasClaimed });
      const session = sessions.get(sessionId)!;
      session.claim = { attendedOn: choice.attendedOn };
      chosen.push({
        index,
        session,
        attendedOn: choice.attendedOn,
        registrationId,
        before: before.get(sessionId) ?? null,
      });
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      problems.push({ index, sessionId: wishes[index]!.sessionId, refusal: error });
    }
  }
  if (problems.length > 0) return { conference: null, problems };

  for (const registrationId of new Set(chosen.map((each) => each.registrationId)))
    if (registrationId !== null) await bindRegistration(tx, member, registrationId, conference.name);
  await tx.query(
    `INSERT INTO session_claim (member_id, session_id, attended_on, claimed_at, registration_id)
     SELECT $1, c.session_id, c.attended_on, $2, c.registration_id
     FROM unnest($3::uuid[], $4::date[], $5::uuid[]) AS c (session_id, attended_on, registration_id)
     ON CONFLICT (member_id, session_id) DO UPDATE SET attended_on = excluded.attended_on,
       claimed_at = excluded.claimed_at, registration_id = excluded.registration_id`,
    [
      member.id,
      ctx.now(),
      chosen.map(({ session }) => session.id),
      chosen.map(({ attendedOn }) => attendedOn),
      chosen.map(({ registrationId }) => registrationId),
    ],
  );
  for (const { sessionId, attendedOn } of removed)
    await audit(tx, ctx, "session.unclaim", ["session", sessionId], { before: { memberId: member.id, attendedOn } });
  for (const { session, attendedOn, before: claim } of chosen)
    await audit(tx, ctx, "session.claim", ["session", session.id], {
      before: claim,
      after: { memberId: member.id, attendedOn },
    });
  // Those that were taken out of the schedule and are not claimed any more are nobody's to claim.
  const left = conference.sessions.filter(
    ({ removedAt, claim, eligible }) => claim !== null || (removedAt === null && eligible),
  );
  return { conference: { ...conference, sessions: left }, problems };
}
