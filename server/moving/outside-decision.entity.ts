import { Column, Entity, Index, JoinColumn, ManyToOne, PrimaryColumn } from "typeorm";
import { Program } from "../programs/program.entity.ts";
import type { ProgramStatus } from "../programs/program.status.ts";

/** What happened to a program in the system that it came from. It stands in its timeline, and in no audit log. */
@Entity("outside_decision")
@Index("outside_decision_by_program", ["programId", "decidedOn"])
export class OutsideDecision {
  @PrimaryColumn("uuid", { default: () => "uuid_v7()" }) id!: string;
  @Column("uuid") programId!: string;
  @Column("text") toStatus!: ProgramStatus;
  @Column("date") decidedOn!: string;
  /** As it is told there; empty: nobody is. */
  @Column("text", { default: "" }) decidedBy!: string;
  @Column("text", { nullable: true }) reason!: string | null;
  @Column("timestamptz") createdAt!: Date;

  @ManyToOne(() => Program, { onDelete: "CASCADE" })
  @JoinColumn({ name: "program_id", foreignKeyConstraintName: "outside_decision_program" })
  program?: Program;
}
