import { Column, Entity, Index, JoinColumn, ManyToOne, PrimaryColumn } from "typeorm";
import { Account } from "../../accounts/account.entity.ts";
import { Program } from "../program.entity.ts";

/** What staff tell each other of a program. Its provider never sees it. */
@Entity("review_note")
@Index("review_note_by_program", ["programId", "id"])
export class ReviewNote {
  @PrimaryColumn("uuid", { default: () => "uuid_v7()" }) id!: string;
  @Column("uuid") programId!: string;
  @Column("text") text!: string;
  @Column("uuid", { nullable: true }) authorAccountId!: string | null;
  @Column("timestamptz") writtenAt!: Date;

  @ManyToOne(() => Program, { onDelete: "CASCADE" })
  @JoinColumn({ name: "program_id", foreignKeyConstraintName: "review_note_program" })
  program?: Program;
  @ManyToOne(() => Account)
  @JoinColumn({ name: "author_account_id", foreignKeyConstraintName: "review_note_author" })
  author?: Account;
}
