import type { EntityManager } from "typeorm";
import type { Context } from "../core/context.ts";
import { say } from "../core/messages/message.ts";
import { consoleAddress } from "../mail/console-address.ts";
import { writeLetter } from "../mail/letter.ts";
import { Mail, MailKind } from "../mail/mail.entity.ts";
import { peopleAt } from "../providers/people-at.ts";
import type { Program } from "./program.entity.ts";
import type { ProgramDocumentKind } from "./program-document.entity.ts";

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
