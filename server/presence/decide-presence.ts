import { lockSession } from "../conferences/lock-conference.ts";
import { readSessions, type SessionRow } from "../conferences/session.queries.ts";
import { audit } from "../core/audit.ts";
import { type Context, inTransaction } from "../core/context.ts";
import { DomainError, ErrorCode, notFound } from "../core/errors.ts";
import { isId } from "../core/ids.ts";
import { requiredReason } from "../core/input-rules.ts";
import { tellPresenceDecided } from "./presence.mail.ts";

/** So many pieces of evidence are decided on at once. */
export const mostDecided = 200;

/**
 * Staff or the provider say whether evidence counts that waits, or that is marked. What is decided stays so; what was issued as well.
 * Who said of themselves that they were there is told.
 * @throws NOT_FOUND alike for missing and foreign ones, and for a piece of another session or decided before; CONFLICT_OF_INTEREST for one's own; REASON_REQUIRED; BAD_INPUT for
 *   more than can be decided at once
 */
export async function decidePresence(
  ctx: Context,
  sessionId: string,
  ids: readonly string[],
  counts: boolean,
  reason: string,
): Promise<SessionRow> {
  const given = requiredReason(reason);
  if (ids.length > mostDecided)
    throw new DomainError(ErrorCode.BAD_INPUT, "presence.tooMany", { field: "ids", mostDecided });
  return inTransaction(ctx, async (tx) => {
    const { session, conference } = await lockSession(tx, ctx, sessionId, "sessionId");
    const asked = [...new Set(ids.map((id) => id.toLowerCase()))];
    const [decided]: [{ id: string; memberId: string | null; said: string | null }[], number] = await tx.query(
      `UPDATE presence SET waits = false, decided_at = $3, struck_at = CASE WHEN $4 THEN NULL ELSE $3::timestamptz END, reason = $5,
         decided_by_staff = $6
       WHERE id = ANY($1::uuid[]) AND session_id = $2 AND decided_at IS NULL RETURNING id, member_id AS "memberId", said`,
      [asked.filter(isId), sessionId, ctx.now(), counts, given, conference.decides],
    );
    if (decided.length < asked.length) throw notFound("presence", "ids");
    if (decided.some(({ memberId }) => memberId !== null && memberId === ctx.viewer.memberId))
      throw new DomainError(ErrorCode.CONFLICT_OF_INTEREST, "presence.yourOwn", { field: "ids" });
    for (const { memberId } of decided)
      await audit(tx, ctx, "session.decide-presence", ["session", sessionId], {
        reason: given,
        after: { memberId, counts },
      });
    for (const { id, memberId, said } of decided)
      if (said !== null && memberId !== null)
        await tellPresenceDecided(
          tx,
          ctx,
          { id, memberId, title: session.title, counts, reason: given },
          conference.program,
        );
    const [row] = await readSessions(tx, ctx, [sessionId]);
    if (!row) throw notFound("session", "sessionId");
    return row;
  });
}
