import { IsNull, Not } from "typeorm";
import { audit } from "../core/audit.ts";
import type { Context } from "../core/context.ts";
import { DomainError, ErrorCode } from "../core/errors.ts";
import { say } from "../core/messages/message.ts";
import type { Viewer } from "../core/viewer.ts";
import { assertPassword } from "./assert-password.ts";
import { loadViewerOfAccount } from "./load-viewer.ts";
import { Passkey } from "./passkeys/passkey.entity.ts";
import { RecoveryCode, SecondFactor, SignInChallenge } from "./second-factor.entity.ts";
import { showSecondFactor } from "./show-second-factor.ts";
import { signedInAccount } from "./signed-in-account.ts";
import { tellOfChange } from "./tell-of-change.ts";

/**
 * Takes the authenticator app off the viewer's account, with its recovery codes where no passkey is left. Staff who must have one may then only set up another.
 * @throws UNAUTHENTICATED; WRONG_CREDENTIALS; WRONG_CODE; TOO_MANY_REQUESTS; ILLEGAL_TRANSITION where there is none
 */
export async function disableSecondFactor(ctx: Context, password: string, code: string): Promise<Viewer> {
  const accountId = signedInAccount(ctx);
  await assertPassword(ctx, accountId, password);
  return showSecondFactor(ctx, accountId, code, async (tx) => {
    const { affected } = await tx.delete(SecondFactor, { accountId, confirmedAt: Not(IsNull()) });
    if (affected !== 1) throw new DomainError(ErrorCode.ILLEGAL_TRANSITION, "secondFactor.noApp");
    await tx.delete(SignInChallenge, { accountId });
    if (!(await tx.existsBy(Passkey, { accountId }))) await tx.delete(RecoveryCode, { accountId });
    await audit(tx, ctx, "account.disable-second-factor", ["account", accountId]);
    await tellOfChange(tx, ctx, accountId, say("changeSubject.secondFactorOff"), say("changeText.secondFactorOff"));
    ctx.viewer = await loadViewerOfAccount(tx, accountId, ctx.config, ctx.viewer.provedAt);
    return ctx.viewer;
  });
}
