import { Check, Column, Entity, JoinColumn, ManyToOne, PrimaryColumn } from "typeorm";
import { CreditKind } from "../policies/credit-kind.entity.ts";
import { CreditRule } from "../policies/credit-rule.entity.ts";
import { Program } from "./program.entity.ts";

/** What a program asks for, and is approved for, of a kind of credit that is not the default one. */
@Entity("program_credit_kind")
@Check("program_credit_kind_amounts", "requested_credits > 0 AND credits >= 0")
export class ProgramCreditKind {
  @PrimaryColumn("uuid") programId!: string;
  @PrimaryColumn("uuid") kindId!: string;
  /** The rule of the kind as it was when the program was first submitted. */
  @Column("uuid") creditRuleId!: string;
  @Column("numeric", { precision: 6, scale: 2 }) requestedCredits!: string;
  /** What an attendee may be awarded of it at most; 0: nothing; null until approved. */
  @Column("numeric", { precision: 6, scale: 2, nullable: true }) credits!: string | null;
  /** Under which number its approving body has the program; empty: none is known. */
  @Column("text", { default: "" }) approvalNumber!: string;

  @ManyToOne(() => Program, { onDelete: "CASCADE" })
  @JoinColumn({ name: "program_id", foreignKeyConstraintName: "program_credit_kind_program" })
  program?: Program;
  @ManyToOne(() => CreditKind)
  @JoinColumn({ name: "kind_id", foreignKeyConstraintName: "program_credit_kind_kind" })
  kind?: CreditKind;
  @ManyToOne(() => CreditRule)
  @JoinColumn({ name: "credit_rule_id", foreignKeyConstraintName: "program_credit_kind_rule" })
  creditRule?: CreditRule;
}
