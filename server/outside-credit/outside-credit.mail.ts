import type { EntityManager } from "typeorm";
import type { Context } from "../core/context.ts";
import { say } from "../core/messages/message.ts";
import { addressSql } from "../evaluations/evaluation.queries.ts";
import { type Recipient, writeLetter } from "../mail/letter.ts";
import { MailKind } from "../mail/mail.entity.ts";
import { fullNameSql } from "../members/full-name.ts";
import type { OutsideCredit } from "./outside-credit.entity.ts";

/** Tells a member what staff have decided about credit from elsewhere. Who has no address is not told. */
export async function mailOutsideDecision(
  tx: EntityManager,
  ctx: Context,
  { id, version, memberId, title, issuer, credits, creditUnit: unit }: OutsideCredit,
  accepted: boolean,
  reason: string | null,
): Promise<void> {
  const recipients: Recipient[] = await tx.query(
    `SELECT account_id AS "accountId", name, address
     FROM (SELECT m.account_id, ${fullNameSql("m")} AS name, ${addressSql("m")} AS address FROM member m WHERE m.id = $1) m WHERE address IS NOT NULL`,
    [memberId],
  );
  const letter = {
    kind: MailKind.CREDIT_DECIDED,
    cause: `outside-credit:${id}:${version}`,
    subjectId: memberId,
    subject: say(accepted ? "outsideCreditMail.acceptedSubject" : "outsideCreditMail.refusedSubject", { title }),
    paragraphs: [
      accepted
        ? say("outsideCreditMail.accepted", { title, issuer, credits, unit })
        : say("outsideCreditMail.refused", { title, issuer }),
      ...(reason ? [say("mail.reason", { reason })] : []),
      say("outsideCreditMail.look", { link: `${ctx.config.publicUrl}/elsewhere` }),
    ],
  };
  await writeLetter(tx, ctx, letter, recipients);
}
