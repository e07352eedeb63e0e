import type { EntityManager } from "typeorm";
import type { Context } from "../core/context.ts";
import { say } from "../core/messages/message.ts";
import { consoleAddress } from "../mail/console-address.ts";
import { writeLetter } from "../mail/letter.ts";
import { Mail, MailKind } from "../mail/mail.entity.ts";
import type { Program } from "../programs/program.entity.ts";
import type { ProgramDocumentKind } from "../programs/program-document.entity.ts";
import { peopleAt } from "../providers/people-at.ts";

/** Tells a provider which documents the certificates of a program wait for: once for each set of them. */
export async function tellDocumentsDue(
  tx: EntityManager,
  ctx: Context,
  program: Program,
  kinds: readonly ProgramDocumentKind[],
): Promise<void> {
  const facts = { number: program.number ?? "", title: program.name };
  await writeLetter(
    tx,
    ctx,
    {
      kind: MailKind.DOCUMENTS_DUE,
      cause: `documents:${program.id}:${kinds.join("+")}`,
      subjectId: program.id,
      subject: say("releaseMail.documentsSubject", facts),
      paragraphs: [
        say("releaseMail.documents", facts),
        ...kinds.map((kind) => say("releaseMail.document", { kind })),
        say("programMail.open", { link: consoleAddress(ctx, "programs", program.id) }),
      ],
    },
    await peopleAt(tx, program.providerId, MailKind.DOCUMENTS_DUE),
  );
}

/** Whether that was ever said of a program: a document may come before its report is looked at. */
export const wasToldOfDocuments = (tx: EntityManager, programId: string): Promise<boolean> =>
  tx.existsBy(Mail, { subjectId: programId, kind: MailKind.DOCUMENTS_DUE });

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
