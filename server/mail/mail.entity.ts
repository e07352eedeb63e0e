import { Check, Column, Entity, Index, JoinColumn, ManyToOne, PrimaryColumn, Unique } from "typeorm";
import { StoredFile } from "../core/stored-file.entity.ts";
import { MailStatus } from "./mail.status.ts";

/** What a mail is about: by it mails are filtered, and its readers can tell duties from news. */
export enum MailKind {
  /** A certificate, or that one does not hold any more. */
  CERTIFICATE = "CERTIFICATE",
  /** Who registered is told the number. */
  WELCOME = "WELCOME",
  /** The code for a registration. */
  SIGN_UP = "SIGN_UP",
  /** The code for a new address. */
  EMAIL_CODE = "EMAIL_CODE",
  /** The link for a new password. */
  PASSWORD_RESET = "PASSWORD_RESET",
  /** Something about signing in was changed. */
  CHANGE = "CHANGE",
  /** Something in the review of an application: who looks after it, what was answered. */
  REVIEW = "REVIEW",
  /** Somebody is asked to act for a provider. */
  INVITATION = "INVITATION",
  /** What staff have decided about a provider. */
  PROVIDER = "PROVIDER",
  /** Two members became one. */
  MERGE = "MERGE",
  /** Somebody's data is being erased. */
  ERASURE = "ERASURE",
  /** An application was handed in. */
  PROGRAM_SUBMITTED = "PROGRAM_SUBMITTED",
  /** A reviewer has begun with an application. */
  PROGRAM_TAKEN_UP = "PROGRAM_TAKEN_UP",
  /** An application is back with its provider. */
  CHANGES_REQUESTED = "CHANGES_REQUESTED",
  /** A program was approved. */
  PROGRAM_APPROVED = "PROGRAM_APPROVED",
  /** A program was denied. */
  PROGRAM_DENIED = "PROGRAM_DENIED",
  /** Staff decided about a change of a session. */
  SESSION_DECIDED = "SESSION_DECIDED",
  /** Staff or the provider decided about somebody's word that they were at a session. */
  PRESENCE_DECIDED = "PRESENCE_DECIDED",
  /** Staff decided about credit that somebody earned elsewhere. */
  CREDIT_DECIDED = "CREDIT_DECIDED",
  /** Credit is missing for a renewal that comes near. */
  RENEWAL_DUE = "RENEWAL_DUE",
  /** Attendance may be reported until a later day. */
  DEADLINE_EXTENDED = "DEADLINE_EXTENDED",
  /** Attendance is due, or overdue. */
  ATTENDANCE_REMINDER = "ATTENDANCE_REMINDER",
  /** Attendance was recorded. */
  ATTENDANCE_RECORDED = "ATTENDANCE_RECORDED",
  /** A fee was charged. */
  FEE_DUE = "FEE_DUE",
  /** Money for fees came in. */
  RECEIPT = "RECEIPT",
  /** Certificates wait for documents of the report. */
  DOCUMENTS_DUE = "DOCUMENTS_DUE",
  /** What waits for somebody of the staff, once a day. */
  STAFF_DIGEST = "STAFF_DIGEST",
  /** The head of the log of certificates, to keep. */
  LOG_HEAD = "LOG_HEAD",
  /** Certificates that waited go to their holders. */
  CERTIFICATES_RELEASED = "CERTIFICATES_RELEASED",
  /** Who attended is asked to answer questions about it, or reminded. */
  EVALUATION = "EVALUATION",
  /** Somebody stands as a speaker of a conference. */
  SPEAKER = "SPEAKER",
  /** Who is registered is told how to get credit. */
  ATTENDEE_KIT = "ATTENDEE_KIT",
  /** A program is made known to the members. */
  ANNOUNCEMENT = "ANNOUNCEMENT",
}

/** What a mail server tells of a mail, each once. */
export enum MailEventKind {
  /** SendGrid has taken it. */
  ACCEPTED = "ACCEPTED",
  /** The recipient's server said "later". */
  DEFERRED = "DEFERRED",
  DELIVERED = "DELIVERED",
  /** The recipient's server said no. */
  BOUNCED = "BOUNCED",
  /** SendGrid did not try. */
  NOT_TRIED = "NOT_TRIED",
  /** The recipient called it spam. */
  COMPLAINED = "COMPLAINED",
}

/** Why an address gets no mail. */
export enum SuppressionReason {
  BOUNCED = "BOUNCED",
  COMPLAINED = "COMPLAINED",
}

/** One mail to one address: written with its cause, sent by a job. */
@Entity("mail")
@Unique("mail_once_per_cause", ["dedupeKey"])
@Index("mail_by_recipient", ["recipientAccountId", "createdAt"])
@Index("mail_by_address", ["toAddress", "id"])
@Index("mail_by_address_part", { synchronize: false })
@Index("mail_by_status", ["status", "createdAt", "id"])
@Index("mail_by_subject", ["subjectId"], { where: "subject_id IS NOT NULL" })
@Index("mail_by_time", ["createdAt", "id"])
@Index("mail_sealed", ["kind", "createdAt"], { where: "sealed IS NOT NULL" })
@Index("mail_by_kind", ["kind", "createdAt", "id"])
export class Mail {
  @PrimaryColumn("uuid", { default: () => "uuid_v7()" }) id!: string;
  /** What caused it and to whom it goes: the same cause twice makes one mail. */
  @Column("text") dedupeKey!: string;
  @Column("text") kind!: MailKind;
  @Column("text") toAddress!: string;
  @Column("text") toName!: string;
  /** Whose mail it is, where an account is known: a bounce is shown there. */
  @Column("uuid", { nullable: true }) recipientAccountId!: string | null;
  /** What it is about, such as the ID of a certificate. */
  @Column("uuid", { nullable: true }) subjectId!: string | null;
  /** Whether staff tell each other of a program by it, the subject: see among-staff.ts. */
  @Column("boolean", { default: false }) amongStaff!: boolean;
  /** BCP 47 tag of the language that it is written in. */
  @Column("text", { default: "en" }) language!: string;
  @Column("text") subject!: string;
  /** What it says, without its secrets. */
  @Column("text") text!: string;
  /** Its secrets, until it is sent or they have run out: see mail-secrets.ts. */
  @Column("bytea", { nullable: true }) sealed!: Buffer | null;
  @Column("text", { default: MailStatus.QUEUED }) status!: MailStatus;
  @Column("integer", { default: 0 }) attempts!: number;
  /** Of these, after how many it may have gone out, since the whole of it was taken without an answer. */
  @Column("integer", { default: 0 }) unanswered!: number;
  /** What the last try that failed was answered. */
  @Column("text", { nullable: true }) lastError!: string | null;
  /** SendGrid's ID; null in the local mailbox. */
  @Column("text", { nullable: true }) providerMessageId!: string | null;
  @Column("timestamptz") createdAt!: Date;
  @Column("timestamptz", { nullable: true }) sentAt!: Date | null;
  /** When it became known what became of it. */
  @Column("timestamptz", { nullable: true }) settledAt!: Date | null;
  /** Since when a try is under way whose end is not known: it may have gone out. */
  @Column("timestamptz", { nullable: true }) begunAt!: Date | null;
}

@Entity("mail_attachment")
@Index("mail_attachment_by_file", ["fileId"])
export class MailAttachment {
  @PrimaryColumn("uuid") mailId!: string;
  @PrimaryColumn("text") fileName!: string;
  @Column("uuid") fileId!: string;

  @ManyToOne(() => Mail, { onDelete: "CASCADE" })
  @JoinColumn({ name: "mail_id", foreignKeyConstraintName: "mail_attachment_mail" })
  mail?: Mail;
  @ManyToOne(() => StoredFile)
  @JoinColumn({ name: "file_id", foreignKeyConstraintName: "mail_attachment_file" })
  file?: StoredFile;
}

/** One thing that was told of a mail. */
@Entity("mail_event")
@Unique("mail_event_once", ["providerEventId"])
@Index("mail_event_by_mail", ["mailId", "at"])
@Check("mail_event_kind", "kind IN ('ACCEPTED', 'DEFERRED', 'DELIVERED', 'BOUNCED', 'NOT_TRIED', 'COMPLAINED')")
export class MailEvent {
  @PrimaryColumn("uuid", { default: () => "uuid_v7()" }) id!: string;
  @Column("uuid") mailId!: string;
  @Column("text") kind!: MailEventKind;
  /** In the words of whoever told it. */
  @Column("text") said!: string;
  /** When it happened. */
  @Column("timestamptz") at!: Date;
  /** SendGrid's `sg_event_id`. */
  @Column("text") providerEventId!: string;

  @ManyToOne(() => Mail, { onDelete: "CASCADE" })
  @JoinColumn({ name: "mail_id", foreignKeyConstraintName: "mail_event_mail" })
  mail?: Mail;
}

/** An address that gets no mail but what its owner asks for, until staff lift it or a mailed code is typed. */
@Entity("mail_suppression")
@Check("mail_suppression_reason", "reason IN ('BOUNCED', 'COMPLAINED')")
export class MailSuppression {
  /** In lower case. */
  @PrimaryColumn("text") address!: string;
  @Column("text") reason!: SuppressionReason;
  /** The mail by which it was learned; it may be gone. */
  @Column("uuid") mailId!: string;
  @Column("timestamptz") since!: Date;
}

/** A kind of mail that somebody does not want. */
@Entity("mail_opt_out")
export class MailOptOut {
  @PrimaryColumn("uuid") accountId!: string;
  /** One of `optionalKinds`. */
  @PrimaryColumn("text") kind!: MailKind;
}
