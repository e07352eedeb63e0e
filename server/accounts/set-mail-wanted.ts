import { audit } from "../core/audit.ts";
import { type Context, inTransaction } from "../core/context.ts";
import { DomainError, ErrorCode } from "../core/errors.ts";
import { type MailKind, MailOptOut } from "../mail/mail.entity.ts";
import { optionalKinds } from "../mail/mail-choices.ts";
import { signedInAccount } from "./signed-in-account.ts";

export interface MailChoice {
  kind: MailKind;
  wanted: boolean;
}

/** What an account can turn off, and whether it has. */
export async function mailChoices(ctx: Context, accountId: string): Promise<MailChoice[]> {
  const unwanted = await ctx.db.manager.findBy(MailOptOut, { accountId });
  return optionalKinds.map((kind) => ({ kind, wanted: !unwanted.some((each) => each.kind === kind) }));
}

/**
 * Turns a kind of mail off or on for the viewer; what waits to be sent of it is held back as well.
 * @throws UNAUTHENTICATED; BAD_INPUT for a kind that is a duty
 */
export async function setMailWanted(ctx: Context, kind: MailKind, wanted: boolean): Promise<MailChoice[]> {
  const accountId = signedInAccount(ctx);
  if (!optionalKinds.includes(kind))
    throw new DomainError(ErrorCode.BAD_INPUT, "accounts.mailIsDuty", { field: "kind" });
  await inTransaction(ctx, async (tx) => {
    if (wanted) await tx.delete(MailOptOut, { accountId, kind });
    else await tx.upsert(MailOptOut, { accountId, kind }, ["accountId", "kind"]);
    await audit(tx, ctx, "account.set-mail-wanted", ["account", accountId], { after: { kind, wanted } });
  });
  return mailChoices(ctx, accountId);
}
