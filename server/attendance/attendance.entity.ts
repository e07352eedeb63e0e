import { Check, Column, Entity, Index, JoinColumn, ManyToOne, PrimaryColumn } from "typeorm";
import { Account } from "../accounts/account.entity.ts";
import { ApiKey } from "../accounts/api-keys/api-key.entity.ts";
import { Session } from "../conferences/conference.entity.ts";
import type { ErrorCode } from "../core/errors.ts";
import { FileFinding, FilePart } from "../core/kept-file.columns.ts";
import type { FindingSeverity } from "../core/row-error.object.ts";
import { Member } from "../members/member.entity.ts";
import { CreditKind } from "../policies/credit-kind.entity.ts";
import { Offering, Program } from "../programs/program.entity.ts";
import { Provider } from "../providers/provider.entity.ts";
import { AttendanceUploadStatus } from "./upload.status.ts";

/** What is being done with a roster that a job takes. */
export enum AttendanceUploadPhase {
  WAITING = "WAITING",
  READING = "READING",
  CHECKING = "CHECKING",
  RECORDING = "RECORDING",
}

/** What a correction does to one attendance. */
export enum AttendanceChangeKind {
  ADDED = "ADDED",
  CHANGED = "CHANGED",
  REMOVED = "REMOVED",
}

/** How an attendance record came. */
export enum AttendanceSource {
  UPLOAD = "UPLOAD",
  ENTRY = "ENTRY",
  CLAIM = "CLAIM",
  API = "API",
  /** With an import, when the accreditor moved in: what it earned was certified elsewhere. */
  IMPORT = "IMPORT",
}

/** SQL of whether record `r` was earned here, so that a certificate of it is issued here, and fees and questions are about it. */
export const earnedHereSql = (r: string): string => `(${r}.source <> '${AttendanceSource.IMPORT}')`;

/** One roster file that was sent, whatever became of it. */
@Entity("attendance_upload")
@Index("attendance_upload_by_time", ["createdAt", "id"])
@Index("attendance_upload_by_provider", ["providerId", "createdAt", "id"])
@Index("attendance_upload_same_file", ["providerId", "sha256"], { unique: true, where: "owns_file" })
@Index("attendance_upload_by_reference", ["clientReference"], { where: "client_reference IS NOT NULL" })
@Index("attendance_upload_amendments", ["amendsId"], { where: "amends_id IS NOT NULL" })
@Check(
  "attendance_upload_undone",
  "(status = 'UNDONE') = (undone_at IS NOT NULL) AND (undone_at IS NULL) = (undo_reason IS NULL)",
)
@Check("attendance_upload_owner", "NOT owns_file OR status IN ('CHECKING', 'PROCESSED')")
export class AttendanceUpload {
  @PrimaryColumn("uuid", { default: () => "uuid_v7()" }) id!: string;
  @Column("uuid") providerId!: string;
  /** Who sent it; null: the system. */
  @Column("uuid", { nullable: true }) accountId!: string | null;
  /** The API key that it came with; null: by somebody who was signed in. */
  @Column("uuid", { nullable: true }) apiKeyId!: string | null;
  @Column("text") fileName!: string;
  /** By what its sender looks for it; null: by nothing. */
  @Column("text", { nullable: true }) clientReference!: string | null;
  @Column("bytea") sha256!: Buffer;
  @Column("bigint") byteSize!: string;
  @Column("text") status!: AttendanceUploadStatus;
  @Column("boolean") preview!: boolean;
  @Column("integer", { nullable: true }) rowCount!: number | null;
  @Column("integer", { default: 0 }) checkedRows!: number;
  @Column("integer", { default: 0 }) recordedRows!: number;
  @Column("integer", { default: 0 }) errorCount!: number;
  @Column("integer", { default: 0 }) warningCount!: number;
  @Column("timestamptz") createdAt!: Date;
  /** Null: it is done, or was done within the request. */
  @Column("text", { nullable: true }) phase!: AttendanceUploadPhase | null;
  /** How much of the work is done, in percent. */
  @Column("smallint", { default: 0 }) progress!: number;
  /** While it does, the same bytes are not taken again for this provider: while it is checked, and once it is recorded. */
  @Column("boolean", { default: false }) ownsFile!: boolean;
  /** The upload that owned these bytes when they came once more. */
  @Column("uuid", { nullable: true }) sameAsId!: string | null;
  /** The upload that this one corrects. */
  @Column("uuid", { nullable: true }) amendsId!: string | null;
  /** Of a correction: how many attendances it adds, changes and removes. */
  @Column("integer", { default: 0 }) addedRows!: number;
  @Column("integer", { default: 0 }) changedRows!: number;
  @Column("integer", { default: 0 }) removedRows!: number;
  /** How many errors and warnings of each kind were found, of which the first are kept; null: none, or all of them are. */
  @Column("jsonb", { nullable: true }) findingKinds!: FindingKind[] | null;
  /** Why it corrects. */
  @Column("text", { nullable: true }) reason!: string | null;
  /** When it was taken back, and why. */
  @Column("timestamptz", { nullable: true }) undoneAt!: Date | null;
  @Column("text", { nullable: true }) undoReason!: string | null;

  @ManyToOne(() => Provider)
  @JoinColumn({ name: "provider_id", foreignKeyConstraintName: "attendance_upload_provider" })
  provider?: Provider;
  @ManyToOne(() => Account)
  @JoinColumn({ name: "account_id", foreignKeyConstraintName: "attendance_upload_account" })
  account?: Account;
  @ManyToOne(() => ApiKey)
  @JoinColumn({ name: "api_key_id", foreignKeyConstraintName: "attendance_upload_api_key" })
  apiKey?: ApiKey;
  @ManyToOne(() => AttendanceUpload)
  @JoinColumn({ name: "same_as_id", foreignKeyConstraintName: "attendance_upload_same_as" })
  sameAs?: AttendanceUpload;
  @ManyToOne(() => AttendanceUpload)
  @JoinColumn({ name: "amends_id", foreignKeyConstraintName: "attendance_upload_amends" })
  amends?: AttendanceUpload;
}

/** So many errors or warnings of one kind in one column of a file. */
export interface FindingKind {
  severity: FindingSeverity;
  code: ErrorCode;
  /** As the heading of the file has it; null: they are of whole rows. */
  column: string | null;
  count: number;
}

/** A piece of a roster's file, kept from its arrival until a job has checked it. */
@Entity("attendance_upload_part")
export class AttendanceUploadPart extends FilePart {
  @ManyToOne(() => AttendanceUpload, { onDelete: "CASCADE" })
  @JoinColumn({ name: "upload_id", foreignKeyConstraintName: "attendance_upload_part_upload" })
  upload?: AttendanceUpload;
}

/** What was wrong, or may be, with one cell, or with one row, of an upload. The sentence is made from these facts when it is read. */
@Entity("attendance_upload_error")
@Check("attendance_upload_error_severity", "severity IN ('ERROR', 'WARNING')")
export class AttendanceUploadError extends FileFinding {
  @ManyToOne(() => AttendanceUpload, { onDelete: "CASCADE" })
  @JoinColumn({ name: "upload_id", foreignKeyConstraintName: "attendance_upload_error_upload" })
  upload?: AttendanceUpload;
}

/** One member's attendance at one offering, or at one session of it. Never deleted: one that no longer counts is reversed. */
@Entity("attendance_record")
@Index("attendance_once_per_offering", ["memberId", "offeringId"], {
  unique: true,
  where: "session_id IS NULL AND reversed_at IS NULL",
})
@Index("attendance_once_per_session", ["memberId", "sessionId"], {
  unique: true,
  where: "session_id IS NOT NULL AND reversed_at IS NULL",
})
@Index("attendance_record_by_member", ["memberId", "completedOn", "id"])
@Index("attendance_record_by_program", ["programId", "id"])
@Index("attendance_record_by_session", ["sessionId"], { where: "session_id IS NOT NULL" })
@Index("attendance_record_by_upload", ["uploadId", "id"], { where: "upload_id IS NOT NULL" })
@Index("attendance_record_by_time", { synchronize: false })
@Index("attendance_record_by_day", ["completedOn", "id"])
@Index("attendance_record_by_kept", ["yieldsToId"], { where: "yields_to_id IS NOT NULL" })
@Index("attendance_record_by_replaced", ["replacesId"], { where: "replaces_id IS NOT NULL" })
@Check("attendance_record_credits", "credits > 0 OR credits = 0 AND reversed_at IS NOT NULL")
@Check("attendance_record_reversal", "(reversed_at IS NULL) = (reversal_reason IS NULL)")
@Check("attendance_record_source", "source IN ('UPLOAD', 'ENTRY', 'CLAIM', 'API', 'IMPORT')")
export class AttendanceRecord {
  @PrimaryColumn("uuid", { default: () => "uuid_v7()" }) id!: string;
  @Column("uuid") memberId!: string;
  @Column("uuid") programId!: string;
  @Column("uuid") offeringId!: string;
  /** The session that was claimed; null: the whole offering. */
  @Column("uuid", { nullable: true }) sessionId!: string | null;
  @Column("date") completedOn!: string;
  @Column("numeric", { precision: 6, scale: 2 }) credits!: string;
  /** Whether its session earned it as to one of its speakers. */
  @Column("boolean", { default: false }) asInstructor!: boolean;
  @Column("text") source!: AttendanceSource;
  @Column("uuid", { nullable: true }) uploadId!: string | null;
  /** Physical line of the file. */
  @Column("integer", { nullable: true }) line!: number | null;
  @Column("timestamptz") recordedAt!: Date;
  /** Since when it does not count any more, and why. */
  @Column("timestamptz", { nullable: true }) reversedAt!: Date | null;
  /** Staff revoked what it earned: its provider does not award it again. */
  @Column("boolean", { default: false }) reversedByStaff!: boolean;
  @Column("text", { nullable: true }) reversalReason!: string | null;
  /** The reversed record that this one corrects. */
  @Column("uuid", { nullable: true }) replacesId!: string | null;
  /** Reversed when two members became one: the record that stays in its place, and with which it comes back if that one goes. */
  @Column("uuid", { nullable: true }) yieldsToId!: string | null;

  @ManyToOne(() => Member)
  @JoinColumn({ name: "member_id", foreignKeyConstraintName: "attendance_record_member" })
  member?: Member;
  @ManyToOne(() => Program)
  @JoinColumn({ name: "program_id", foreignKeyConstraintName: "attendance_record_program" })
  program?: Program;
  @ManyToOne(() => Offering)
  @JoinColumn({ name: "offering_id", foreignKeyConstraintName: "attendance_record_offering" })
  offering?: Offering;
  @ManyToOne(() => Session)
  @JoinColumn({ name: "session_id", foreignKeyConstraintName: "attendance_record_session" })
  session?: Session;
  @ManyToOne(() => AttendanceUpload)
  @JoinColumn({ name: "upload_id", foreignKeyConstraintName: "attendance_record_upload" })
  upload?: AttendanceUpload;
  @ManyToOne(() => AttendanceRecord)
  @JoinColumn({ name: "replaces_id", foreignKeyConstraintName: "attendance_record_replaces" })
  replaces?: AttendanceRecord;
  @ManyToOne(() => AttendanceRecord)
  @JoinColumn({ name: "yields_to_id", foreignKeyConstraintName: "attendance_record_yields_to" })
  yieldsTo?: AttendanceRecord;
}

/** What one attendance earned of a kind of credit that is not the default one. Written with its record, and never altered. */
@Entity("attendance_credit")
@Check("attendance_credit_over_zero", "credits > 0")
export class AttendanceCredit {
  @PrimaryColumn("uuid") recordId!: string;
  @PrimaryColumn("uuid") kindId!: string;
  @Column("numeric", { precision: 6, scale: 2 }) credits!: string;

  @ManyToOne(() => AttendanceRecord, { onDelete: "CASCADE" })
  @JoinColumn({ name: "record_id", foreignKeyConstraintName: "attendance_credit_record" })
  record?: AttendanceRecord;
  @ManyToOne(() => CreditKind)
  @JoinColumn({ name: "kind_id", foreignKeyConstraintName: "attendance_credit_kind" })
  kind?: CreditKind;
}

/**
 * What one correction does to one attendance: of a preview, would do. Together with the reversed record, and the record that
 * replaces it, this is the compensating entry: nothing of what was recorded before is altered or deleted.
 */
@Entity("attendance_upload_change")
@Index("attendance_upload_change_by_record", ["recordId"], { where: "record_id IS NOT NULL" })
@Check(
  "attendance_upload_change_kind",
  `kind = 'ADDED' AND record_id IS NULL AND credits_before IS NULL AND credits_after IS NOT NULL
        OR kind = 'CHANGED' AND record_id IS NOT NULL AND credits_before IS NOT NULL AND credits_after IS NOT NULL
        OR kind = 'REMOVED' AND record_id IS NOT NULL AND credits_before IS NOT NULL AND credits_after IS NULL`,
)
export class AttendanceUploadChange {
  /** The correction; of an upload that was taken back, the upload itself. */
  @PrimaryColumn("uuid") uploadId!: string;
  /** Place in the list, from 1. */
  @PrimaryColumn("integer") position!: number;
  @Column("text") kind!: AttendanceChangeKind;
  /** The record that does not count any more. */
  @Column("uuid", { nullable: true }) recordId!: string | null;
  /** Physical line of the corrected file. */
  @Column("integer", { nullable: true }) line!: number | null;
  @Column("uuid") memberId!: string;
  @Column("uuid") programId!: string;
  @Column("uuid") offeringId!: string;
  @Column("date", { nullable: true }) completedOnBefore!: string | null;
  @Column("numeric", { precision: 6, scale: 2, nullable: true }) creditsBefore!: string | null;
  @Column("date", { nullable: true }) completedOnAfter!: string | null;
  @Column("numeric", { precision: 6, scale: 2, nullable: true }) creditsAfter!: string | null;
  /** Of further kinds, by their IDs. */
  @Column("jsonb", { default: () => "'{}'" }) kindsBefore!: Record<string, string>;
  @Column("jsonb", { default: () => "'{}'" }) kindsAfter!: Record<string, string>;

  @ManyToOne(() => AttendanceUpload)
  @JoinColumn({ name: "upload_id", foreignKeyConstraintName: "attendance_upload_change_upload" })
  upload?: AttendanceUpload;
  @ManyToOne(() => AttendanceRecord)
  @JoinColumn({ name: "record_id", foreignKeyConstraintName: "attendance_upload_change_record" })
  record?: AttendanceRecord;
  @ManyToOne(() => Member)
  @JoinColumn({ name: "member_id", foreignKeyConstraintName: "attendance_upload_change_member" })
  member?: Member;
  @ManyToOne(() => Program)
  @JoinColumn({ name: "program_id", foreignKeyConstraintName: "attendance_upload_change_program" })
  program?: Program;
  @ManyToOne(() => Offering)
  @JoinColumn({ name: "offering_id", foreignKeyConstraintName: "attendance_upload_change_offering" })
  offering?: Offering;
}
