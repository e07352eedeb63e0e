import { Check, Column, Entity, JoinColumn, ManyToOne, PrimaryColumn, Unique } from "typeorm";
import { Account } from "../accounts/account.entity.ts";
import { Member } from "../members/member.entity.ts";

/** That somebody was erased, or is to be: says nothing of whom. */
@Entity("erasure")
@Unique("erasure_account_once", ["accountId"])
@Unique("erasure_member_once", ["memberId"])
@Check("erasure_of_somebody", "account_id IS NOT NULL OR member_id IS NOT NULL")
export class Erasure {
  @PrimaryColumn("uuid", { default: () => "uuid_v7()" }) id!: string;
  @Column("uuid", { nullable: true }) accountId!: string | null;
  @Column("uuid", { nullable: true }) memberId!: string | null;
  @Column("timestamptz") requestedAt!: Date;
  /** Null: the job has not finished. */
  @Column("timestamptz", { nullable: true }) completedAt!: Date | null;

  @ManyToOne(() => Account)
  @JoinColumn({ name: "account_id", foreignKeyConstraintName: "erasure_account" })
  account?: Account;
  @ManyToOne(() => Member)
  @JoinColumn({ name: "member_id", foreignKeyConstraintName: "erasure_member" })
  member?: Member;
}
