import type { EntityManager } from "typeorm";
import { verifiedAddresses } from "../accounts/verified-addresses.ts";
import type { Context } from "../core/context.ts";
import { say } from "../core/messages/message.ts";
import { writeLetter } from "../mail/letter.ts";
import { MailKind } from "../mail/mail.entity.ts";
import { fullName } from "../members/full-name.ts";
import type { Member } from "../members/member.entity.ts";
import type { Program } from "../programs/program.entity.ts";

/** Tells a member at the primary address that they stand as a speaker of a conference: once, however many sessions it is. */
export async function tellSpeaker(
  tx: EntityManager,
  ctx: Context,
  member: Member,
  { id, name: title }: Pick<Program, "id" | "name">,
  session: string,
): Promise<void> {
  const { accountId } = member;
  const [address] = accountId ? await verifiedAddresses(tx, accountId) : [];
  if (!address) return;
  await writeLetter(
    tx,
    ctx,
    {
      kind: MailKind.SPEAKER,
      cause: `speaker:${id}:${member.id}`,
      subjectId: id,
      subject: say("mail.speakerSubject", { title }),
      paragraphs: [
        say("mail.speaker", { title, session }),
        say("mail.speakerClaims", { link: `${ctx.config.publicUrl}/` }),
        say("mail.speakerWrong"),
      ],
    },
    [{ address, name: fullName(member), accountId }],
  );
}
