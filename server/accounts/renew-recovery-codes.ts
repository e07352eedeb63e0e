import { audit } from "../core/audit.ts";
import type { Context } from "../core/context.ts";
import { say } from "../core/messages/message.ts";
import { assertPassword } from "./assert-password.ts";
import { type RecoveryCodesShown, replaceRecoveryCodes } from "./confirm-second-factor.ts";
import { showSecondFactor } from "./show-second-factor.ts";
import { signedInAccount } from "./signed-in-account.ts";
import { tellOfChange } from "./tell-of-change.ts";

/**
 * Makes ten new recovery codes for the viewer's account; the old ones count no more.
 * @throws UNAUTHENTICATED; WRONG_CREDENTIALS; WRONG_CODE; TOO_MANY_REQUESTS; ILLEGAL_TRANSITION where there is no second factor
 */
export async function renewRecoveryCodes(ctx: Context, password: string, code: string): Promise<RecoveryCodesShown> {
  const accountId = signedInAccount(ctx);
  await assertPassword(ctx, accountId, password);
  return showSecondFactor(ctx, accountId, code, async (tx) => {
    const recoveryCodes = await replaceRecoveryCodes(tx, accountId);
    await audit(tx, ctx, "account.renew-recovery-codes", ["account", accountId]);
    await tellOfChange(
      tx,
      ctx,
      accountId,
      say("changeSubject.recoveryCodesRenewed"),
      say("changeText.recoveryCodesRenewed"),
    );
    return { recoveryCodes, viewer: ctx.viewer };
  });
}
