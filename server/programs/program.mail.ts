import type { EntityManager } from "typeorm";
import type { Context } from "../core/context.ts";
import { type Message, say } from "../core/messages/message.ts";
import { consoleAddress } from "../mail/console-address.ts";
import { type Recipient, writeLetter } from "../mail/letter.ts";
import { MailKind } from "../mail/mail.entity.ts";
import { type ProviderMailKind, peopleAt } from "../providers/people-at.ts";
import { heldOn } from "./held-on.ts";
import { jointAccounts } from "./joint-providers.ts";
import { reportingDueOnSql } from "./offering.rules.ts";
import { ActivityForm, type Program } from "./program.entity.ts";
import { openComments } from "./review/publish-comments.ts";
import { reviewersOf, staffInCharge } from "./staff-in-charge.ts";

// Who is told what when a program moves on. Each is called in the transaction of the move, with the program as it is after it.

/** What a mail says of its program. */
type Told = Pick<Program, "id" | "providerId" | "number" | "name" | "version">;

const named = ({ number, name }: Told) => ({ number: number ?? "", title: name });

interface Words {
  subject: Message;
  paragraphs: readonly Message[];
}

/**
 * @param recipients by default the people at its provider
 * @param occasion tells two mails apart that one version of the program makes
 */
async function tell(
  tx: EntityManager,
  ctx: Context,
  program: Told,
  kind: ProviderMailKind,
  { subject, paragraphs }: Words,
  recipients?: readonly Recipient[],
  occasion?: string,
  amongStaff?: true,
): Promise<void> {
  const letter = {
    kind,
    // Each version of a program is made once, and so is the mail that tells of it.
    cause: `program:${program.id}:${program.version}:${kind}`,
    ...(occasion && { occasion }),
    ...(amongStaff && { amongStaff }),
    subjectId: program.id,
    subject,
    paragraphs: [...paragraphs, say("programMail.open", { link: consoleAddress(ctx, "programs", program.id) })],
  };
  await writeLetter(tx, ctx, letter, recipients ?? (await peopleAt(tx, program.providerId, kind)));
}

/** Tells the provider, and who at the accreditor is to look at it. Whoever is both is told once. */
export async function tellSubmitted(tx: EntityManager, ctx: Context, program: Told, first: boolean): Promise<void> {
  const facts = named(program);
  const kind = MailKind.PROGRAM_SUBMITTED;
  await tell(tx, ctx, program, kind, {
    subject: say("programMail.submittedSubject", facts),
    paragraphs: [say("programMail.submitted", facts), say("programMail.submittedNext")],
  });
  const [{ provider }] = await tx.query("SELECT name AS provider FROM provider WHERE id = $1", [program.providerId]);
  const toStaff = { ...facts, provider };
  const words = first
    ? {
        subject: say("programMail.waitsSubject", facts),
        paragraphs: [say("programMail.waits", toStaff), say("programMail.waitsNext")],
      }
    : {
        subject: say("programMail.waitsAgainSubject", facts),
        paragraphs: [say("programMail.waitsAgain", toStaff), say("programMail.waitsAgainNext")],
      };
  await tell(tx, ctx, program, kind, words, await staffInCharge(tx, program));
}

/** Tells who is to look after a program from now on, where it was somebody else who said so. */
export async function tellAssigned(
  tx: EntityManager,
  ctx: Context,
  program: Told,
  accountId: string,
  followUpOn: string | null,
): Promise<void> {
  const to = (await reviewersOf(tx, program.providerId)).filter((each) => each.accountId === accountId);
  const [{ provider }] = await tx.query("SELECT name AS provider FROM provider WHERE id = $1", [program.providerId]);
  const facts = { ...named(program), provider, by: ctx.viewer.email };
  const words = {
    subject: say("programMail.assignedSubject", facts),
    paragraphs: [
      say("programMail.assigned", facts),
      ...(followUpOn === null ? [] : [say("programMail.assignedUntil", { day: followUpOn })]),
    ],
  };
  await tell(tx, ctx, program, MailKind.REVIEW, words, to, `assigned:${ctx.now().toISOString()}`, true);
}

/** Tells that an application was recommended: whom it concerns at the accreditor, or every other reviewer where that is who recommended it. */
export async function tellRecommended(tx: EntityManager, ctx: Context, program: Told, credits: string): Promise<void> {
  const isOther = ({ accountId }: Recipient): boolean => accountId !== ctx.viewer.accountId;
  const inCharge = (await staffInCharge(tx, program)).filter(isOther);
  const to = inCharge.length > 0 ? inCharge : (await reviewersOf(tx, program.providerId)).filter(isOther);
  const facts = { ...named(program), credits, by: ctx.viewer.email };
  const words = {
    subject: say("programMail.recommendedSubject", facts),
    paragraphs: [say("programMail.recommended", facts), say("programMail.recommendedNext")],
  };
  await tell(tx, ctx, program, MailKind.REVIEW, words, to, `recommended:${ctx.now().toISOString()}`, true);
}

export const tellTakenUp = (tx: EntityManager, ctx: Context, program: Told): Promise<void> =>
  tell(tx, ctx, program, MailKind.PROGRAM_TAKEN_UP, {
    subject: say("programMail.takenUpSubject", named(program)),
    paragraphs: [say("programMail.takenUp", named(program)), say("programMail.takenUpNext")],
  });

export async function tellChangesRequested(
  tx: EntityManager,
  ctx: Context,
  program: Told,
  reason: string,
): Promise<void> {
  const count = await openComments(tx, program.id);
  await tell(tx, ctx, program, MailKind.CHANGES_REQUESTED, {
    subject: say("programMail.changesSubject", named(program)),
    paragraphs: [
      say("programMail.changes", named(program)),
      say("mail.reason", { reason }),
      ...(count > 0 ? [say("programMail.changesComments", { count })] : []),
      say("programMail.changesNext"),
    ],
  });
}

/** Tells the other side what was answered to a comment. */
export async function tellReplied(
  tx: EntityManager,
  ctx: Context,
  program: Told,
  { id, text }: { id: string; text: string },
  byStaff: boolean,
): Promise<void> {
  const facts = { ...named(program), by: ctx.viewer.email };
  const words = {
    subject: say("programMail.repliedSubject", facts),
    paragraphs: [say("programMail.replied", facts), say("mail.reason", { reason: text })],
  };
  const to = byStaff ? await peopleAt(tx, program.providerId, MailKind.REVIEW) : await staffInCharge(tx, program);
  await tell(tx, ctx, program, MailKind.REVIEW, words, to, `reply:${id}`);
}

export const tellDenied = (tx: EntityManager, ctx: Context, program: Told, reason: string): Promise<void> =>
  tell(tx, ctx, program, MailKind.PROGRAM_DENIED, {
    subject: say("programMail.deniedSubject", named(program)),
    paragraphs: [
      say("programMail.denied", named(program)),
      say("mail.reason", { reason }),
      say("programMail.deniedNext"),
    ],
  });

export async function tellApproved(
  tx: EntityManager,
  ctx: Context,
  program: Told & Pick<Program, "credits">,
): Promise<void> {
  const [{ unit, claimed }] = await tx.query(
    `SELECT r.unit, t.form = $2 AS claimed FROM program p JOIN program_type t ON t.id = p.type_id JOIN credit_rule r ON r.id = p.credit_rule_id
     WHERE p.id = $1`,
    [program.id, ActivityForm.CONFERENCE],
  );
  const dates: { from: string; to: string; dueOn: string }[] = await tx.query(
    `SELECT o.starts_on AS "from", o.ends_on AS "to", ${reportingDueOnSql("o")}::date AS "dueOn" FROM offering o
     WHERE o.program_id = $1 ORDER BY o.starts_on, o.id`,
    [program.id],
  );
  await tell(tx, ctx, program, MailKind.PROGRAM_APPROVED, {
    subject: say("programMail.approvedSubject", named(program)),
    paragraphs: [
      say("programMail.approved", { ...named(program), credits: program.credits ?? "0", unit }),
      ...(claimed
        ? [say("programMail.approvedClaims")]
        : [
            say("programMail.approvedNext"),
            ...dates.map(({ from, to, dueOn }) => say("programMail.approvedDate", { held: heldOn(from, to), dueOn })),
          ]),
    ],
  });
  await tellJoint(tx, ctx, program);
}

/** Tells those whose account the application names beside the provider: they have no page of it, and may know nothing of it. */
async function tellJoint(tx: EntityManager, ctx: Context, program: Told): Promise<void> {
  const accounts = await jointAccounts(tx, program.id);
  if (accounts.length === 0) return;
  const kind = MailKind.PROGRAM_APPROVED;
  const [{ provider }] = await tx.query("SELECT name AS provider FROM provider WHERE id = $1", [program.providerId]);
  for (const { id, name } of accounts) {
    const facts = { ...named(program), provider, joint: name };
    const letter = {
      kind,
      cause: `program:${program.id}:${program.version}:${kind}`,
      subjectId: program.id,
      subject: say("programMail.jointSubject", facts),
      paragraphs: [say("programMail.joint", facts), say("programMail.jointNext", facts)],
    };
    await writeLetter(tx, ctx, letter, await peopleAt(tx, id, kind));
  }
}

/** @param dates of the offerings that were closed */
export const tellClosed = (
  tx: EntityManager,
  ctx: Context,
  program: Told,
  dates: readonly { from: string; to: string; dueOn: string }[],
): Promise<void> =>
  tell(tx, ctx, program, MailKind.ATTENDANCE_REMINDER, {
    subject: say("programMail.closedSubject", named(program)),
    paragraphs: [
      say("programMail.closed", { ...named(program), dates: dates.length }),
      ...dates.map(({ from, to, dueOn }) => say("programMail.closedDate", { held: heldOn(from, to), dueOn })),
      say("programMail.closedNext"),
    ],
  });

/** @param until the last day from now on, in the offering's zone */
export const tellExtended = (
  tx: EntityManager,
  ctx: Context,
  program: Told,
  { from, to, until, dueOn, reason }: { from: string; to: string; until: string; dueOn: string; reason: string },
): Promise<void> =>
  tell(tx, ctx, program, MailKind.DEADLINE_EXTENDED, {
    subject: say("programMail.extendedSubject", { ...named(program), until }),
    paragraphs: [
      say("programMail.extended", { ...named(program), held: heldOn(from, to), until, dueOn }),
      say("mail.reason", { reason }),
    ],
  });
