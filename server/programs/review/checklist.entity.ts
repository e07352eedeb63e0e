import { Check, Column, Entity, JoinColumn, ManyToOne, PrimaryColumn, Unique } from "typeorm";
import { Account } from "../../accounts/account.entity.ts";
import { Program, ProgramType } from "../program.entity.ts";

/** What is looked at in each review of a type of program. What is in review, or decided, has a list of its own. */
@Entity("checklist_item")
export class ChecklistItem {
  @PrimaryColumn("uuid") typeId!: string;
  /** From 0. */
  @PrimaryColumn("integer") position!: number;
  @Column("text") text!: string;
  /** Nothing is approved before it is ticked. */
  @Column("boolean") required!: boolean;

  @ManyToOne(() => ProgramType)
  @JoinColumn({ name: "type_id", foreignKeyConstraintName: "checklist_item_type" })
  type?: ProgramType;
}

/** The same for one program, as it was when its review began, and who ticked it. */
@Entity("program_check")
@Unique("program_check_once", ["programId", "position"])
@Check("program_check_by", "checked_at IS NOT NULL OR checked_by_account_id IS NULL")
export class ProgramCheck {
  @PrimaryColumn("uuid", { default: () => "uuid_v7()" }) id!: string;
  @Column("uuid") programId!: string;
  @Column("integer") position!: number;
  @Column("text") text!: string;
  @Column("boolean") required!: boolean;
  @Column("timestamptz", { nullable: true }) checkedAt!: Date | null;
  @Column("uuid", { nullable: true }) checkedByAccountId!: string | null;

  @ManyToOne(() => Program, { onDelete: "CASCADE" })
  @JoinColumn({ name: "program_id", foreignKeyConstraintName: "program_check_program" })
  program?: Program;
  @ManyToOne(() => Account)
  @JoinColumn({ name: "checked_by_account_id", foreignKeyConstraintName: "program_check_account" })
  checkedBy?: Account;
}
