import { Check, Column, Entity, Index, JoinColumn, ManyToOne, PrimaryColumn } from "typeorm";
import { Account } from "../../accounts/account.entity.ts";
import { ApiKey } from "../../accounts/api-keys/api-key.entity.ts";
import type { AttendanceUploadPhase, FindingKind } from "../../attendance/attendance.entity.ts";
import { FileFinding, FilePart } from "../../core/kept-file.columns.ts";
import type { HeadingUse } from "./member-import.columns.ts";
import { MemberImportStatus } from "./member-import.status.ts";

/** What an import does with one member. */
export enum MemberChangeKind {
  ADDED = "ADDED",
  CHANGED = "CHANGED",
  DEACTIVATED = "DEACTIVATED",
}

/** A list of members that the association sent, whatever became of it. */
@Entity("member_import")
@Index("member_import_by_time", ["createdAt", "id"])
@Check(
  "member_import_undone",
  "(status = 'UNDONE') = (undone_at IS NOT NULL) AND (undone_at IS NULL) = (undo_reason IS NULL)",
)
export class MemberImport {
  @PrimaryColumn("uuid", { default: () => "uuid_v7()" }) id!: string;
  /** Who sent it; null: the system. */
  @Column("uuid", { nullable: true }) accountId!: string | null;
  /** The API key that it came with; null: by somebody who was signed in. */
  @Column("uuid", { nullable: true }) apiKeyId!: string | null;
  @Column("text") fileName!: string;
  @Column("bytea") sha256!: Buffer;
  @Column("bigint") byteSize!: string;
  @Column("text") status!: MemberImportStatus;
  @Column("boolean") preview!: boolean;
  /** Whether members of the association who are not in the list are deactivated. */
  @Column("boolean") deactivatesMissing!: boolean;
  /** For what each heading of the file is used, in its order. */
  @Column("jsonb", { default: () => "'[]'" }) columns!: HeadingUse[];
  @Column("integer", { nullable: true }) rowCount!: number | null;
  @Column("integer", { default: 0 }) checkedRows!: number;
  @Column("integer", { default: 0 }) errorCount!: number;
  @Column("integer", { default: 0 }) warningCount!: number;
  @Column("integer", { default: 0 }) addedRows!: number;
  @Column("integer", { default: 0 }) changedRows!: number;
  /** Those who are in the list, and those who are not. */
  @Column("integer", { default: 0 }) deactivatedRows!: number;
  @Column("integer", { default: 0 }) unchangedRows!: number;
  /** Active members of the association who are not in the list. */
  @Column("integer", { default: 0 }) absentMembers!: number;
  @Column("timestamptz") createdAt!: Date;
  /** Its place among those that were recorded, from 1; null: it was not. */
  @Column("integer", { nullable: true }) place!: number | null;
  /** Null: it is done, or was done within the request. */
  @Column("text", { nullable: true }) phase!: AttendanceUploadPhase | null;
  /** How much of the work is done, in percent. */
  @Column("smallint", { default: 0 }) progress!: number;
  /** How many errors and warnings of each kind were found, of which the first are kept; null: none, or all of them are. */
  @Column("jsonb", { nullable: true }) findingKinds!: FindingKind[] | null;
  /** When it was taken back, and why. */
  @Column("timestamptz", { nullable: true }) undoneAt!: Date | null;
  @Column("text", { nullable: true }) undoReason!: string | null;

  @ManyToOne(() => Account)
  @JoinColumn({ name: "account_id", foreignKeyConstraintName: "member_import_account" })
  account?: Account;
  @ManyToOne(() => ApiKey)
  @JoinColumn({ name: "api_key_id", foreignKeyConstraintName: "member_import_api_key" })
  apiKey?: ApiKey;
}

/** A piece of a list's file, kept from its arrival until a job has checked it. */
@Entity("member_import_part")
export class MemberImportPart extends FilePart {
  @ManyToOne(() => MemberImport, { onDelete: "CASCADE" })
  @JoinColumn({ name: "upload_id", foreignKeyConstraintName: "member_import_part_import" })
  upload?: MemberImport;
}

/** What was wrong, or may be, with one cell, or with one row, of a list. The sentence is made from these facts when it is read. */
@Entity("member_import_error")
@Check("member_import_error_severity", "severity IN ('ERROR', 'WARNING')")
export class MemberImportError extends FileFinding {
  @ManyToOne(() => MemberImport, { onDelete: "CASCADE" })
  @JoinColumn({ name: "upload_id", foreignKeyConstraintName: "member_import_error_import" })
  upload?: MemberImport;
}

/** What an import did with one member, or of a preview would do. By it the import is taken back. */
@Entity("member_import_change")
@Index("member_import_change_by_member", ["memberId"], { where: "member_id IS NOT NULL" })
@Check(
  "member_import_change_kind",
  "kind IN ('ADDED', 'CHANGED', 'DEACTIVATED') AND (kind = 'ADDED') = (before IS NULL)",
)
export class MemberImportChange {
  @PrimaryColumn("uuid") importId!: string;
  /** Place in the list of changes, from 1: in the order of the file, and behind it who is not in it. */
  @PrimaryColumn("integer") position!: number;
  @Column("text") kind!: MemberChangeKind;
  /** Null: it would be added. No reference, since who was added by an import that is taken back is gone. */
  @Column("uuid", { nullable: true }) memberId!: string | null;
  @Column("text") memberNumber!: string;
  /** Physical line of the file; null: who is not in it. */
  @Column("integer", { nullable: true }) line!: number | null;
  /** What was, of the fields that changed; null: there was no such member. */
  @Column("jsonb", { nullable: true }) before!: Record<string, unknown> | null;
  @Column("jsonb") after!: Record<string, unknown>;
  /** The former name that it left. */
  @Column("uuid", { nullable: true }) formerNameId!: string | null;

  @ManyToOne(() => MemberImport, { onDelete: "CASCADE" })
  @JoinColumn({ name: "import_id", foreignKeyConstraintName: "member_import_change_import" })
  import?: MemberImport;
}
