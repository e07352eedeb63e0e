import { type Context, inTransaction } from "../core/context.ts";
import { DomainError, ErrorCode } from "../core/errors.ts";
import { say } from "../core/messages/message.ts";
import { hashToken } from "./access-token.ts";
import { lockForSignIn } from "./lock-for-sign-in.ts";
import { maximumTries } from "./mailed-code.ts";
import { SignInChallenge } from "./second-factor.entity.ts";
import { showSecondFactor } from "./show-second-factor.ts";
import { type SignedIn, startSignIn } from "./start-sign-in.ts";
import { tellOfChange } from "./tell-of-change.ts";

const challengeExpired = () => new DomainError(ErrorCode.CODE_EXPIRED, "accounts.signInOver", { field: "challenge" });

/**
 * The second step of a sign-in: takes the code of the app or a recovery code, in the browser that took the first step. Each try counts
 * before it is evaluated; after five the challenge is dead and the owner is told, since somebody knows the password.
 * @throws WRONG_CODE; CODE_EXPIRED; TOO_MANY_REQUESTS
 */
export async function confirmSignIn(ctx: Context, challenge: string, code: string): Promise<SignedIn> {
  const [[row]]: [{ id: string; accountId: string; shown: string; attempts: number }[], number] = await ctx.db.query(
    `UPDATE sign_in_challenge SET attempts = attempts + 1
     WHERE token_hash = $1 AND user_agent = $2 AND expires_at > $3 AND attempts < $4
     RETURNING id, account_id AS "accountId", shown, attempts`,
    [hashToken(challenge), ctx.request.userAgent, ctx.now(), maximumTries],
  );
  if (!row) throw challengeExpired();
  const { id, accountId, shown: first } = row;
  try {
    return await showSecondFactor(ctx, accountId, code, async (tx, second) => {
      await lockForSignIn(tx, accountId);
      const { affected } = await tx.delete(SignInChallenge, { id });
      if (affected !== 1) throw challengeExpired();
      return startSignIn(tx, ctx, accountId, [first, second]);
    });
  } catch (error) {
    if (row.attempts >= maximumTries && error instanceof DomainError && error.code === ErrorCode.WRONG_CODE)
      await tellOfGuesses(ctx, accountId);
    throw error;
  }
}

const tellOfGuesses = (ctx: Context, accountId: string): Promise<void> =>
  inTransaction(ctx, (tx) =>
    tellOfChange(tx, ctx, accountId, say("changeSubject.wrongCodes"), say("changeText.wrongCodes", { maximumTries })),
  );
