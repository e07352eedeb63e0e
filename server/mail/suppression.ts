import { type EntityManager, In } from "typeorm";
import { defineLoader, orderByKey } from "../core/lists/loaders.ts";
import { type Mail, MailSuppression, SuppressionReason } from "./mail.entity.ts";

/** Notes that an address gets no mail from now on. A complaint outweighs a bounce; what is known already stays as it was. */
export async function suppress(
  tx: EntityManager,
  { id, toAddress }: Pick<Mail, "id" | "toAddress">,
  reason: SuppressionReason,
  since: Date,
): Promise<void> {
  await tx.query(
    `INSERT INTO mail_suppression (address, reason, mail_id, since) VALUES ($1, $2, $3, $4)
     ON CONFLICT (address) DO UPDATE SET reason = EXCLUDED.reason, mail_id = EXCLUDED.mail_id, since = EXCLUDED.since
       WHERE EXCLUDED.reason = 'COMPLAINED' AND mail_suppression.reason <> 'COMPLAINED'`,
    [toAddress, reason, id, since],
  );
}

/** What was mailed to an address has come back to us: it works. A complaint stays. */
export async function noteThatMailArrives(tx: EntityManager, address: string): Promise<void> {
  await tx.delete(MailSuppression, { address, reason: SuppressionReason.BOUNCED });
}

/** Why and since when an address gets no mail; null where it does. */
export const suppressionOfAddress = defineLoader<string, MailSuppression | null>(async ({ db }, addresses) => {
  const rows = await db.manager.findBy(MailSuppression, { address: In([...addresses]) });
  return orderByKey([...addresses], rows, (row) => row.address);
});
