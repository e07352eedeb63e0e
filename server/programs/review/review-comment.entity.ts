import { Check, Column, Entity, Index, JoinColumn, ManyToOne, PrimaryColumn } from "typeorm";
import { Account } from "../../accounts/account.entity.ts";
import { Offering, Program } from "../program.entity.ts";

/** What a reviewer says of a field of an application, or what somebody answers to it. */
@Entity("review_comment")
@Index("review_comment_by_program", ["programId", "id"])
@Index("review_comment_by_parent", ["parentId"], { where: "parent_id IS NOT NULL" })
@Index("review_comment_by_offering", ["offeringId"], { where: "offering_id IS NOT NULL" })
@Index("review_comment_by_session", ["sessionId"], { where: "session_id IS NOT NULL" })
@Check("review_comment_field", "(parent_id IS NULL) = (field IS NOT NULL)")
@Check("review_comment_about", "num_nonnulls(offering_id, session_id) <= CASE WHEN parent_id IS NULL THEN 1 ELSE 0 END")
@Check("review_comment_resolved", "resolved_at IS NULL OR parent_id IS NULL AND published_at IS NOT NULL")
export class ReviewComment {
  @PrimaryColumn("uuid", { default: () => "uuid_v7()" }) id!: string;
  @Column("uuid") programId!: string;
  /** What it answers; null: it begins a conversation. */
  @Column("uuid", { nullable: true }) parentId!: string | null;
  /** One of `commentFields`; null of an answer. */
  @Column("text", { nullable: true }) field!: string | null;
  /** The date that it is about; null: it is about none, or that date was taken out of the application. */
  @Column("uuid", { nullable: true }) offeringId!: string | null;
  @Column("uuid", { nullable: true }) sessionId!: string | null;
  @Column("text") text!: string;
  @Column("uuid", { nullable: true }) authorAccountId!: string | null;
  @Column("boolean") byStaff!: boolean;
  @Column("timestamptz") writtenAt!: Date;
  /** When the provider came to see it; null: it is a draft, which only staff see. */
  @Column("timestamptz", { nullable: true }) publishedAt!: Date | null;
  @Column("timestamptz", { nullable: true }) resolvedAt!: Date | null;

  @ManyToOne(() => Program, { onDelete: "CASCADE" })
  @JoinColumn({ name: "program_id", foreignKeyConstraintName: "review_comment_program" })
  program?: Program;
  @ManyToOne(() => ReviewComment, { onDelete: "CASCADE" })
  @JoinColumn({ name: "parent_id", foreignKeyConstraintName: "review_comment_parent" })
  parent?: ReviewComment;
  @ManyToOne(() => Offering, { onDelete: "SET NULL" })
  @JoinColumn({ name: "offering_id", foreignKeyConstraintName: "review_comment_offering" })
  offering?: Offering;
  /** By its name: sessions stand to the right of programs. */
  @ManyToOne("Session", { onDelete: "SET NULL" })
  @JoinColumn({ name: "session_id", foreignKeyConstraintName: "review_comment_session" })
  session?: object;
  @ManyToOne(() => Account)
  @JoinColumn({ name: "author_account_id", foreignKeyConstraintName: "review_comment_author" })
  author?: Account;
}
