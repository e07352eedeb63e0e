import { audit } from "../core/audit.ts";
import { type Context, inTransaction } from "../core/context.ts";
import { assertLanguage } from "../core/messages/assert-language.ts";
import { Account } from "./account.entity.ts";
import { signedInAccount } from "./signed-in-account.ts";

/**
 * Sets the language that the viewer's mails are written in.
 * @throws UNAUTHENTICATED; BAD_INPUT for a language that there is no catalogue in
 */
export async function setLanguage(ctx: Context, language: string): Promise<true> {
  const accountId = signedInAccount(ctx);
  assertLanguage(language, "language");
  await inTransaction(ctx, async (tx) => {
    await tx.update(Account, accountId, { language });
    await audit(tx, ctx, "account.set-language", ["account", accountId], { after: { language } });
  });
  return true;
}
