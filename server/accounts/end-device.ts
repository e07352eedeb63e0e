import { audit } from "../core/audit.ts";
import { type Context, inTransaction } from "../core/context.ts";
import { notFound } from "../core/errors.ts";
import { isId } from "../core/ids.ts";
import { nobody } from "../core/viewer.ts";
import { AccessToken } from "./account.entity.ts";
import { signedInAccount } from "./signed-in-account.ts";

/**
 * Ends one sign-in of the viewer's account; the current one is signed out.
 * @throws UNAUTHENTICATED, NOT_FOUND
 */
export async function endDevice(ctx: Context, id: string): Promise<true> {
  const accountId = signedInAccount(ctx);
  const device = isId(id) ? await ctx.db.manager.findOneBy(AccessToken, { id, accountId }) : null;
  if (!device) throw notFound("device");
  await inTransaction(ctx, async (tx) => {
    await tx.delete(AccessToken, { id, accountId });
    await audit(tx, ctx, "account.end-device", ["account", accountId], { before: { userAgent: device.userAgent } });
  });
  if (ctx.request.tokenHash?.equals(device.tokenHash)) {
    ctx.request.setToken(null);
    ctx.viewer = nobody;
  }
  return true;
}
