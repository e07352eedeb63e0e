import { audit } from "../../core/audit.ts";
import { type Context, inTransaction } from "../../core/context.ts";
import { DomainError, ErrorCode, notFound } from "../../core/errors.ts";
import { say } from "../../core/messages/message.ts";
import type { Viewer } from "../../core/viewer.ts";
import { assertPassword } from "../assert-password.ts";
import { signedInAccount } from "../signed-in-account.ts";
import { tellOfChange } from "../tell-of-change.ts";
import { sendToProvider } from "./begin-single-sign-on.ts";
import { ReturnTo, SignInIdentity } from "./single-sign-on.entity.ts";
import { SingleSignOnRefusal } from "./single-sign-on-refusal.ts";

/**
 * Begins to link the viewer's account to a person of the provider, by the viewer's own hand: the way for staff.
 * @returns where to send the browser
 * @throws UNAUTHENTICATED; WRONG_CREDENTIALS; TOO_MANY_REQUESTS; ILLEGAL_TRANSITION where there is no single sign-on, or it is down
 */
export async function linkSingleSignOn(ctx: Context, password: string): Promise<string> {
  const accountId = signedInAccount(ctx);
  await assertPassword(ctx, accountId, password);
  try {
    const address = await sendToProvider(ctx, ReturnTo.CONSOLE, { browserHash: null, accountId });
    return address.href;
  } catch (error) {
    if (!(error instanceof SingleSignOnRefusal)) throw error;
    const words = error.wordsFor(ctx.config.singleSignOn?.name ?? "");
    throw new DomainError(ErrorCode.ILLEGAL_TRANSITION, "singleSignOn.refused", words);
  }
}

/**
 * Ends the link of the viewer's account: only its password signs in to it from now on.
 * @throws UNAUTHENTICATED; WRONG_CREDENTIALS, also where the account has no password; TOO_MANY_REQUESTS; NOT_FOUND where there is no link
 */
export async function unlinkSingleSignOn(ctx: Context, password: string): Promise<Viewer> {
  const accountId = signedInAccount(ctx);
  await assertPassword(ctx, accountId, password);
  await inTransaction(ctx, async (tx) => {
    const linked = await tx.findBy(SignInIdentity, { accountId });
    if (linked.length === 0) throw notFound("link");
    await tx.delete(SignInIdentity, { accountId });
    for (const { issuer, subject } of linked)
      await audit(tx, ctx, "account.unlink-identity", ["account", accountId], { before: { issuer, subject } });
    await tellOfChange(tx, ctx, accountId, say("changeSubject.unlinked"), say("changeText.unlinked"));
  });
  return ctx.viewer;
}
