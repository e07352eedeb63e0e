import { audit } from "../core/audit.ts";
import { type Context, inTransaction } from "../core/context.ts";
import { isId } from "../core/ids.ts";
import { lockClaimantOf, type OnBehalf } from "./lock-claimant.ts";

/**
 * Takes a session off a member's choice. Certificates that list it hold until another one is generated.
 * @param behalf for whom staff take it off, and why; null: the viewer
 * @returns whether it was chosen
 * @throws FORBIDDEN, MEMBER_INACTIVE; for staff as lockClaimantOf
 */
export async function unclaimSession(
  ctx: Context,
  sessionId: string,
  behalf: OnBehalf | null = null,
): Promise<boolean> {
  return inTransaction(ctx, async (tx) => {
    const { member, reason } = await lockClaimantOf(tx, ctx, behalf);
    const [removed]: [{ attendedOn: string }[], number] = isId(sessionId)
      ? await tx.query(
          'DELETE FROM session_claim WHERE member_id = $1 AND session_id = $2 RETURNING attended_on AS "attendedOn"',
          [member.id, sessionId],
        )
      : [[], 0];
    const [claim] = removed;
    if (!claim) return false;
    await audit(tx, ctx, "session.unclaim", ["session", sessionId], {
      reason,
      before: { memberId: member.id, attendedOn: claim.attendedOn },
    });
    return true;
  });
}
