import type { EntityManager } from "typeorm";
import type { Context } from "../core/context.ts";
import { say } from "../core/messages/message.ts";
import { consoleAddress } from "../mail/console-address.ts";
import { writeLetter } from "../mail/letter.ts";
import { MailKind } from "../mail/mail.entity.ts";
import type { Program } from "../programs/program.entity.ts";
import { peopleAt } from "../providers/people-at.ts";

/** Tells a provider that certificates which waited for a fee or for documents go to its attendees now. */
export async function tellReleased(tx: EntityManager, ctx: Context, program: Program, people: number): Promise<void> {
  const facts = { number: program.number ?? "", title: program.name };
  await writeLetter(
    tx,
    ctx,
    {
      kind: MailKind.CERTIFICATES_RELEASED,
      cause: `released:${program.id}:${program.version}`,
      subjectId: program.id,
      subject: say("releaseMail.releasedSubject", facts),
      paragraphs: [
        say("releaseMail.released", { ...facts, people }),
        say("programMail.open", { link: consoleAddress(ctx, "programs", program.id) }),
      ],
    },
    await peopleAt(tx, program.providerId, MailKind.CERTIFICATES_RELEASED),
  );
}
