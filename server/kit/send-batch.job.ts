import { inTransaction } from "../core/context.ts";
import { groupedCode } from "../core/crockford.ts";
import { defineJob, enqueue, Urgency } from "../core/jobs.ts";
import { say } from "../core/messages/message.ts";
import { writeLetter } from "../mail/letter.ts";
import { MailKind } from "../mail/mail.entity.ts";
import { kitCause, kitTextOf, nextRegistered, readEnded, readKitFacts } from "./kit.queries.ts";

/** A batch is one transaction: its mails and the next batch. */
const batchSize = 200;

/** Writes the mails of the next of the registered, each in the language of its reader. Who has one gets no second. */
export const sendKitBatchJob = defineJob("kit.sendBatch", (ctx, { programId }) =>
  inTransaction(ctx, async (tx) => {
    const [facts] = await readKitFacts(tx, [programId]);
    const [isOver] = await readEnded(tx, ctx, [programId]);
    // Cancelled meanwhile, or over.
    if (!facts || isOver) return;
    const batch = await nextRegistered(tx, programId, batchSize);
    for (const language of new Set(batch.map((each) => each.language))) {
      const { mailSubject, mailText } = await kitTextOf(tx, ctx, facts, language);
      const letter = {
        kind: MailKind.ATTENDEE_KIT,
        cause: kitCause(programId),
        subjectId: programId,
        subject: say("announcementMail.words", { text: mailSubject }),
        paragraphs: [say("announcementMail.words", { text: mailText }), say("kit.from", { provider: facts.provider })],
      };
      await writeLetter(
        tx,
        ctx,
        letter,
        batch
          .filter((each) => each.language === language)
          .map((each) => ({
            ...each,
            closing: say("kit.badge", { badge: groupedCode(each.badge), link: `${ctx.config.publicUrl}/badge` }),
          })),
      );
    }
    if (batch.length === batchSize) await enqueue(tx, "kit.sendBatch", { programId }, Urgency.BULK);
  }),
);
