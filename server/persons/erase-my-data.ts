import { assertPassword } from "../accounts/assert-password.ts";
import { signedInAccount } from "../accounts/signed-in-account.ts";
import { type Context, inTransaction } from "../core/context.ts";
import { DomainError, ErrorCode } from "../core/errors.ts";
import { nobody } from "../core/viewer.ts";
import { beginErasure } from "./begin-erasure.ts";

/** What has to be typed, in any case. */
const confirmationWord = "erase";

/**
 * Erases whoever asks: signs out everywhere at once; a job does the rest within minutes. For good, without a time to think again:
 * the password and a typed word are what stands before it.
 * @throws UNAUTHENTICATED, BAD_INPUT, WRONG_CREDENTIALS, TOO_MANY_REQUESTS, STEP_UP_REQUIRED; what beginErasure refuses
 */
export async function eraseMyData(ctx: Context, password: string, confirmation: string): Promise<true> {
  const accountId = signedInAccount(ctx);
  await assertPassword(ctx, accountId, password);
  if (confirmation.trim().toLowerCase() !== confirmationWord)
    throw new DomainError(ErrorCode.BAD_INPUT, "persons.typeErase", { field: "confirmation" });
  const { memberId } = ctx.viewer;
  await inTransaction(ctx, (tx) => beginErasure(tx, ctx, { accountId, memberId }, null));
  ctx.request.setToken(null);
  ctx.viewer = nobody;
  return true;
}
