import { Check, Column, Entity, Index, JoinColumn, ManyToOne, OneToOne, PrimaryColumn } from "typeorm";
import { Account } from "../../accounts/account.entity.ts";
import { Program } from "../program.entity.ts";

/** So much of a further kind of credit, by its code, as is recommended. */
export interface RecommendedKind {
  kind: string;
  credits: string;
}

/** The accreditor's own side of a program, which its provider never sees. A program without a row: nothing was noted of it yet. */
@Entity("program_review")
@Index("program_review_by_assignee", ["assigneeAccountId"])
@Index("program_review_by_follow_up", ["followUpOn"])
@Check(
  "program_review_recommended",
  "num_nonnulls(recommended_by_account_id, recommended_at, recommended_version, recommended_credits) IN (0, 4)",
)
export class ProgramReview {
  @PrimaryColumn("uuid") programId!: string;
  /** Whom it was assigned to. It counts while they may review it: see `reviewers.ts`. */
  @Column("uuid", { nullable: true }) assigneeAccountId!: string | null;
  @Column("timestamptz", { nullable: true }) assignedAt!: Date | null;
  /** On which day somebody is to look at it again, in the accreditor's own zone. */
  @Column("date", { nullable: true }) followUpOn!: string | null;

  /** How many reviewers its type wanted when the review began. */
  @Column("integer", { default: 1 }) reviewersRequired!: number;
  /** Who of two recommends to approve it, and what. It counts for the version that was read, while who did it may review. */
  @Column("uuid", { nullable: true }) recommendedByAccountId!: string | null;
  @Column("timestamptz", { nullable: true }) recommendedAt!: Date | null;
  @Column("integer", { nullable: true }) recommendedVersion!: number | null;
  @Column("numeric", { precision: 6, scale: 2, nullable: true }) recommendedCredits!: string | null;
  /** The same of further kinds of credit, in their order; empty where nothing is recommended of any. */
  @Column("jsonb", { default: [] }) recommendedKinds!: RecommendedKind[];

  @OneToOne(() => Program, { onDelete: "CASCADE" })
  @JoinColumn({ name: "program_id", foreignKeyConstraintName: "program_review_program" })
  program?: Program;
  @ManyToOne(() => Account)
  @JoinColumn({ name: "assignee_account_id", foreignKeyConstraintName: "program_review_assignee" })
  assignee?: Account;
  @ManyToOne(() => Account)
  @JoinColumn({ name: "recommended_by_account_id", foreignKeyConstraintName: "program_review_recommended_by" })
  recommendedBy?: Account;
}
