import { Check, Column, Entity, Index, JoinColumn, ManyToOne, PrimaryColumn } from "typeorm";
import type { Fee } from "../fees/fee.entity.ts";
import { Program } from "../programs/program.entity.ts";

/** What a provider paid for a program in the system that it came from. It stands in no ledger: nothing was charged here. */
@Entity("outside_fee")
@Index("outside_fee_by_program", ["programId", "paidOn"])
@Check("outside_fee_fee", "fee IN ('APPLICATION', 'FILING', 'LATE')")
@Check("outside_fee_amount", "amount > 0")
export class OutsideFee {
  @PrimaryColumn("uuid", { default: () => "uuid_v7()" }) id!: string;
  @Column("uuid") programId!: string;
  @Column("text") fee!: Fee;
  /** In cents. */
  @Column("integer") amount!: number;
  /** ISO 4217. */
  @Column("text") currency!: string;
  @Column("date") paidOn!: string;
  /** Number of a cheque or transfer; empty: it is not known. */
  @Column("text", { default: "" }) reference!: string;
  @Column("timestamptz") createdAt!: Date;

  @ManyToOne(() => Program, { onDelete: "CASCADE" })
  @JoinColumn({ name: "program_id", foreignKeyConstraintName: "outside_fee_program" })
  program?: Program;
}
