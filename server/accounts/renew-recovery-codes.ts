import type { EntityManager } from "typeorm";
import { audit } from "../core/audit.ts";
import { type Context, inTransaction } from "../core/context.ts";
import { DomainError, ErrorCode } from "../core/errors.ts";
import { IdentityProof } from "../core/identity-proof.ts";
import { say } from "../core/messages/message.ts";
import { assertProved } from "../core/proof.ts";
import { assertPassword } from "./assert-password.ts";
import { type RecoveryCodesShown, replaceRecoveryCodes } from "./confirm-second-factor.ts";
import { lockAddresses } from "./lock-addresses.ts";
import { showSecondFactor } from "./show-second-factor.ts";
import { signedInAccount } from "./signed-in-account.ts";
import { tellOfChange } from "./tell-of-change.ts";

/**
 * Makes ten new recovery codes for the viewer's account; the old ones count no more. Who has a passkey may show that
 * before, in place of a code.
 * @throws UNAUTHENTICATED; WRONG_CREDENTIALS; WRONG_CODE; STEP_UP_REQUIRED without a code; TOO_MANY_REQUESTS; ILLEGAL_TRANSITION where there is no second factor
 */
export async function renewRecoveryCodes(
  ctx: Context,
  password: string,
  code: string | null | undefined,
): Promise<RecoveryCodesShown> {
  const accountId = signedInAccount(ctx);
  await assertPassword(ctx, accountId, password);
  const renew = async (tx: EntityManager) => {
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
  };
  if (typeof code === "string") return showSecondFactor(ctx, accountId, code, renew);
  if (!ctx.viewer.proofs.includes(IdentityProof.PASSKEY))
    throw new DomainError(ErrorCode.WRONG_CODE, "secondFactor.typeCode", { field: "code" });
  await assertProved(ctx, "renewRecoveryCodes");
  return inTransaction(ctx, async (tx) => {
    await lockAddresses(tx, accountId);
    return renew(tx);
  });
}
