import { DateTime } from "luxon";
import { type Context, inTransaction } from "../core/context.ts";
import { enqueue, Urgency } from "../core/jobs.ts";
import { say } from "../core/messages/message.ts";
import { sentence } from "../core/messages/sentence.ts";
import { enforceLimit, enforceLimitByAddress } from "../core/rate-limits.ts";
import { createToken, hashToken } from "./access-token.ts";
import { mailByRecipient, registerByAddress } from "./account.limits.ts";
import { readEmailAddress } from "./email-rules.ts";
import { codeMinutes } from "./mailed-code.ts";
import { hashPassword } from "./password.ts";
import { assertGoodPassword } from "./password-rules.ts";
import { SignUp, type SignUpKind } from "./sign-up.entity.ts";

declare module "../core/jobs.ts" {
  interface Jobs {
    "accounts.mailSignUpCode": { signUpId: string };
  }
}

export interface BegunSignUp {
  token: string;
  message: string;
}

/**
 * Writes down that somebody registers; a job mails the code. The same work is done for known and unknown addresses, so that
 * neither words nor time tell which are known.
 * @returns the token that binds this browser to the code
 * @throws BAD_INPUT, WEAK_PASSWORD, TOO_MANY_REQUESTS
 */
export async function beginSignUp(
  ctx: Context,
  kind: SignUpKind,
  email: string,
  password: string,
  details: Record<string, string>,
): Promise<BegunSignUp> {
  const address = readEmailAddress(email);
  await assertGoodPassword(ctx, password, address);
  await enforceLimitByAddress(ctx, registerByAddress);
  await enforceLimit(ctx, mailByRecipient, address);
  const passwordHash = await hashPassword(password);
  const token = createToken();
  await inTransaction(ctx, async (tx) => {
    const inserted = await tx.insert(SignUp, {
      kind,
      address,
      passwordHash,
      language: ctx.request.language,
      details,
      tokenHash: hashToken(token),
      createdAt: ctx.now(),
      expiresAt: DateTime.fromJSDate(ctx.now()).plus({ minutes: codeMinutes }).toJSDate(),
    });
    await enqueue(tx, "accounts.mailSignUpCode", { signUpId: inserted.identifiers[0]?.id }, Urgency.AWAITED);
  });
  return {
    token,
    message: sentence(say("accounts.signUpMailSent", { address, minutes: codeMinutes }), ctx.request.language),
  };
}
