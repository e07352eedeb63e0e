import { Check, Column, Entity, Index, JoinColumn, ManyToOne, PrimaryColumn, Unique } from "typeorm";
import { StoredFile } from "../core/stored-file.entity.ts";
import type { Moves } from "../core/transitions.ts";
import { Member } from "../members/member.entity.ts";

export enum OutsideCertificateStatus {
  ISSUED = "ISSUED",
  REVOKED = "REVOKED",
}

const s = OutsideCertificateStatus;

/** The system before has the say of what it issued: a later file may tell that it was revoked, and that it was not. */
export const outsideCertificateMoves = {
  ISSUED: [s.REVOKED],
  REVOKED: [s.ISSUED],
} satisfies Moves<OutsideCertificateStatus>;

/**
 * A certificate that another system issued before the accreditor moved in, as that system has it. It counts as credit, is verified as issued
 * elsewhere, and is never made, mailed, corrected or replaced here.
 */
@Entity("outside_certificate")
@Unique("outside_certificate_number_once", ["number"])
@Unique("outside_certificate_code_once", ["codeKey"])
@Unique("outside_certificate_pdf_once", ["pdfFileId"])
@Index("outside_certificate_by_member", ["memberId", "completedOn"])
@Check("outside_certificate_credits", "credits > 0")
@Check("outside_certificate_status", "status IN ('ISSUED', 'REVOKED')")
@Check("outside_certificate_revoked", "status = 'REVOKED' OR (revoked_on IS NULL AND revocation_reason IS NULL)")
export class OutsideCertificate {
  @PrimaryColumn("uuid", { default: () => "uuid_v7()" }) id!: string;
  @Column("text") number!: string;
  /** As that system prints it; null: it had none. */
  @Column("text", { nullable: true }) code!: string | null;
  /** By which it is found; null: none, or one that is too short to be no guess. */
  @Column("text", { nullable: true }) codeKey!: string | null;
  @Column("uuid") memberId!: string;
  @Column("text") recipientName!: string;
  @Column("text") title!: string;
  @Column("text", { default: "" }) providerName!: string;
  /** Empty: it names none. */
  @Column("text", { default: "" }) programNumber!: string;
  /** Who issued it. */
  @Column("text") issuer!: string;
  @Column("numeric", { precision: 8, scale: 2 }) credits!: string;
  @Column("text") creditUnit!: string;
  @Column("date") completedOn!: string;
  @Column("date", { nullable: true }) issuedOn!: string | null;
  @Column("text", { default: OutsideCertificateStatus.ISSUED }) status!: OutsideCertificateStatus;
  @Column("date", { nullable: true }) revokedOn!: string | null;
  @Column("text", { nullable: true }) revocationReason!: string | null;
  /** The PDF as that system made it, byte for byte; null: none came, or its member was erased. */
  @Column("uuid", { nullable: true }) pdfFileId!: string | null;
  /** When it was recorded here. */
  @Column("timestamptz") createdAt!: Date;

  @ManyToOne(() => Member)
  @JoinColumn({ name: "member_id", foreignKeyConstraintName: "outside_certificate_member" })
  member?: Member;
  @ManyToOne(() => StoredFile)
  @JoinColumn({ name: "pdf_file_id", foreignKeyConstraintName: "outside_certificate_pdf_file" })
  pdfFile?: StoredFile;
}
