import { lockSession } from "../conferences/lock-conference.ts";
import { readSessions, type SessionRow } from "../conferences/session.queries.ts";
import { audit } from "../core/audit.ts";
import { type Context, inTransaction } from "../core/context.ts";
import { DomainError, ErrorCode, notFound } from "../core/errors.ts";
import { isId } from "../core/ids.ts";
import { requiredReason } from "../core/input-rules.ts";

/** So many pieces of evidence are decided on at once. */
export const mostDecided = 200;

/**
 * Staff or the provider say whether evidence counts that waits, or that is marked. What is decided stays so; what was issued as well.
 * @throws NOT_FOUND alike for missing and foreign ones, and for a piece of another session or decided before; REASON_REQUIRED; BAD_INPUT for
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
    await lockSession(tx, ctx, sessionId, "sessionId");
    const asked = [...new Set(ids.map((id) => id.toLowerCase()))];
    const [decided]: [{ memberId: string | null }[], number] = await tx.query(
      `UPDATE presence SET waits = false, decided_at = $3, struck_at = CASE WHEN $4 THEN NULL ELSE $3::timestamptz END, reason = $5
       WHERE id = ANY($1::uuid[]) AND session_id = $2 AND decided_at IS NULL RETURNING member_id AS "memberId"`,
      [asked.filter(isId), sessionId, ctx.now(), counts, given],
    );
    if (decided.length < asked.length) throw notFound("presence", "ids");
    for (const { memberId } of decided)
      await audit(tx, ctx, "session.decide-presence", ["session", sessionId], {
        reason: given,
        after: { memberId, counts },
      });
    const [row] = await readSessions(tx, ctx, [sessionId]);
    if (!row) throw notFound("session", "sessionId");
    return row;
  });
}
