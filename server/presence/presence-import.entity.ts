import { Column, Entity, Index, JoinColumn, ManyToOne, PrimaryColumn } from "typeorm";
import { Account } from "../accounts/account.entity.ts";
import { Program } from "../programs/program.entity.ts";

/** A file that said who was at sessions of a conference. */
@Entity("presence_import")
@Index("presence_import_by_file", ["programId", "fileName"])
export class PresenceImport {
  @PrimaryColumn("uuid", { default: () => "uuid_v7()" }) id!: string;
  @Column("uuid") programId!: string;
  @Column("text") fileName!: string;
  /** Who sent it; null: a program with a key. */
  @Column("uuid", { nullable: true }) accountId!: string | null;
  @Column("timestamptz") importedAt!: Date;

  @ManyToOne(() => Program, { onDelete: "CASCADE" })
  @JoinColumn({ name: "program_id", foreignKeyConstraintName: "presence_import_program" })
  program?: Program;
  @ManyToOne(() => Account)
  @JoinColumn({ name: "account_id", foreignKeyConstraintName: "presence_import_account" })
  account?: Account;
}
