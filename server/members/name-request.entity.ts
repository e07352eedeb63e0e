import { Check, Column, Entity, Index, JoinColumn, ManyToOne, PrimaryColumn } from "typeorm";
import { Account } from "../accounts/account.entity.ts";
import { StoredFile } from "../core/stored-file.entity.ts";
import { Member } from "./member.entity.ts";
import { NameRequestStatus } from "./name-request.status.ts";

export enum NameRequestSource {
  /** The person asked for it. */
  MEMBER = "MEMBER",
  /** The provider of single sign-on has another name than we have. */
  SINGLE_SIGN_ON = "SINGLE_SIGN_ON",
}

/** Another name that somebody is to have, until staff decide. */
@Entity("name_request")
@Index("name_request_once", ["memberId"], { unique: true, where: "status = 'REQUESTED'" })
@Index("name_request_waiting", ["createdAt", "id"], { where: "status = 'REQUESTED'" })
@Index("name_request_by_member", ["memberId", "createdAt"])
@Index("name_request_by_document", ["documentFileId"], { where: "document_file_id IS NOT NULL" })
@Check("name_request_status", "status IN ('REQUESTED', 'APPROVED', 'REFUSED', 'WITHDRAWN')")
@Check("name_request_decided", "(status = 'REQUESTED') = (decided_at IS NULL)")
export class NameRequest {
  @PrimaryColumn("uuid", { default: () => "uuid_v7()" }) id!: string;
  @Column("uuid") memberId!: string;
  @Column("text") source!: NameRequestSource;
  @Column("text") firstName!: string;
  @Column("text") lastName!: string;
  @Column("text", { nullable: true }) suffix!: string | null;
  @Column("text", { nullable: true }) printedName!: string | null;
  /** What the person says about it. */
  @Column("text", { nullable: true }) note!: string | null;
  /** What shows it, such as a marriage certificate. Gone once it is decided. */
  @Column("uuid", { nullable: true }) documentFileId!: string | null;
  @Column("text", { default: NameRequestStatus.REQUESTED }) status!: NameRequestStatus;
  @Column("timestamptz") createdAt!: Date;
  @Column("timestamptz", { nullable: true }) decidedAt!: Date | null;
  @Column("uuid", { nullable: true }) decidedByAccountId!: string | null;
  /** What staff said to it. */
  @Column("text", { nullable: true }) decision!: string | null;

  @ManyToOne(() => Member)
  @JoinColumn({ name: "member_id", foreignKeyConstraintName: "name_request_member" })
  member?: Member;
  @ManyToOne(() => StoredFile)
  @JoinColumn({ name: "document_file_id", foreignKeyConstraintName: "name_request_document" })
  documentFile?: StoredFile;
  @ManyToOne(() => Account)
  @JoinColumn({ name: "decided_by_account_id", foreignKeyConstraintName: "name_request_decided_by" })
  decidedByAccount?: Account;
}
