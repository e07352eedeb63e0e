import { createToken, hashToken } from "../accounts/access-token.ts";
import { lockConference } from "../conferences/lock-conference.ts";
import { audit } from "../core/audit.ts";
import { type Context, inTransaction } from "../core/context.ts";
import { DoorLink } from "./door-link.entity.ts";

/**
 * Makes the link by which telephones scan badges at a conference's doors. The one before ends.
 * @returns where the telephones go; it is told this once
 * @throws as lockConference
 */
export async function makeDoorLink(ctx: Context, programId: string): Promise<string> {
  const token = createToken();
  await inTransaction(ctx, async (tx) => {
    const { program } = await lockConference(tx, ctx, programId);
    await tx.upsert(
      DoorLink,
      {
        programId: program.id,
        tokenHash: hashToken(token),
        madeByAccountId: ctx.viewer.accountId ?? undefined,
        madeAt: ctx.now(),
      },
      ["programId"],
    );
    await audit(tx, ctx, "program.make-door-link", ["program", program.id], {});
  });
  // Behind the #, where no server on the way sees it.
  return new URL(`/scan#token=${token}`, ctx.config.publicUrl).href;
}

/**
 * Ends a conference's link. What telephones have not sent by then they keep, and send by another one.
 * @returns whether there was one
 * @throws as lockConference
 */
export async function endDoorLink(ctx: Context, programId: string): Promise<boolean> {
  return inTransaction(ctx, async (tx) => {
    const { program } = await lockConference(tx, ctx, programId);
    const { affected } = await tx.delete(DoorLink, program.id);
    if (!affected) return false;
    await audit(tx, ctx, "program.end-door-link", ["program", program.id], {});
    return true;
  });
}
