import { Check, Column, Entity, Index, JoinColumn, ManyToOne, PrimaryColumn } from "typeorm";
import { Account } from "../../accounts/account.entity.ts";
import { Program } from "../../programs/program.entity.ts";
import { Certificate } from "../certificate.entity.ts";
import type { Mistake } from "./mistakes.ts";

/** Certificates that staff have issued anew together, after what they say was corrected. A job goes through them one by one. */
@Entity("certificate_reissue")
@Index("certificate_reissue_by_time", ["requestedAt", "id"])
export class CertificateReissue {
  @PrimaryColumn("uuid", { default: () => "uuid_v7()" }) id!: string;
  /** Who asked for it. */
  @Column("uuid") accountId!: string;
  /** The program that it is of, where it is of one. */
  @Column("uuid", { nullable: true }) programId!: string | null;
  /** What is put right; none: whatever is printed otherwise by now. */
  @Column("text", { array: true, default: () => "'{}'" }) mistakes!: Mistake[];
  @Column("text") reason!: string;
  @Column("timestamptz") requestedAt!: Date;
  /** Since when it is stopped; null: it goes on. */
  @Column("timestamptz", { nullable: true }) stoppedAt!: Date | null;
  /** When the last of them was done. */
  @Column("timestamptz", { nullable: true }) endedAt!: Date | null;

  @ManyToOne(() => Account)
  @JoinColumn({ name: "account_id", foreignKeyConstraintName: "certificate_reissue_account" })
  account?: Account;
  @ManyToOne(() => Program)
  @JoinColumn({ name: "program_id", foreignKeyConstraintName: "certificate_reissue_program" })
  program?: Program;
}

/** One certificate of it. */
@Entity("certificate_reissue_item")
@Index("certificate_reissue_item_by_certificate", ["certificateId"])
@Check("certificate_reissue_item_outcome", "outcome IN ('DONE', 'PASSED', 'REFUSED')")
export class CertificateReissueItem {
  @PrimaryColumn("uuid") reissueId!: string;
  @PrimaryColumn("uuid") certificateId!: string;
  /** DONE: another one takes its place; PASSED: it had ended, or was right, by then; REFUSED: no other can be issued. Null: it waits. */
  @Column("text", { nullable: true }) outcome!: "DONE" | "PASSED" | "REFUSED" | null;

  @ManyToOne(() => CertificateReissue, { onDelete: "CASCADE" })
  @JoinColumn({ name: "reissue_id", foreignKeyConstraintName: "certificate_reissue_item_of" })
  reissue?: CertificateReissue;
  @ManyToOne(() => Certificate, { onDelete: "CASCADE" })
  @JoinColumn({ name: "certificate_id", foreignKeyConstraintName: "certificate_reissue_item_certificate" })
  certificate?: Certificate;
}
