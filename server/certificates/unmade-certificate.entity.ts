import { Check, Column, Entity, JoinColumn, OneToOne, PrimaryColumn } from "typeorm";
import { AttendanceRecord } from "../attendance/attendance.entity.ts";

/** What of a certificate can't be printed; DOCUMENT: the page as a whole could not be drawn. */
export enum CertificatePart {
  RECIPIENT = "RECIPIENT",
  TITLE = "TITLE",
  PROVIDER = "PROVIDER",
  PROVIDER_ADDRESS = "PROVIDER_ADDRESS",
  PLACE = "PLACE",
  SESSION = "SESSION",
  TYPE = "TYPE",
  LICENCE = "LICENCE",
  CREDIT = "CREDIT",
  ACCREDITOR = "ACCREDITOR",
  DOCUMENT = "DOCUMENT",
}

/** A record whose certificate was tried and could not be made. Gone when it is made. */
@Entity("unmade_certificate")
@Check(
  "unmade_certificate_part",
  "part IN ('RECIPIENT', 'TITLE', 'PROVIDER', 'PROVIDER_ADDRESS', 'PLACE', 'SESSION', 'TYPE', 'LICENCE', 'CREDIT', 'ACCREDITOR', 'DOCUMENT')",
)
export class UnmadeCertificate {
  @PrimaryColumn("uuid") attendanceRecordId!: string;
  @Column("text") part!: CertificatePart;
  /** The character that can't be shown; null where the page as a whole could not be drawn. */
  @Column("integer", { nullable: true }) codePoint!: number | null;
  @Column("timestamptz") triedAt!: Date;

  @OneToOne(() => AttendanceRecord, { onDelete: "CASCADE" })
  @JoinColumn({ name: "attendance_record_id", foreignKeyConstraintName: "unmade_certificate_record" })
  attendanceRecord?: AttendanceRecord;
}
