import { ArrayMaxSize, MaxLength } from "class-validator";
import { Field, ID, InputType, Int, ObjectType, registerEnumType } from "type-graphql";
import { PlainLine } from "../core/input-rules.ts";
import { connectionOf } from "../core/lists/page.ts";
import { NodeObject } from "../core/node.ts";
import { DateTime } from "../core/scalars.ts";
import { MailEventKind, MailKind, SuppressionReason } from "./mail.entity.ts";
import type { MailConditions, MailEventRow, MailRow } from "./mail.queries.ts";
import { MailStatus } from "./mail.status.ts";

registerEnumType(MailStatus, {
  name: "MailStatus",
  description: "How far a mail has come.",
  valuesConfig: {
    QUEUED: { description: "Written, and waits to be sent or tried again." },
    SENT: { description: "Handed to SendGrid or a mail server, or laid into the local mailbox. No more is known." },
    FAILED: { description: "Refused for good, or tried too often." },
    DROPPED: { description: "Given up by staff: it came with a copy of the database." },
    SUPPRESSED: {
      description: "Not sent, for a reason that its lastError says: its address, or what its reader wants.",
    },
    DELIVERED: { description: "The recipient's mail server took it." },
    BOUNCED: { description: "The recipient's mail server said no, or SendGrid knew that it would." },
    COMPLAINED: { description: "The recipient called it spam." },
  },
});

registerEnumType(MailKind, {
  name: "MailKind",
  description: "What a mail is about.",
  valuesConfig: {
    CERTIFICATE: { description: "A certificate, or that one does not hold any more." },
    WELCOME: { description: "The number of a new member or provider." },
    SIGN_UP: { description: "The code for a registration." },
    EMAIL_CODE: { description: "The code for a new address." },
    PASSWORD_RESET: { description: "The link for a new password." },
    CHANGE: { description: "That something about signing in was changed." },
    INVITATION: { description: "An invitation to act for a provider." },
    PROVIDER: { description: "What staff have decided about a provider." },
    MERGE: { description: "That two members became one." },
    ERASURE: { description: "That somebody's data is being erased." },
    PROGRAM_SUBMITTED: { description: "That an application was submitted: to its provider and to staff." },
    REVIEW: {
      description: "Something in the review of an application: who looks after it, or what was answered to a comment.",
    },
    PROGRAM_TAKEN_UP: { description: "That a reviewer has taken an application up." },
    CHANGES_REQUESTED: { description: "That an application came back for changes, and why." },
    PROGRAM_APPROVED: { description: "That a program was approved, and what is due when." },
    PROGRAM_DENIED: { description: "That a program was denied, and why." },
    DEADLINE_EXTENDED: { description: "That attendance may be reported until a later day." },
    ATTENDANCE_REMINDER: { description: "That attendance is due, or overdue." },
    FEE_DUE: { description: "That a fee was charged, and how to pay it." },
    SPEAKER: { description: "Somebody stands as a speaker of a conference." },
    ATTENDEE_KIT: { description: "Who is registered is told how to get credit." },
    CREDIT_DECIDED: { description: "Staff decided about credit from elsewhere; to the member." },
    PRESENCE_DECIDED: {
      description: "Staff or the provider decided about somebody's word that they were at a session.",
    },
    RENEWAL_DUE: { description: "That credit is missing for a renewal that comes near." },
    SESSION_DECIDED: { description: "Staff decided about a change of a session that its provider asked for." },
    ANNOUNCEMENT: { description: "A program that is made known to the members." },
    RECEIPT: { description: "That money for fees came in." },
    DOCUMENTS_DUE: { description: "That certificates wait for documents of the report." },
    STAFF_DIGEST: { description: "What waits for somebody of the staff, once a day." },
    LOG_HEAD: { description: "The head of the log of certificates, for whom the settings of the server name." },
    EVALUATION: { description: "A link by which who attended answers questions about it, or a reminder." },
    CERTIFICATES_RELEASED: { description: "That certificates which waited go to their holders." },
    ATTENDANCE_RECORDED: { description: "That attendance was recorded, and how much." },
  },
});

registerEnumType(MailEventKind, {
  name: "MailEventKind",
  description: "What is told of a mail after it was sent.",
  valuesConfig: {
    ACCEPTED: { description: "SendGrid has taken it." },
    DEFERRED: { description: "The recipient's mail server said to come later." },
    DELIVERED: { description: "The recipient's mail server took it." },
    BOUNCED: { description: "The recipient's mail server said no." },
    NOT_TRIED: { description: "SendGrid did not try, for what it knows of the address or the mail." },
    COMPLAINED: { description: "The recipient called it spam." },
  },
});

registerEnumType(SuppressionReason, {
  name: "SuppressionReason",
  description: "Why an address gets no mail but what its owner asks for.",
  valuesConfig: {
    BOUNCED: { description: "There is no such mailbox." },
    COMPLAINED: { description: "Its owner called a mail spam." },
  },
});

@ObjectType("MailEvent", { description: "One thing that was told of a mail after it was sent.", simpleResolvers: true })
export class MailEventObject implements MailEventRow {
  @Field(() => ID, { description: "Opaque." }) id!: string;
  mailId!: string;
  @Field(() => MailEventKind, { description: "What." }) kind!: MailEventKind;
  @Field(() => String, { description: "In the words of the mail server; empty where it said none." }) said!: string;
  @Field(() => DateTime, { description: "When it happened." }) at!: Date;
}

@ObjectType("MailSuppression", {
  description: "That an address gets no mail but what its owner asks for.",
  simpleResolvers: true,
})
export class MailSuppressionObject {
  @Field(() => SuppressionReason, { description: "Why." }) reason!: SuppressionReason;
  @Field(() => DateTime, { description: "Since when." }) since!: Date;
}

@ObjectType("MailAttachment", { description: "A file that goes with a mail.", simpleResolvers: true })
export class MailAttachmentObject {
  @Field(() => String, { description: "Name of the file." }) fileName!: string;
  @Field(() => String, { description: "Media type, such as application/pdf." }) mediaType!: string;
  @Field(() => Int, { description: "Size in bytes." }) byteSize!: number;
  @Field(() => String, { description: "Where staff can download it, with their token." }) url!: string;
}

@ObjectType("Mail", { implements: NodeObject, description: "One mail to one address.", simpleResolvers: true })
export class MailObject implements MailRow {
  @Field(() => ID, { description: "Opaque." }) id!: string;
  @Field(() => MailKind, { description: "What it is about." }) kind!: MailKind;
  @Field(() => String, { description: "E-mail address it goes to." }) toAddress!: string;
  @Field(() => String, { description: "Name it goes to." }) toName!: string;
  @Field(() => String, { description: "Subject line." }) subject!: string;
  text!: string;
  @Field(() => MailStatus, { description: "How far it has come." }) status!: MailStatus;
  @Field(() => Int, { description: "How often it was tried." }) attempts!: number;
  @Field(() => String, { nullable: true, description: "What went wrong, in the words of who said so." }) lastError!:
    | string
    | null;
  @Field(() => DateTime, { description: "When it was written." }) createdAt!: Date;
  @Field(() => DateTime, { nullable: true, description: "When it was sent." }) sentAt!: Date | null;
  @Field(() => DateTime, { nullable: true, description: "When it became known what became of it." })
  settledAt!: Date | null;
}

export const MailConnection = connectionOf("Mail", () => MailObject);

@InputType({ description: "Which mails." })
export class MailFilter implements MailConditions {
  @Field(() => [ID], { nullable: true, description: "One of these, at most 100." })
  @ArrayMaxSize(100)
  ids?: string[] | null;
  @Field(() => String, { nullable: true, description: "Part of the address." })
  @MaxLength(254)
  @PlainLine()
  toAddress?: string | null;
  @Field(() => [MailStatus], { nullable: true, description: "Any of these." }) status?: MailStatus[] | null;
  @Field(() => [MailKind], { nullable: true, description: "About any of these." }) kind?: MailKind[] | null;
  @Field(() => ID, {
    nullable: true,
    description: "To this member: to the account, or to any of its addresses of now.",
  })
  memberId?: string | null;
  @Field(() => ID, { nullable: true, description: "What it is about, such as a certificate's ID." }) subjectId?:
    | string
    | null;
}
