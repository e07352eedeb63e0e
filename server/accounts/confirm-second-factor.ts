import { DateTime } from "luxon";
import { type EntityManager, Not } from "typeorm";
import { audit } from "../core/audit.ts";
import { type Context, inTransaction } from "../core/context.ts";
import { DomainError, ErrorCode } from "../core/errors.ts";
import { forChange } from "../core/locks.ts";
import { say } from "../core/messages/message.ts";
import { clearLimit, enforceLimit } from "../core/rate-limits.ts";
import { unseal } from "../core/seal.ts";
import type { Viewer } from "../core/viewer.ts";
import { AccessToken } from "./account.entity.ts";
import { secondFactorByAccount } from "./account.limits.ts";
import { loadViewerOfAccount } from "./load-viewer.ts";
import { lockAddresses } from "./lock-addresses.ts";
import { createRecoveryCodes, hashRecoveryCode } from "./recovery-codes.ts";
import { RecoveryCode, SecondFactor, SignInChallenge } from "./second-factor.entity.ts";
import { secretsKeyOf } from "./secrets-key.ts";
import { signedInAccount } from "./signed-in-account.ts";
import { tellOfChange } from "./tell-of-change.ts";
import { totpStep } from "./totp.ts";

/** How long a secret that was shown waits for its first code. */
export const setUpMinutes = 30;

export interface RecoveryCodesShown {
  recoveryCodes: string[];
  viewer: Viewer;
}

/**
 * Takes the first code of the app that was set up: from now on every sign-in of the account asks for one. Ends every other sign-in.
 * @returns ten recovery codes, which are not shown again
 * @throws UNAUTHENTICATED; WRONG_CODE; TOO_MANY_REQUESTS; CODE_EXPIRED where nothing waits for a code any more
 */
export async function confirmSecondFactor(ctx: Context, code: string): Promise<RecoveryCodesShown> {
  const accountId = signedInAccount(ctx);
  const key = secretsKeyOf(ctx);
  await enforceLimit(ctx, secondFactorByAccount, accountId);
  const shown = await inTransaction(ctx, async (tx) => {
    await lockAddresses(tx, accountId);
    const factor = await tx.findOne(SecondFactor, { where: { accountId }, lock: forChange });
    const begunAfter = DateTime.fromJSDate(ctx.now()).minus({ minutes: setUpMinutes }).toJSDate();
    if (!factor || factor.confirmedAt || factor.createdAt <= begunAfter)
      throw new DomainError(ErrorCode.CODE_EXPIRED, "secondFactor.nothingWaits", { field: "code" });
    const step = totpStep(unseal(key, factor.secret, accountId), code.replace(/[\s-]/g, ""), ctx.now());
    if (step === null) throw new DomainError(ErrorCode.WRONG_CODE, "secondFactor.wrongCodeOfApp", { field: "code" });
    await tx.update(SecondFactor, accountId, { confirmedAt: ctx.now(), lastStep: step });
    await tx.delete(AccessToken, { accountId, tokenHash: Not(ctx.request.tokenHash ?? Buffer.alloc(0)) });
    await tx.delete(SignInChallenge, { accountId });
    const recoveryCodes = await replaceRecoveryCodes(tx, accountId);
    await audit(tx, ctx, "account.enable-second-factor", ["account", accountId]);
    await tellOfChange(tx, ctx, accountId, say("changeSubject.secondFactorOn"), say("changeText.secondFactorOn"));
    ctx.viewer = await loadViewerOfAccount(tx, accountId, ctx.config, ctx.viewer.provedAt);
    return { recoveryCodes, viewer: ctx.viewer };
  });
  await clearLimit(ctx, secondFactorByAccount, accountId);
  return shown;
}

/** Makes ten codes; those before them count no more. */
export async function replaceRecoveryCodes(tx: EntityManager, accountId: string): Promise<string[]> {
  const codes = createRecoveryCodes();
  await tx.delete(RecoveryCode, { accountId });
  await tx.insert(
    RecoveryCode,
    codes.map((code) => ({ accountId, codeHash: hashRecoveryCode(code) })),
  );
  return codes;
}
