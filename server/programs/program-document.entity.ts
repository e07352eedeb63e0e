import { Check, Column, Entity, Index, JoinColumn, ManyToOne, PrimaryColumn } from "typeorm";
import { StoredFile } from "../core/stored-file.entity.ts";
import { Program } from "./program.entity.ts";

export enum ProgramDocumentKind {
  AGENDA = "AGENDA",
  SPEAKER_CV = "SPEAKER_CV",
  OTHER = "OTHER",
  EVALUATION_SUMMARY = "EVALUATION_SUMMARY",
  SIGN_IN_ROSTER = "SIGN_IN_ROSTER",
}

/** Documents of the report, which the activity itself brings forth; the others are the application's. */
export const reportKinds: readonly ProgramDocumentKind[] = [
  ProgramDocumentKind.EVALUATION_SUMMARY,
  ProgramDocumentKind.SIGN_IN_ROSTER,
];

/** A file that belongs to a program. Its bytes are kept even when it is taken off again, as the audit log names them. */
@Entity("program_document")
@Index("program_document_by_program", ["programId", "id"])
@Index("program_document_by_file", ["fileId"])
@Check("program_document_kind", "kind IN ('AGENDA', 'SPEAKER_CV', 'OTHER', 'EVALUATION_SUMMARY', 'SIGN_IN_ROSTER')")
export class ProgramDocument {
  @PrimaryColumn("uuid", { default: () => "uuid_v7()" }) id!: string;
  @Column("uuid") programId!: string;
  @Column("uuid") fileId!: string;
  @Column("text") kind!: ProgramDocumentKind;
  @Column("text") fileName!: string;
  @Column("timestamptz") uploadedAt!: Date;

  @ManyToOne(() => Program)
  @JoinColumn({ name: "program_id", foreignKeyConstraintName: "program_document_program" })
  program?: Program;
  @ManyToOne(() => StoredFile)
  @JoinColumn({ name: "file_id", foreignKeyConstraintName: "program_document_file" })
  file?: StoredFile;
}
