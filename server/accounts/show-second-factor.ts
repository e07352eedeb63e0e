import type { EntityManager } from "typeorm";
import { audit } from "../core/audit.ts";
import { type Context, inTransaction } from "../core/context.ts";
import { DomainError, ErrorCode } from "../core/errors.ts";
import { forChange } from "../core/locks.ts";
import { say } from "../core/messages/message.ts";
import { clearLimit, enforceLimit } from "../core/rate-limits.ts";
import { unseal } from "../core/seal.ts";
import { Account } from "./account.entity.ts";
import { secondFactorByAccount } from "./account.limits.ts";
import { hashRecoveryCode } from "./recovery-codes.ts";
import { RecoveryCode, SecondFactor } from "./second-factor.entity.ts";
import { secondFactorsOf } from "./second-factor.queries.ts";
import { secretsKeyOf } from "./secrets-key.ts";
import { tellOfChange } from "./tell-of-change.ts";
import { totpStep } from "./totp.ts";

/** What was shown, in the words of the audit log. */
type Shown = "authenticator app" | "recovery code";

const wrongCode = () => new DomainError(ErrorCode.WRONG_CODE, "secondFactor.wrongOrUsed", { field: "code" });

/**
 * Takes a code of an account's second factor, and does `work` in the transaction that uses the code up. A guess at the app's six digits
 * counts before it is evaluated, so that aliases, batches and connections in parallel gain nothing.
 * @throws WRONG_CODE; TOO_MANY_REQUESTS; ILLEGAL_TRANSITION where the account has no second factor
 */
export async function showSecondFactor<T>(
  ctx: Context,
  accountId: string,
  code: string,
  work: (tx: EntityManager, shown: Shown) => Promise<T>,
): Promise<T> {
  const digits = code.replace(/[\s-]/g, "");
  const byApp = /^\d{6}$/.test(digits);
  if (byApp) await enforceLimit(ctx, secondFactorByAccount, accountId);
  const result = await inTransaction(ctx, async (tx) => {
    await tx.findOne(Account, { where: { id: accountId }, lock: forChange });
    if ((await secondFactorsOf(tx, accountId)).length === 0)
      throw new DomainError(ErrorCode.ILLEGAL_TRANSITION, "secondFactor.none");
    if (byApp) await takeAppCode(tx, ctx, accountId, digits);
    else await takeRecoveryCode(tx, ctx, accountId, code);
    return work(tx, byApp ? "authenticator app" : "recovery code");
  });
  if (byApp) await clearLimit(ctx, secondFactorByAccount, accountId);
  return result;
}

/** A code counts once: only one of a later time step than the last counts. The account is locked. */
async function takeAppCode(tx: EntityManager, ctx: Context, accountId: string, digits: string): Promise<void> {
  const factor = await tx.findOneBy(SecondFactor, { accountId });
  if (!factor?.confirmedAt) throw wrongCode();
  const { lastStep } = factor;
  const step = totpStep(unseal(secretsKeyOf(ctx), factor.secret, accountId), digits, ctx.now());
  if (step === null || (lastStep !== null && step <= lastStep)) throw wrongCode();
  await tx.update(SecondFactor, accountId, { lastStep: step });
}

async function takeRecoveryCode(tx: EntityManager, ctx: Context, accountId: string, code: string): Promise<void> {
  const { affected } = await tx.delete(RecoveryCode, { accountId, codeHash: hashRecoveryCode(code) });
  if (affected !== 1) throw wrongCode();
  const left = await tx.countBy(RecoveryCode, { accountId });
  await audit(tx, ctx, "account.use-recovery-code", ["account", accountId], { after: { left } });
  await tellOfChange(
    tx,
    ctx,
    accountId,
    say("changeSubject.recoveryCodeUsed"),
    say("changeText.recoveryCodeUsed", { left }),
  );
}
