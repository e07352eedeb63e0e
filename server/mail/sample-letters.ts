import type { Context } from "../core/context.ts";
import { type Message, say } from "../core/messages/message.ts";
import { consoleAddress } from "./console-address.ts";
import { MailKind } from "./mail.entity.ts";

export interface SampleLetter {
  subject: Message;
  paragraphs: readonly Message[];
  /** Stands before the signature. */
  closing?: Message;
}

/** What people wrote that stands in the samples. */
export interface SampleFacts {
  name: string;
  title: string;
  provider: string;
  reason: string;
}

/**
 * A letter of each kind, with the sentences that its mails have and facts of nobody's: to be looked at before mails look otherwise.
 * A kind without one does not compile.
 */
export function sampleLetters(
  ctx: Context,
  { name, title, provider, reason }: SampleFacts,
): Record<MailKind, SampleLetter> {
  const { publicUrl } = ctx.config;
  const number = "A26042";
  const program = { number, title };
  const held = say("programMail.held", { length: "day", from: "2026-03-09", to: "2026-03-09" });
  const dueOn = "2026-04-23";
  const open = say("programMail.open", {
    link: consoleAddress(ctx, "programs", "00000000-0000-0000-0000-000000000000"),
  });
  const link = `${publicUrl}/sample`;
  const log = { origin: "credit.example/log/1", size: 1_204, day: "2026-05-08", url: `${publicUrl}/log/1/checkpoint` };
  const minutes = 15;
  const code = say("mail.code", { code: "123456" });
  return {
    [MailKind.CERTIFICATE]: {
      subject: say("mail.certificateSubject", { title }),
      paragraphs: [
        say("mail.certificateAndTranscript", { title, credits: "4.25", unit: "CEC" }),
        say("mail.certificateCheck", {
          number: "C000042",
          code: "2K7M-9QWX-3TRA-8BCD",
          url: `${publicUrl}/verify/2K7M-9QWX-3TRA-8BCD`,
        }),
        say("mail.certificateKeep"),
      ],
    },
    [MailKind.WELCOME]: {
      subject: say("mail.memberSubject", { memberNumber: "100100" }),
      paragraphs: [say("mail.member", { memberNumber: "100100" })],
    },
    [MailKind.SIGN_UP]: {
      subject: say("mail.codeSubject"),
      paragraphs: [say("mail.signUpWelcome"), code, say("mail.signUpCodeUse", { minutes })],
    },
    [MailKind.EMAIL_CODE]: {
      subject: say("mail.codeSubject"),
      paragraphs: [say("mail.addressAdded"), code, say("mail.addressCodeUse", { minutes })],
    },
    [MailKind.PASSWORD_RESET]: {
      subject: say("mail.resetSubject"),
      paragraphs: [say("mail.resetAsked"), say("mail.resetLink", { minutes, link }), say("mail.resetNotYou")],
    },
    [MailKind.CHANGE]: {
      subject: say("changeSubject.nameRefused"),
      paragraphs: [say("changeText.nameRefused", { name, reason }), say("mail.notYou", { url: publicUrl })],
    },
    [MailKind.INVITATION]: {
      subject: say("mail.invitationSubject", { provider }),
      paragraphs: [
        say("mail.invitation", { by: name, provider, role: "EDITOR" }),
        say("mail.invitationLink", { days: 7, link }),
        say("mail.invitationNotKnown"),
      ],
    },
    [MailKind.PROVIDER]: {
      subject: say("mail.providerDecisionSubject", { action: "SUSPEND", number: "P0042" }),
      paragraphs: [
        say("mail.providerDecision", { action: "SUSPEND", name: provider, number: "P0042" }),
        say("mail.providerDecisionReason", { reason }),
      ],
    },
    [MailKind.MERGE]: {
      subject: say("mail.mergeSubject"),
      paragraphs: [
        say("mail.merge", { merged: "100101", kept: "100100" }),
        say("mail.mergeEffect", {
          merged: "100101",
          kept: "100100",
          doubled: 1,
          signIn: say("mail.mergeSignIn", { kept: "100100" }),
        }),
        say("mail.mergeWrong"),
      ],
    },
    [MailKind.ERASURE]: {
      subject: say("mail.erasureSubject"),
      paragraphs: [say("mail.erasure"), say("mail.erasureCertificates"), say("mail.erasureLast")],
    },
    [MailKind.PROGRAM_SUBMITTED]: {
      subject: say("programMail.submittedSubject", program),
      paragraphs: [say("programMail.submitted", program), say("programMail.submittedNext"), open],
    },
    [MailKind.PROGRAM_TAKEN_UP]: {
      subject: say("programMail.takenUpSubject", program),
      paragraphs: [say("programMail.takenUp", program), say("programMail.takenUpNext"), open],
    },
    [MailKind.CHANGES_REQUESTED]: {
      subject: say("programMail.changesSubject", program),
      paragraphs: [
        say("programMail.changes", program),
        say("mail.reason", { reason }),
        say("programMail.changesNext"),
        open,
      ],
    },
    [MailKind.PROGRAM_APPROVED]: {
      subject: say("programMail.approvedSubject", program),
      paragraphs: [
        say("programMail.approved", { ...program, credits: "4.25", unit: "CEC" }),
        say("programMail.approvedNext"),
        say("programMail.approvedDate", { held, dueOn }),
        open,
      ],
    },
    [MailKind.PROGRAM_DENIED]: {
      subject: say("programMail.deniedSubject", program),
      paragraphs: [
        say("programMail.denied", program),
        say("mail.reason", { reason }),
        say("programMail.deniedNext"),
        open,
      ],
    },
    [MailKind.REVIEW]: {
      subject: say("programMail.assignedSubject", program),
      paragraphs: [
        say("programMail.assigned", { ...program, provider, by: "reviewer@accreditor.example" }),
        say("programMail.assignedUntil", { day: dueOn }),
        open,
      ],
    },
    [MailKind.SESSION_DECIDED]: {
      subject: say("conferenceMail.refusedSubject", { session: title }),
      paragraphs: [say("conferenceMail.refused", { ...program, session: title }), say("mail.reason", { reason }), open],
    },
    [MailKind.PRESENCE_DECIDED]: {
      subject: say("presenceMail.refusedSubject", { session: title }),
      paragraphs: [
        say("presenceMail.refused", { session: title, conference: title }),
        say("mail.reason", { reason }),
        say("presenceMail.look", { link }),
      ],
    },
    [MailKind.CREDIT_DECIDED]: {
      subject: say("outsideCreditMail.refusedSubject", { title }),
      paragraphs: [
        say("outsideCreditMail.refused", { title, issuer: provider }),
        say("mail.reason", { reason }),
        say("outsideCreditMail.look", { link }),
      ],
    },
    [MailKind.RENEWAL_DUE]: {
      subject: say("renewalMail.subject", { renewal: title, day: dueOn }),
      paragraphs: [
        say("renewalMail.state", {
          body: provider,
          renewal: title,
          day: dueOn,
          counted: "44.00",
          total: "50.00",
          unit: "CEC",
        }),
        say("renewalMail.missing", { missing: "6.00", unit: "CEC" }),
        say("renewalMail.look", { link }),
        say("renewalMail.elsewhere"),
      ],
    },
    [MailKind.DEADLINE_EXTENDED]: {
      subject: say("programMail.extendedSubject", { number, until: "2026-05-08" }),
      paragraphs: [
        say("programMail.extended", { ...program, held, until: "2026-05-08", dueOn }),
        say("mail.reason", { reason }),
        open,
      ],
    },
    [MailKind.ATTENDANCE_REMINDER]: {
      subject: say("reminder.dueSubject", { number, left: 7 }),
      paragraphs: [say("reminder.due", { ...program, held, dueOn, left: 7 }), say("reminder.dueNext"), open],
    },
    [MailKind.ATTENDANCE_RECORDED]: {
      subject: say("attendanceMail.subject", { number, people: 28 }),
      paragraphs: [
        say("attendanceMail.recorded", { people: 28 }),
        say("attendanceMail.program", { ...program, attended: 28 }),
        say("attendanceMail.next"),
        say("attendanceMail.open", {
          link: consoleAddress(ctx, "attendance-uploads", "00000000-0000-0000-0000-000000000000"),
        }),
      ],
    },
    [MailKind.FEE_DUE]: {
      subject: say("feeMail.dueSubject", { number, amount: "75.00 USD" }),
      paragraphs: [say("feeMail.due", { ...program, amount: "75.00 USD" }), say("feeMail.dueHolds"), open],
    },
    [MailKind.RECEIPT]: {
      subject: say("feeMail.receiptSubject", { amount: "75.00 USD" }),
      paragraphs: [
        say("feeMail.receipt", { amount: "75.00 USD", reference: "1042" }),
        say("feeMail.receiptFor", program),
        open,
      ],
    },
    [MailKind.DOCUMENTS_DUE]: {
      subject: say("releaseMail.documentsSubject", program),
      paragraphs: [
        say("releaseMail.documents", program),
        say("releaseMail.document", { kind: "EVALUATION_SUMMARY" }),
        open,
      ],
    },
    [MailKind.STAFF_DIGEST]: {
      subject: say("digest.subject", { count: 3 }),
      paragraphs: [
        say("digest.waits"),
        say("digest.submitted", { count: 2 }),
        say("digest.overdue", { count: 1 }),
        say("digest.open", { link: `${publicUrl}/admin` }),
      ],
    },
    [MailKind.LOG_HEAD]: {
      subject: say("logHead.subject", log),
      paragraphs: [
        say("logHead.meaning", log),
        say("logHead.head", {
          head: `${log.origin}\n${log.size}\nWw3pGjJ0mZ4c0l4cVqkzL8hGQyM5vEo9tq1X3nYVb2E=\n\n\u2014 ${log.origin} 8qP9zQmS0Zb7`,
        }),
        say("logHead.check", log),
      ],
    },
    [MailKind.CERTIFICATES_RELEASED]: {
      subject: say("releaseMail.releasedSubject", program),
      paragraphs: [say("releaseMail.released", { ...program, people: 28 }), open],
    },
    [MailKind.EVALUATION]: {
      subject: say("mail.evaluationSubject", { title }),
      paragraphs: [
        say("mail.evaluation", { title }),
        say("mail.evaluationLink", { link: `${publicUrl}/evaluate#token=sample`, days: 60 }),
        say("mail.evaluationAnonymous"),
      ],
    },
    [MailKind.SPEAKER]: {
      subject: say("mail.speakerSubject", { title }),
      paragraphs: [
        say("mail.speaker", { title, session: title }),
        say("mail.speakerClaims", { link: `${publicUrl}/` }),
        say("mail.speakerWrong"),
      ],
    },
    [MailKind.ATTENDEE_KIT]: {
      subject: say("announcementMail.words", { text: title }),
      paragraphs: [say("announcementMail.words", { text: reason }), say("kit.from", { provider })],
      closing: say("kit.badge", { badge: "ABCD-EFGH-JKMN-PQRS", link: `${publicUrl}/badge` }),
    },
    [MailKind.ANNOUNCEMENT]: {
      subject: say("announcementMail.words", { text: title }),
      paragraphs: [say("announcementMail.words", { text: reason }), say("announcementMail.from", { provider })],
      closing: say("announcementMail.unsubscribe", { link: `${publicUrl}/unsubscribe/sample` }),
    },
  };
}
