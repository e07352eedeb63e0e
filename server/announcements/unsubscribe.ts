import { audit } from "../core/audit.ts";
import { type Context, inTransaction } from "../core/context.ts";
import { isId } from "../core/ids.ts";
import { MailKind } from "../mail/mail.entity.ts";
import { AnnouncementRecipient } from "./announcement.entity.ts";

/** Whether a link of a mail is one. */
export const isUnsubscribeLink = async (ctx: Context, link: string): Promise<boolean> =>
  isId(link) && (await ctx.db.manager.existsBy(AnnouncementRecipient, { link }));

/** Ends the mails of announcements to whom a link was mailed; once more changes nothing. Answers whether it is a link. */
export async function unsubscribe(ctx: Context, link: string): Promise<boolean> {
  if (!isId(link)) return false;
  return inTransaction(ctx, async (tx) => {
    const recipient = await tx.findOneBy(AnnouncementRecipient, { link });
    if (!recipient) return false;
    const { accountId } = recipient;
    const added: unknown[] = await tx.query(
      "INSERT INTO mail_opt_out (account_id, kind) VALUES ($1, $2) ON CONFLICT DO NOTHING RETURNING kind",
      [accountId, MailKind.ANNOUNCEMENT],
    );
    if (added.length > 0)
      await audit(tx, ctx, "account.set-mail-wanted", ["account", accountId], {
        after: { kind: MailKind.ANNOUNCEMENT, wanted: false, by: "mailed link" },
      });
    return true;
  });
}
