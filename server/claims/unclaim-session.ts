import { audit } from "../core/audit.ts";
import { type Context, inTransaction } from "../core/context.ts";
import { isId } from "../core/ids.ts";
import { lockClaimant } from "./lock-claimant.ts";

/**
 * Takes a session off the viewer's choice. Certificates that list it hold until another one is generated.
 * @returns whether it was chosen
 * @throws FORBIDDEN, MEMBER_INACTIVE
 */
export async function unclaimSession(ctx: Context, sessionId: string): Promise<boolean> {
  return inTransaction(ctx, async (tx) => {
    const member = await lockClaimant(tx, ctx);
    const [removed]: [{ attendedOn: string }[], number] = isId(sessionId)
      ? await tx.query(
          'DELETE FROM session_claim WHERE member_id = $1 AND session_id = $2 RETURNING attended_on AS "attendedOn"',
          [member.id, sessionId],
        )
      : [[], 0];
    const [claim] = removed;
    if (!claim) return false;
    await audit(tx, ctx, "session.unclaim", ["session", sessionId], {
      before: { memberId: member.id, attendedOn: claim.attendedOn },
    });
    return true;
  });
}
