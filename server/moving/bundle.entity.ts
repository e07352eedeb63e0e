import { Check, Column, Entity, Index, JoinColumn, ManyToOne, PrimaryColumn, Unique } from "typeorm";
import { Account } from "../accounts/account.entity.ts";
import type { AttendanceUploadPhase, FindingKind } from "../attendance/attendance.entity.ts";
import { FileFinding, FilePart } from "../core/kept-file.columns.ts";
import { StoredFile } from "../core/stored-file.entity.ts";
import type { BundleStatus } from "./bundle.status.ts";
import type { MovingKindName } from "./moving-kind.ts";

/** How many records something stands on, and what some of them are called. */
export interface BundleObstacles {
  count: number;
  numbers: string[];
}

/** A bundle of files that an accreditor brings from where it was, whatever became of it. */
@Entity("bundle_import")
@Index("bundle_import_by_time", ["createdAt", "id"])
@Check(
  "bundle_import_status",
  "status IN ('CHECKING', 'REJECTED', 'CHECKED', 'RECORDING', 'PROCESSED', 'UNDOING', 'UNDONE')",
)
@Check(
  "bundle_import_undone",
  "(status = 'UNDONE') = (undone_at IS NOT NULL) AND (status IN ('UNDOING', 'UNDONE')) = (undo_reason IS NOT NULL)",
)
export class BundleImport {
  @PrimaryColumn("uuid", { default: () => "uuid_v7()" }) id!: string;
  /** Who sent it; null: the command line. */
  @Column("uuid", { nullable: true }) accountId!: string | null;
  @Column("text") fileName!: string;
  @Column("text") status!: BundleStatus;
  @Column("integer", { default: 0 }) errorCount!: number;
  @Column("integer", { default: 0 }) warningCount!: number;
  @Column("timestamptz") createdAt!: Date;
  @Column("timestamptz", { nullable: true }) recordedAt!: Date | null;
  /** Its place among those that were recorded, from 1; null: it was not. */
  @Column("integer", { nullable: true }) place!: number | null;
  /** Null: nothing is being done with it. */
  @Column("text", { nullable: true }) phase!: AttendanceUploadPhase | null;
  @Column("smallint", { default: 0 }) progress!: number;
  /** How many errors and warnings of each kind were found, of which the first are kept; null: none, or all of them are. */
  @Column("jsonb", { nullable: true }) findingKinds!: FindingKind[] | null;
  /** When it was taken back, and why. */
  @Column("timestamptz", { nullable: true }) undoneAt!: Date | null;
  @Column("text", { nullable: true }) undoReason!: string | null;
  /** What stood on it when it was last to be taken back; null: nothing, or it never was. */
  @Column("jsonb", { nullable: true }) obstacles!: BundleObstacles | null;

  /** For what headings are used, of files of a kind, as its sender chose; others by what was remembered, or by what they are called. */
  @Column("jsonb", { default: () => "'[]'" }) chosenColumns!: ChosenColumn[];

  @ManyToOne(() => Account)
  @JoinColumn({ name: "account_id", foreignKeyConstraintName: "bundle_import_account" })
  account?: Account;
}

/** For what a heading of a file is used; null: for nothing. */
export interface BundleColumn {
  heading: string;
  column: string | null;
}

/** The same of every file of a kind. */
export interface ChosenColumn extends BundleColumn {
  kind: MovingKindName;
}

/** One file of a bundle. Its bytes go once the bundle is recorded or refused; what it was stays. */
@Entity("bundle_file")
@Unique("bundle_file_once", ["importId", "position"])
export class BundleFile {
  @PrimaryColumn("uuid", { default: () => "uuid_v7()" }) id!: string;
  @Column("uuid") importId!: string;
  /** From 1, in the order in which kinds are recorded. */
  @Column("integer") position!: number;
  @Column("text") name!: string;
  /** What its rows are; null: its name says nothing that is understood. */
  @Column("text", { nullable: true }) kind!: MovingKindName | null;
  @Column("bytea") sha256!: Buffer;
  @Column("bigint") byteSize!: string;
  /** For what each heading of the file is used, in its order. */
  @Column("jsonb", { default: () => "'[]'" }) columns!: BundleColumn[];
  @Column("integer", { nullable: true }) rowCount!: number | null;
  @Column("integer", { default: 0 }) addedRows!: number;
  @Column("integer", { default: 0 }) changedRows!: number;
  @Column("integer", { default: 0 }) unchangedRows!: number;
  /** Rows that say something else than a record that somebody has corrected: the record stays. */
  @Column("integer", { default: 0 }) leftRows!: number;
  /** The first rows that add or change something, as they are read. */
  @Column("jsonb", { default: () => "'[]'" }) samples!: { line: number; values: Record<string, unknown> }[];

  @ManyToOne(() => BundleImport, { onDelete: "CASCADE" })
  @JoinColumn({ name: "import_id", foreignKeyConstraintName: "bundle_file_import" })
  import?: BundleImport;
}

/** What keeps a file of a bundle from being taken. */
export enum PdfFault {
  /** It is not what its name says. */
  NO_PDF = "NO_PDF",
  /** A PDF whose end is missing: no certificate, though a document was perhaps never more. */
  CUT_OFF = "CUT_OFF",
  TOO_LARGE = "TOO_LARGE",
}

/** A PDF of a bundle, or another file that rows name, until the bundle is recorded or refused. Of one that cannot be taken there is no file. */
@Entity("bundle_pdf")
@Unique("bundle_pdf_file_once", ["fileId"])
@Index("bundle_pdf_by_import", ["importId"])
@Check(
  "bundle_pdf_fault",
  "fault IN ('NO_PDF', 'TOO_LARGE') AND file_id IS NULL OR (fault IS NULL OR fault = 'CUT_OFF') AND file_id IS NOT NULL",
)
export class BundlePdf {
  @PrimaryColumn("uuid", { default: () => "uuid_v7()" }) id!: string;
  @Column("uuid") importId!: string;
  /** With its folders. */
  @Column("text") name!: string;
  @Column("uuid", { nullable: true }) fileId!: string | null;
  @Column("text", { nullable: true }) fault!: PdfFault | null;

  @ManyToOne(() => BundleImport, { onDelete: "CASCADE" })
  @JoinColumn({ name: "import_id", foreignKeyConstraintName: "bundle_pdf_import" })
  import?: BundleImport;
  @ManyToOne(() => StoredFile, { onDelete: "CASCADE" })
  @JoinColumn({ name: "file_id", foreignKeyConstraintName: "bundle_pdf_file" })
  file?: StoredFile;
}

/** A piece of a file of a bundle. */
@Entity("bundle_part")
export class BundlePart extends FilePart {
  @ManyToOne(() => BundleFile, { onDelete: "CASCADE" })
  @JoinColumn({ name: "upload_id", foreignKeyConstraintName: "bundle_part_file" })
  file?: BundleFile;
}

/** What was wrong, or may be, with one cell, or with one row, of a file of a bundle. */
@Entity("bundle_error")
@Check("bundle_error_severity", "severity IN ('ERROR', 'WARNING')")
export class BundleError extends FileFinding {
  /** Name of the file. */
  @Column("text") file!: string;

  @ManyToOne(() => BundleImport, { onDelete: "CASCADE" })
  @JoinColumn({ name: "upload_id", foreignKeyConstraintName: "bundle_error_import" })
  upload?: BundleImport;
}

/** What an import did with one record: by it one knows from which file the record is, and the import is taken back. */
@Entity("bundle_record")
@Index("bundle_record_by_record", ["recordId"])
@Index("bundle_record_by_file", ["fileId"])
export class BundleRecord {
  @PrimaryColumn("uuid") importId!: string;
  /** No reference, since what was added by an import that is taken back is gone. */
  @PrimaryColumn("uuid") recordId!: string;
  @Column("text") kind!: MovingKindName;
  @Column("uuid") fileId!: string;
  /** Physical line of the file. */
  @Column("integer") line!: number;
  /** What was; null: there was no such record. */
  @Column("jsonb", { nullable: true }) before!: Record<string, unknown> | null;
  @Column("jsonb") after!: Record<string, unknown>;

  @ManyToOne(() => BundleImport, { onDelete: "CASCADE" })
  @JoinColumn({ name: "import_id", foreignKeyConstraintName: "bundle_record_import" })
  import?: BundleImport;
  @ManyToOne(() => BundleFile, { onDelete: "CASCADE" })
  @JoinColumn({ name: "file_id", foreignKeyConstraintName: "bundle_record_file" })
  file?: BundleFile;
}
