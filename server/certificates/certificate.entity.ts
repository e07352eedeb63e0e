import { Check, Column, Entity, Index, JoinColumn, ManyToOne, PrimaryColumn, Unique } from "typeorm";
import { AttendanceRecord } from "../attendance/attendance.entity.ts";
import { StoredFile } from "../core/stored-file.entity.ts";
import { Member } from "../members/member.entity.ts";
import type { CreditFacts } from "../policies/credit-explanation.ts";
import { Program } from "../programs/program.entity.ts";
import { CertificateStatus } from "./certificate.status.ts";

/** What is printed on a certificate besides what its columns have. */
export interface PrintedDetails {
  place: string;
  startsOn: string;
  endsOn: string;
  programType: string;
  programNumber: string;
  providerNumber: string;
  signatoryName: string;
  signatoryTitle: string;
  /** The file of the logo; null: none was printed. */
  logo: string | null;
}

/**
 * Issued once, never altered: what it says stands here and in the bytes of its PDF, whatever is renamed later. Only its
 * status may change.
 */
@Entity("certificate")
@Unique("certificate_number_once", ["number"])
@Unique("certificate_code_once", ["verificationCode"])
@Index("certificate_by_time", ["issuedAt", "id"])
@Index("certificate_by_status", ["status", "issuedAt", "id"])
@Index("certificate_by_day", ["completedOn", "id"])
@Index("certificate_by_credits", ["credits", "id"])
@Index("certificate_by_number", { synchronize: false })
@Index("certificate_by_recipient", { synchronize: false })
@Index("certificate_by_title", { synchronize: false })
@Index("certificate_once_per_attendance", ["attendanceRecordId"], { unique: true, where: "status = 'ISSUED'" })
@Index("certificate_once_per_conference", ["memberId", "programId"], {
  unique: true,
  where: "status = 'ISSUED' AND attendance_record_id IS NULL",
})
@Index("certificate_by_recipient_part", { synchronize: false })
@Index("certificate_by_successor", ["supersededById"], { where: "superseded_by_id IS NOT NULL" })
@Index("certificate_by_change", ["changedAt", "id"])
@Index("certificate_by_member", ["memberId", "issuedAt", "id"])
@Index("certificate_by_program", ["programId", "issuedAt", "id"])
@Index("certificate_by_pdf", ["pdfFileId"])
@Index("certificate_by_transcript", ["transcriptFileId"], { where: "transcript_file_id IS NOT NULL" })
@Check("certificate_status", "status IN ('ISSUED', 'SUPERSEDED', 'REVOKED')")
export class Certificate {
  @PrimaryColumn("uuid", { default: () => "uuid_v7()" }) id!: string;
  /** Running number for people, such as C000123; the prefix is a setting. */
  @Column("text") number!: string;
  /** Sixteen characters of Crockford's alphabet (80 bits), without dashes. */
  @Column("text") verificationCode!: string;
  @Column("uuid") memberId!: string;
  @Column("uuid") programId!: string;
  /** Null for a conference certificate, which lists the sessions that its member claimed. */
  @Column("uuid", { nullable: true }) attendanceRecordId!: string | null;
  @Column("text", { default: CertificateStatus.ISSUED }) status!: CertificateStatus;
  @Column("text") recipientName!: string;
  /** `fold(recipientName)`: letters only, as it is searched. */
  @Column("text") recipientKey!: string;
  /** The licences of its recipient as they are printed on it. */
  @Column("text", { array: true, default: () => "'{}'" }) licences!: string[];
  @Column("text") title!: string;
  /** Names of provider and accreditor as they are printed on it. */
  @Column("text") providerName!: string;
  @Column("text") accreditorName!: string;
  /** The provider's postal address as it is printed on it, in one line; empty: it is not. */
  @Column("text", { default: "" }) providerAddress!: string;
  /** The names of those who provided it together with the provider, as they are printed on it. */
  @Column("text", { array: true, default: () => "'{}'" }) jointProviders!: string[];
  @Column("numeric", { precision: 8, scale: 2 }) credits!: string;
  @Column("text") creditUnit!: string;
  @Column("date") completedOn!: string;
  @Column("timestamptz") issuedAt!: Date;
  /** When it last changed, by the database's clock: its triggers say so. */
  @Column({
    type: "timestamptz",
    insert: false,
    update: false,
    default: () => "date_trunc('milliseconds', clock_timestamp())",
  })
  changedAt!: Date;
  @Column("uuid") pdfFileId!: string;
  /** Of a conference certificate: the transcript that was mailed with it. Null until then. */
  @Column("uuid", { nullable: true }) transcriptFileId!: string | null;
  @Column("timestamptz", { nullable: true }) revokedAt!: Date | null;
  @Column("text", { nullable: true }) revocationReason!: string | null;
  @Column("uuid", { nullable: true }) supersededById!: string | null;
  /** Why it was issued in another one's place; null: it came by itself, or by its member's choice. */
  @Column("text", { nullable: true }) issueReason!: string | null;
  /** What its credit stands on, as it was then; null: it is from before this was kept. */
  @Column("jsonb", { nullable: true }) basis!: CreditFacts[] | null;
  /** What else is printed on it and may be printed otherwise later; null: it is from before this was kept. */
  @Column("jsonb", { nullable: true }) printed!: PrintedDetails | null;

  @ManyToOne(() => Member)
  @JoinColumn({ name: "member_id", foreignKeyConstraintName: "certificate_member" })
  member?: Member;
  @ManyToOne(() => Program)
  @JoinColumn({ name: "program_id", foreignKeyConstraintName: "certificate_program" })
  program?: Program;
  @ManyToOne(() => AttendanceRecord)
  @JoinColumn({ name: "attendance_record_id", foreignKeyConstraintName: "certificate_attendance_record" })
  attendanceRecord?: AttendanceRecord;
  @ManyToOne(() => StoredFile)
  @JoinColumn({ name: "pdf_file_id", foreignKeyConstraintName: "certificate_pdf_file" })
  pdfFile?: StoredFile;
  @ManyToOne(() => StoredFile)
  @JoinColumn({ name: "transcript_file_id", foreignKeyConstraintName: "certificate_transcript_file" })
  transcriptFile?: StoredFile;
  @ManyToOne(() => Certificate)
  @JoinColumn({ name: "superseded_by_id", foreignKeyConstraintName: "certificate_superseded_by" })
  supersededBy?: Certificate;
}
