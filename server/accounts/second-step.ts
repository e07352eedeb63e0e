import { type Context, inTransaction } from "../core/context.ts";
import { DomainError, ErrorCode } from "../core/errors.ts";
import { say } from "../core/messages/message.ts";
import { noteRefusal } from "../core/note-refusal.ts";
import { hashToken } from "./access-token.ts";
import { maximumTries } from "./mailed-code.ts";
import { tellOfChange } from "./tell-of-change.ts";

export const challengeExpired = (): DomainError =>
  new DomainError(ErrorCode.CODE_EXPIRED, "accounts.signInOver", { field: "challenge" });

/** A sign-in whose first step was taken. */
export interface Step {
  id: string;
  accountId: string;
  /** What was shown first, in the words of the audit log. */
  shown: string;
  attempts: number;
}

/**
 * Counts a try at the second step of a sign-in before it is evaluated, in the browser that took the first.
 * @throws CODE_EXPIRED
 */
export async function takeStep(ctx: Context, challenge: string): Promise<Step> {
  const [[row]]: [Step[], number] = await ctx.db.query(
    `UPDATE sign_in_challenge SET attempts = attempts + 1
     WHERE token_hash = $1 AND user_agent = $2 AND expires_at > $3 AND attempts < $4
     RETURNING id, account_id AS "accountId", shown, attempts`,
    [hashToken(challenge), ctx.request.userAgent, ctx.now(), maximumTries],
  );
  if (!row) throw challengeExpired();
  return row;
}

/** Tells the owner after the last try that was wrong: somebody knows the password. */
export async function tellAfterGuesses<T>(ctx: Context, step: Step, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const wrong = error instanceof DomainError && [ErrorCode.WRONG_CODE, ErrorCode.WRONG_PASSKEY].includes(error.code);
    if (wrong)
      await inTransaction(ctx, (tx) =>
        noteRefusal(tx, ctx, "account.refuse-second-step", ["account", step.accountId], error.code, {
          code: error.code,
        }),
      );
    if (wrong && step.attempts >= maximumTries)
      await inTransaction(ctx, (tx) =>
        tellOfChange(
          tx,
          ctx,
          step.accountId,
          say("changeSubject.wrongCodes"),
          say("changeText.wrongCodes", { maximumTries }),
        ),
      );
    throw error;
  }
}
