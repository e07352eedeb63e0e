import { audit } from "../core/audit.ts";
import { type Context, inTransaction } from "../core/context.ts";
import { nobody } from "../core/viewer.ts";
import { AccessToken } from "./account.entity.ts";

/** Ends the token that came with the request. Answers true even where there was none: the viewer is signed out either way. */
export async function signOut(ctx: Context): Promise<true> {
  const { tokenHash } = ctx.request;
  const { accountId } = ctx.viewer;
  if (tokenHash && accountId)
    await inTransaction(ctx, async (tx) => {
      await tx.delete(AccessToken, { tokenHash });
      await audit(tx, ctx, "account.sign-out", ["account", accountId]);
    });
  ctx.request.setToken(null);
  ctx.viewer = nobody;
  return true;
}
