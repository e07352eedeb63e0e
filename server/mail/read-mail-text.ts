import { audit } from "../core/audit.ts";
import { type Context, inTransaction } from "../core/context.ts";
import { defineLoader } from "../core/lists/loaders.ts";
import type { MailRow } from "./mail.queries.ts";

/** That these mails were read, in one transaction for a request. */
const noteReading = defineLoader<string, true>((ctx, mailIds) =>
  inTransaction(ctx, async (tx) => {
    for (const id of mailIds) await audit(tx, ctx, "mail.read", ["mail", id]);
    return mailIds.map((): true => true);
  }),
);

/** What a mail says, to whoever reads the outbox. That it was read stands in the audit log. */
export async function readMailText(ctx: Context, { id, text }: Pick<MailRow, "id" | "text">): Promise<string> {
  await noteReading(ctx, id);
  return text;
}
