import { Column, Entity, Index, JoinColumn, ManyToOne, PrimaryColumn } from "typeorm";
import { Account } from "../accounts/account.entity.ts";
import { Program } from "../programs/program.entity.ts";

/** Everything that the accreditor owns, or the whole history of one program, as one file, which a job makes and which goes after a week. */
@Entity("whole_export")
@Index("whole_export_by_expiry", ["expiresAt"])
export class WholeExport {
  @PrimaryColumn("uuid", { default: () => "uuid_v7()" }) id!: string;
  /** Who asked for it. */
  @Column("uuid") accountId!: string;
  /** Whether how people are reached is left out. */
  @Column("boolean") withoutContacts!: boolean;
  /** The program whose audit pack it is; null: it is everything. */
  @Column("uuid", { nullable: true }) programId!: string | null;
  @Column("timestamptz") requestedAt!: Date;
  /** Null: the job is at it. */
  @Column("timestamptz", { nullable: true }) readyAt!: Date | null;
  @Column("timestamptz") expiresAt!: Date;
  /** How much of it is made, in percent. */
  @Column("smallint", { default: 0 }) progress!: number;
  @Column("bigint", { nullable: true }) byteSize!: string | null;

  @ManyToOne(() => Account)
  @JoinColumn({ name: "account_id", foreignKeyConstraintName: "whole_export_account" })
  account?: Account;
  @ManyToOne(() => Program)
  @JoinColumn({ name: "program_id", foreignKeyConstraintName: "whole_export_program" })
  program?: Program;
}

/** A piece of its ZIP. */
@Entity("whole_export_part")
export class WholeExportPart {
  @PrimaryColumn("uuid") exportId!: string;
  /** From 0. */
  @PrimaryColumn("integer") position!: number;
  @Column("bytea") content!: Buffer;

  @ManyToOne(() => WholeExport, { onDelete: "CASCADE" })
  @JoinColumn({ name: "export_id", foreignKeyConstraintName: "whole_export_part_export" })
  wholeExport?: WholeExport;
}
