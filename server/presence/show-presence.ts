import { createHash } from "node:crypto";
import type { EntityManager } from "typeorm";
import { type Context, inTransaction } from "../core/context.ts";
import { DomainError, ErrorCode } from "../core/errors.ts";
import { isId } from "../core/ids.ts";
import { toStay } from "../core/locks.ts";
import { type Message, say } from "../core/messages/message.ts";
import { enforceLimit, networkOf } from "../core/rate-limits.ts";
import { Member } from "../members/member.entity.ts";
import { linkHoldsSql } from "./link-holds.ts";
import { presenceByMember } from "./presence.limits.ts";
import { isAround, latestMs, registeredSql } from "./presence.rules.ts";
import { drift, type RoomSecret, stepMs, stepOf, stepOfCode, timeOfStep } from "./room-code.ts";

/** From so long on what is sent is sent late: somebody had no network when they scanned. */
const lateFromMs = 90_000;
/** So far back a code is known as an old one, of so many steps. */
const stepsKnown = 40;

export interface ShownCode {
  /** The scan's own: however often it is sent, it is there once. */
  id: string;
  /** Where the scanned picture names it; null: the code was typed. */
  sessionId: string | null;
  code: string;
  /** How long ago it was scanned, where it is sent later: clocks of devices are wrong, and how long they ran is not. */
  secondsAgo: number;
  /** What the device calls itself. */
  device: string | null;
}

export interface ShownPresence {
  sessionId: string;
  title: string;
  at: Date;
  waits: boolean;
}

interface Candidate extends RoomSecret {
  title: string;
  startsAt: Date;
  endsAt: Date;
}

/**
 * Records that the viewer is in a session's room, by the code that its screen shows. The code's own time counts: an old one is refused.
 * What is sent later than it was scanned says itself when that was, which nobody can check: it waits until staff or the provider let it count.
 * @throws FORBIDDEN where the viewer holds no credit; MEMBER_INACTIVE; NOT_FOUND unless the viewer is registered for the session's conference, or
 *   speaks there; PRESENCE_CODE_REFUSED, whose `why` is OLD, OTHER_SESSION, NOT_NOW or WRONG; TOO_MANY_REQUESTS
 */
export async function showPresence(
  ctx: Context,
  { id, sessionId, code, secondsAgo, device }: ShownCode,
): Promise<ShownPresence> {
  const { memberId } = ctx.viewer;
  if (!memberId) throw new DomainError(ErrorCode.FORBIDDEN, "presence.notAMember");
  if (!isId(id)) throw new DomainError(ErrorCode.BAD_INPUT, "presence.ownId", { field: "id" });
  await enforceLimit(ctx, presenceByMember, memberId);
  return inTransaction(ctx, async (tx) => {
    const member = await tx.findOneOrFail(Member, { where: { id: memberId }, lock: toStay });
    if (!member.active) throw new DomainError(ErrorCode.MEMBER_INACTIVE, "presence.inactive");
    const sent = await findSent(tx, member.id, id);
    if (sent) return sent;
    const now = ctx.now();
    const scanned = new Date(now.getTime() - secondsAgo * 1_000);
    if (now.getTime() - scanned.getTime() > latestMs) throw refused("OLD", say("presence.tooLate"), "secondsAgo");
    const waits = now.getTime() - scanned.getTime() > lateFromMs;
    const moment = waits ? scanned : now;
    const candidates = await readCandidates(tx, member.id, moment, sessionId);
    const { session, step } = matchCode(ctx, candidates, { sessionId, code: code.replace(/\D/g, ""), moment });
    const seenAt = timeOfStep(step);
    await tx.query(
      `INSERT INTO presence (id, session_id, member_id, source, at, recorded_at, device_hash, network_hash, waits)
       VALUES ($1, $2, $3, 'CODE', $4, $5, $6, $7, $8) ON CONFLICT DO NOTHING`,
      [
        id,
        session.id,
        member.id,
        seenAt,
        now,
        hashIn(session.id, device),
        hashIn(session.id, networkOf(ctx.request.ip)),
        waits,
      ],
    );
    // Scanned twice within one code, or sent once more: what is there says whether it waits.
    const [kept]: { waits: boolean }[] = await tx.query(
      "SELECT waits FROM presence WHERE session_id = $1 AND member_id = $2 AND at = $3 AND source = 'CODE'",
      [session.id, member.id, seenAt],
    );
    if (!kept) throw new DomainError(ErrorCode.BAD_INPUT, "presence.ownId", { field: "id" });
    return { sessionId: session.id, title: session.title, at: seenAt, waits: kept.waits };
  });
}

/** Alike where alike, and tells nothing: of another session it is another. */
const hashIn = (sessionId: string, text: string | null): Buffer | null =>
  text ? createHash("sha256").update(`${sessionId}:${text}`).digest() : null;

async function findSent(tx: EntityManager, memberId: string, id: string): Promise<ShownPresence | null> {
  const [sent]: ShownPresence[] = await tx.query(
    `SELECT s.id AS "sessionId", s.title, e.at, e.waits FROM presence e JOIN session s ON s.id = e.session_id
     WHERE e.id = $1 AND e.member_id = $2`,
    [id, memberId],
  );
  return sent ?? null;
}

/** The sessions with a room's screen, now or a little before, of conferences that a member may be at. */
async function readCandidates(
  tx: EntityManager,
  memberId: string,
  moment: Date,
  sessionId: string | null,
): Promise<Candidate[]> {
  const rows: Candidate[] = await tx.query(
    `SELECT s.id, s.title, s.starts_at AS "startsAt", s.ends_at AS "endsAt", l.nonce
     FROM room_link l JOIN session s ON s.id = l.session_id JOIN program p ON p.id = s.program_id
     WHERE s.removed_at IS NULL AND ${linkHoldsSql} AND ${registeredSql("$1::uuid")}
       AND (s.id = $3 OR s.starts_at <= $2::timestamptz + interval '1 hour' AND s.ends_at >= $2::timestamptz - interval '1 hour')
     ORDER BY s.id = $3 DESC, s.starts_at, s.id LIMIT 200`,
    [memberId, moment, sessionId !== null && isId(sessionId) ? sessionId : null],
  );
  return rows;
}

type Why = "OLD" | "OTHER_SESSION" | "NOT_NOW" | "WRONG";

const refused = (why: Why, message: Message, field = "code"): DomainError =>
  new DomainError(ErrorCode.PRESENCE_CODE_REFUSED, message, { field, why });

/** Which session's code it is, and of which step; of an old one and of another session's it is said that it is. */
function matchCode(
  ctx: Context,
  candidates: readonly Candidate[],
  { sessionId, code, moment }: { sessionId: string | null; code: string; moment: Date },
): { session: Candidate; step: number } {
  const named = sessionId === null ? null : candidates.find(({ id }) => id === sessionId.toLowerCase());
  if (named === undefined) throw new DomainError(ErrorCode.NOT_FOUND, "presence.noSuchSession", { field: "sessionId" });
  const now = stepOf(moment);
  const current = Array.from({ length: 2 * drift + 1 }, (_, at) => now + drift - at);
  const before = Array.from({ length: stepsKnown }, (_, at) => now - drift - 1 - at);
  const ofThese = (sessions: readonly Candidate[], steps: readonly number[]) => {
    for (const session of sessions) {
      const step = stepOfCode(ctx.config, session, code, steps);
      if (step !== null) return { session, step };
    }
    return null;
  };
  const meant = named ? [named] : candidates;
  const found = ofThese(meant, current);
  if (found) {
    const { title } = found.session;
    if (!isAround(found.session, moment)) throw refused("NOT_NOW", say("presence.notNow", { title }));
    return found;
  }
  const old = ofThese(meant, before);
  if (old) {
    const minutes = Math.max(1, Math.round((moment.getTime() - old.step * stepMs) / 60_000));
    throw refused("OLD", say("presence.codeOld", { minutes }));
  }
  const other = named && ofThese(candidates, current);
  if (other) throw refused("OTHER_SESSION", say("presence.codeOfOther", { title: other.session.title }));
  throw refused("WRONG", say("presence.codeWrong"));
}
