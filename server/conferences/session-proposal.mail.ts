import type { EntityManager } from "typeorm";
import type { Context } from "../core/context.ts";
import { say } from "../core/messages/message.ts";
import { consoleAddress } from "../mail/console-address.ts";
import { writeLetter } from "../mail/letter.ts";
import { MailKind } from "../mail/mail.entity.ts";
import type { Program } from "../programs/program.entity.ts";
import { peopleAt } from "../providers/people-at.ts";

/** Tells the provider what became of a change of a session that it asked for. */
export async function tellDecided(
  tx: EntityManager,
  ctx: Context,
  { id: programId, providerId, number, name }: Pick<Program, "id" | "providerId" | "number" | "name">,
  { id, title, accepted, reason }: { id: string; title: string; accepted: boolean; reason: string | null },
): Promise<void> {
  const facts = { session: title, number: number ?? "", title: name };
  const letter = {
    kind: MailKind.SESSION_DECIDED,
    cause: `session-proposal:${id}`,
    subjectId: programId,
    subject: say(accepted ? "conferenceMail.acceptedSubject" : "conferenceMail.refusedSubject", facts),
    paragraphs: [
      say(accepted ? "conferenceMail.accepted" : "conferenceMail.refused", facts),
      ...(reason === null ? [] : [say("mail.reason", { reason })]),
      say("programMail.open", { link: consoleAddress(ctx, "conferences", programId) }),
    ],
  };
  await writeLetter(tx, ctx, letter, await peopleAt(tx, providerId, MailKind.SESSION_DECIDED));
}
