import { Check, Column, Entity, Index, JoinColumn, ManyToOne, PrimaryColumn } from "typeorm";
import { Account } from "../accounts/account.entity.ts";
import { StoredFile } from "../core/stored-file.entity.ts";
import { Member } from "../members/member.entity.ts";
import type { OfferingFormat } from "../programs/program.entity.ts";
import { OutsideCreditStatus } from "./outside-credit.status.ts";

/**
 * Credit that a member earned elsewhere, with what shows it. It counts once staff have accepted it, and is never mixed with what was
 * certified here: no attendance, no certificate.
 */
@Entity("outside_credit")
@Index("outside_credit_by_member", ["memberId", "completedOn"])
@Index("outside_credit_by_proof", ["proofFileId"], { where: "proof_file_id IS NOT NULL" })
@Index("outside_credit_waiting", ["createdAt", "id"], { where: "status = 'SUBMITTED'" })
@Check("outside_credit_credits", "credits > 0")
@Check("outside_credit_days", "starts_on <= completed_on")
@Check("outside_credit_format", "format IN ('IN_PERSON', 'VIRTUAL', 'HYBRID')")
@Check("outside_credit_status", "status IN ('SUBMITTED', 'ACCEPTED', 'REFUSED', 'WITHDRAWN')")
@Check(
  "outside_credit_times",
  "(status <> 'ACCEPTED' OR accepted_at IS NOT NULL) AND (status = 'SUBMITTED') <= (accepted_at IS NULL) AND (status IN ('REFUSED', 'WITHDRAWN')) = (ended_at IS NOT NULL)",
)
@Check("outside_credit_proof", "(status = 'WITHDRAWN') = (proof_file_id IS NULL)")
export class OutsideCredit {
  @PrimaryColumn("uuid", { default: () => "uuid_v7()" }) id!: string;
  /** Counts changes, so that what is decided is what was read. */
  @Column("integer", { default: 1 }) version!: number;
  @Column("uuid") memberId!: string;
  @Column("text") title!: string;
  /** Who held or certified it. */
  @Column("text") issuer!: string;
  /** Of the certificate, where it has one. */
  @Column("text", { nullable: true }) number!: string | null;
  @Column("text", { nullable: true }) format!: OfferingFormat | null;
  /** First day, where it took several. */
  @Column("date", { nullable: true }) startsOn!: string | null;
  @Column("date") completedOn!: string;
  @Column("numeric", { precision: 8, scale: 2 }) credits!: string;
  /** What one credit of it is called. */
  @Column("text") creditUnit!: string;
  /** Credit of further kinds, by their IDs. */
  @Column("jsonb", { default: {} }) kindCredits!: Record<string, string>;
  /** What shows it. Gone once it is withdrawn. */
  @Column("uuid", { nullable: true }) proofFileId!: string | null;
  @Column("text", { default: OutsideCreditStatus.SUBMITTED }) status!: OutsideCreditStatus;
  @Column("timestamptz") createdAt!: Date;
  /** Since when it counts, or counted. */
  @Column("timestamptz", { nullable: true }) acceptedAt!: Date | null;
  /** When it was refused or withdrawn. */
  @Column("timestamptz", { nullable: true }) endedAt!: Date | null;
  @Column("uuid", { nullable: true }) decidedByAccountId!: string | null;
  /** What staff said to it. */
  @Column("text", { nullable: true }) decision!: string | null;
  /** The same credit of somebody who turned out to be the same person: that one counts, also on days before. */
  @Column("uuid", { nullable: true }) yieldsToId!: string | null;

  @ManyToOne(() => Member)
  @JoinColumn({ name: "member_id", foreignKeyConstraintName: "outside_credit_member" })
  member?: Member;
  @ManyToOne(() => StoredFile)
  @JoinColumn({ name: "proof_file_id", foreignKeyConstraintName: "outside_credit_proof_file" })
  proofFile?: StoredFile;
  @ManyToOne(() => Account)
  @JoinColumn({ name: "decided_by_account_id", foreignKeyConstraintName: "outside_credit_decided_by" })
  decidedBy?: Account;
  @ManyToOne(() => OutsideCredit)
  @JoinColumn({ name: "yields_to_id", foreignKeyConstraintName: "outside_credit_yields_to" })
  yieldsTo?: OutsideCredit;
}
