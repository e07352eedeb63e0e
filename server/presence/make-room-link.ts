import { randomBytes } from "node:crypto";
import { createToken, hashToken } from "../accounts/access-token.ts";
import { lockSession } from "../conferences/lock-conference.ts";
import { audit } from "../core/audit.ts";
import { type Context, inTransaction } from "../core/context.ts";
import { RoomLink } from "./room-link.entity.ts";

/**
 * Makes the link by which the screen of a session's room shows codes. The one before, and its codes, end.
 * @returns where the screen goes; it is told this once
 * @throws as lockConference
 */
export async function makeRoomLink(ctx: Context, sessionId: string): Promise<string> {
  const token = createToken();
  await inTransaction(ctx, async (tx) => {
    const { session } = await lockSession(tx, ctx, sessionId, "sessionId");
    await tx.upsert(
      RoomLink,
      {
        sessionId: session.id,
        tokenHash: hashToken(token),
        nonce: randomBytes(16),
        madeByAccountId: ctx.viewer.accountId ?? undefined,
        madeAt: ctx.now(),
      },
      ["sessionId"],
    );
    await audit(tx, ctx, "session.make-room-link", ["session", session.id], {});
  });
  // Behind the #, where no server on the way sees it.
  return new URL(`/room#token=${token}`, ctx.config.publicUrl).href;
}

/**
 * Ends a session's link, and its codes.
 * @returns whether there was one
 * @throws as lockConference
 */
export async function endRoomLink(ctx: Context, sessionId: string): Promise<boolean> {
  return inTransaction(ctx, async (tx) => {
    const { session } = await lockSession(tx, ctx, sessionId, "sessionId");
    const { affected } = await tx.delete(RoomLink, session.id);
    if (!affected) return false;
    await audit(tx, ctx, "session.end-room-link", ["session", session.id], {});
    return true;
  });
}
