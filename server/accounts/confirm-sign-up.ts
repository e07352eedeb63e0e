import type { EntityManager } from "typeorm";
import { type Context, inTransaction } from "../core/context.ts";
import { DomainError, ErrorCode, violates } from "../core/errors.ts";
import { enforceLimitByAddress } from "../core/rate-limits.ts";
import { noteThatMailArrives } from "../mail/suppression.ts";
import { hashToken } from "./access-token.ts";
import { codeByAddress } from "./account.limits.ts";
import { createAccount } from "./create-account.ts";
import { maximumTries, readMailedCode } from "./mailed-code.ts";
import { passwordMatches } from "./password.ts";
import { SignUp, type SignUpKind } from "./sign-up.entity.ts";
import { type SignedIn, startSignIn } from "./start-sign-in.ts";

/** What a kind of registration makes beside the account itself. */
export type CompleteSignUp = (tx: EntityManager, ctx: Context, accountId: string, signUp: SignUp) => Promise<void>;

const codeExpired = () => new DomainError(ErrorCode.CODE_EXPIRED, "accounts.signUpCodeOver", { field: "code" });

/**
 * Takes the code into the browser that registered, makes the account and signs it in. Each try counts before it is
 * evaluated, so that trying in parallel gains nothing.
 * @throws WRONG_CODE; CODE_EXPIRED after five tries, too late, or used; ADDRESS_TAKEN; TOO_MANY_REQUESTS
 */
export async function confirmSignUp(
  ctx: Context,
  token: string,
  code: string,
  complete: Record<SignUpKind, CompleteSignUp>,
): Promise<SignedIn> {
  await enforceLimitByAddress(ctx, codeByAddress);
  const [[row]]: [{ id: string }[], number] = await ctx.db.query(
    `UPDATE sign_up SET attempts = attempts + 1
     WHERE token_hash = $1 AND expires_at > $2 AND attempts < $3 RETURNING id`,
    [hashToken(token), ctx.now(), maximumTries],
  );
  if (!row) throw codeExpired();
  const signUp = await ctx.db.manager.findOneBy(SignUp, { id: row.id });
  if (!signUp) throw codeExpired();
  if (!(await passwordMatches(signUp.codeHash, readMailedCode(code))))
    throw new DomainError(ErrorCode.WRONG_CODE, "accounts.notTheMailedCode", { field: "code" });
  try {
    return await inTransaction(ctx, async (tx) => {
      const { affected } = await tx.delete(SignUp, { id: signUp.id });
      if (affected !== 1) throw codeExpired();
      const accountId = await createAccount(tx, ctx, {
        emailAddresses: [signUp.address],
        passwordHash: signUp.passwordHash,
      });
      await noteThatMailArrives(tx, signUp.address);
      await complete[signUp.kind](tx, ctx, accountId, signUp);
      return startSignIn(tx, ctx, accountId, ["registration"]);
    });
  } catch (error) {
    if (violates(error, "email_address_verified_once"))
      throw new DomainError(ErrorCode.ADDRESS_TAKEN, "accounts.addressHasAccount");
    throw error;
  }
}
