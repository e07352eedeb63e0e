import { DateTime } from "luxon";
import { type Context, inTransaction } from "../core/context.ts";
import { enqueue, Urgency } from "../core/jobs.ts";
import { enforceLimit, enforceLimitByAddress } from "../core/rate-limits.ts";
import { resetByAddress, resetByRecipient } from "./account.limits.ts";
import { readEmailAddress } from "./email-rules.ts";
import { PasswordReset } from "./password-reset.entity.ts";

declare module "../core/jobs.ts" {
  interface Jobs {
    "accounts.mailPasswordReset": { passwordResetId: string };
  }
}

/** How long the link in the mail is good. */
export const resetMinutes = 60;

/**
 * Writes down that somebody wants a new password; a job looks whose address it is and mails the link. Answers alike, in words
 * and in time, for known and unknown addresses.
 * @throws BAD_INPUT, TOO_MANY_REQUESTS
 */
export async function requestPasswordReset(ctx: Context, email: string): Promise<true> {
  const address = readEmailAddress(email);
  await enforceLimitByAddress(ctx, resetByAddress);
  await enforceLimit(ctx, resetByRecipient, address);
  await inTransaction(ctx, async (tx) => {
    const inserted = await tx.insert(PasswordReset, {
      address,
      createdAt: ctx.now(),
      expiresAt: DateTime.fromJSDate(ctx.now()).plus({ minutes: resetMinutes }).toJSDate(),
    });
    await enqueue(tx, "accounts.mailPasswordReset", { passwordResetId: inserted.identifiers[0]?.id }, Urgency.AWAITED);
  });
  return true;
}
