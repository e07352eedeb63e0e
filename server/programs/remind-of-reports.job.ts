import type { EntityManager } from "typeorm";
import { type Context, inTransaction } from "../core/context.ts";
import { heldSince } from "../core/hold.ts";
import { defineJob } from "../core/jobs.ts";
import { forChange } from "../core/locks.ts";
import { say } from "../core/messages/message.ts";
import { consoleAddress } from "../mail/console-address.ts";
import { writeLetter } from "../mail/letter.ts";
import { MailKind } from "../mail/mail.entity.ts";
import { peopleAt } from "../providers/people-at.ts";
import { heldOn } from "./held-on.ts";
import { Program } from "./program.entity.ts";
import { type DueReminder, programsToRemindOf, takeReminders } from "./reporting-reminders.ts";

declare module "../core/jobs.ts" {
  interface Jobs {
    /** Comes by the clock: somewhere another day may have begun. */
    "programs.remindOfReports": Record<string, never>;
  }
}

/**
 * Reminds providers of the attendance that they owe, 30, 14, 7 and 1 days before the deadline, on it, and once it has passed. Where the
 * job did not run for days each is reminded once, of what is last, and the mail says that it comes late.
 */
export const remindOfReportsJob = defineJob("programs.remindOfReports", async (ctx: Context) => {
  // A restored copy reminds nobody: it does not know what was reported since.
  if (await heldSince(ctx)) return;
  for (const programId of await programsToRemindOf(ctx))
    await inTransaction(ctx, async (tx) => {
      // Whoever reports holds the same lock: no reminder comes after a report.
      const program = await tx.findOne(Program, { where: { id: programId }, lock: forChange });
      if (!program) return;
      for (const reminder of await takeReminders(tx, ctx, programId)) await remind(tx, ctx, program, reminder);
    });
});

async function remind(tx: EntityManager, ctx: Context, program: Program, reminder: DueReminder): Promise<void> {
  const { offeringId, dueOn, daysBefore, daysLeft, day, from, to } = reminder;
  const number = program.number ?? "";
  const facts = { number, title: program.name, held: heldOn(from, to), dueOn };
  const late = daysLeft < daysBefore;
  const words =
    daysLeft < 0
      ? {
          subject: say("reminder.overdueSubject", { number }),
          paragraphs: [say("reminder.overdue", facts), say("reminder.overdueNext")],
        }
      : {
          subject: say("reminder.dueSubject", { number, left: daysLeft }),
          paragraphs: [say("reminder.due", { ...facts, left: daysLeft }), say("reminder.dueNext")],
        };
  const kind = MailKind.ATTENDANCE_REMINDER;
  await writeLetter(
    tx,
    ctx,
    {
      kind,
      cause: `reminder:${offeringId}:${dueOn}:${daysBefore}`,
      subjectId: program.id,
      subject: words.subject,
      paragraphs: [
        ...words.paragraphs,
        ...(late ? [say("reminder.late", { day })] : []),
        say("programMail.open", { link: consoleAddress(ctx, "programs", program.id) }),
      ],
    },
    await peopleAt(tx, program.providerId, kind),
  );
}
