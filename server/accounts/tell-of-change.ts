import { randomUUID } from "node:crypto";
import type { EntityManager } from "typeorm";
import type { Context } from "../core/context.ts";
import { type Message, say } from "../core/messages/message.ts";
import { MailKind } from "../mail/mail.entity.ts";
import { mailAccount } from "./account.mail.ts";
import { verifiedAddresses } from "./verified-addresses.ts";

/**
 * Tells every verified address of an account that something about signing in was changed, so that its owner can act where it was
 * somebody else. Source: OWASP ASVS 5.0, 6.3.7.
 * @param others addresses that have just left the account
 */
export async function tellOfChange(
  tx: EntityManager,
  ctx: Context,
  accountId: string,
  subject: Message,
  text: Message,
  others: string[] = [],
): Promise<void> {
  const cause = `change:${randomUUID()}`;
  const help = say("mail.notYou", { url: ctx.config.publicUrl });
  for (const toAddress of [...(await verifiedAddresses(tx, accountId)), ...others])
    await mailAccount(tx, ctx, { kind: MailKind.CHANGE, cause, toAddress, accountId, subject, text: [text, help] });
}
