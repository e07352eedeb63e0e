import { type Context, inTransaction } from "../../core/context.ts";
import { defineJob } from "../../core/jobs.ts";
import { say } from "../../core/messages/message.ts";
import { MailKind } from "../../mail/mail.entity.ts";
import { mailAccount } from "../account.mail.ts";
import { verifiedAddresses } from "../verified-addresses.ts";

declare module "../../core/jobs.ts" {
  interface Jobs {
    "accounts.remindOfKeys": Record<string, never>;
  }
}

/** So many days before an API key runs out its maker is told, once each: long enough to plan, and short enough to act. */
const daysBefore = [30, 7];

interface EndingKey {
  id: string;
  name: string;
  prefix: string;
  accountId: string;
  expiresAt: Date;
  days: number;
}

/** Tells makers of API keys that run out soon. Not of those that were revoked or replaced, or made for no longer than that. */
export const remindOfKeysJob = defineJob("accounts.remindOfKeys", (ctx: Context) =>
  inTransaction(ctx, async (tx) => {
    const ending: EndingKey[] = await tx.query(
      `SELECT k.id, k.name, k.prefix, k.created_by_account_id AS "accountId", k.expires_at AS "expiresAt", d.days
       FROM api_key k JOIN account a ON a.id = k.created_by_account_id
       CROSS JOIN LATERAL (
         SELECT min(days) AS days FROM unnest($1::int[]) days WHERE k.expires_at <= $2::timestamptz + days * interval '1 day') d
       WHERE k.expires_at > $2 AND k.revoked_at IS NULL AND k.replaced_by_id IS NULL AND a.disabled_at IS NULL
         AND k.created_at < k.expires_at - d.days * interval '1 day'
       ORDER BY k.expires_at, k.id`,
      [daysBefore, ctx.now()],
    );
    for (const { id, name, prefix, accountId, expiresAt, days } of ending)
      for (const toAddress of await verifiedAddresses(tx, accountId))
        await mailAccount(tx, ctx, {
          kind: MailKind.CHANGE,
          cause: `api-key-ends:${id}:${days}`,
          toAddress,
          accountId,
          subject: say("changeSubject.apiKeyEnds"),
          text: [say("changeText.apiKeyEnds", { name, prefix, on: expiresAt.toISOString().slice(0, 10) })],
        });
  }),
);
