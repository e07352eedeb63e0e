import type { EntityManager } from "typeorm";
import type { Context } from "../core/context.ts";
import { say } from "../core/messages/message.ts";
import { type Recipient, writeLetter } from "../mail/letter.ts";
import { MailKind } from "../mail/mail.entity.ts";
import { fullNameSql } from "../members/full-name.ts";
import type { Program } from "../programs/program.entity.ts";

/** Tells somebody who said that they were at a session whether that counts, and why. Who has left their account is not told. */
export async function tellPresenceDecided(
  tx: EntityManager,
  ctx: Context,
  {
    id,
    memberId,
    title,
    counts,
    reason,
  }: { id: string; memberId: string; title: string; counts: boolean; reason: string },
  { id: programId, name: conference }: Pick<Program, "id" | "name">,
): Promise<void> {
  const recipients: Recipient[] = await tx.query(
    `SELECT a.account_id AS "accountId", a.address, ${fullNameSql("m")} AS name
     FROM member m JOIN email_address a ON a.account_id = m.account_id AND a.is_primary AND a.verified_at IS NOT NULL WHERE m.id = $1`,
    [memberId],
  );
  const facts = { session: title, conference };
  const letter = {
    kind: MailKind.PRESENCE_DECIDED,
    cause: `presence:${id}`,
    subjectId: programId,
    subject: say(counts ? "presenceMail.countsSubject" : "presenceMail.refusedSubject", facts),
    paragraphs: [
      say(counts ? "presenceMail.counts" : "presenceMail.refused", facts),
      say("mail.reason", { reason }),
      say(counts ? "presenceMail.claim" : "presenceMail.look", {
        link: `${ctx.config.publicUrl}/conferences/${programId}`,
      }),
    ],
  };
  await writeLetter(tx, ctx, letter, recipients);
}
