import { Column, Entity, Index, JoinColumn, ManyToOne, PrimaryColumn } from "typeorm";
import { Account } from "../accounts/account.entity.ts";

/** A copy of all that is kept of an account, which a job makes and which goes after a week. */
@Entity("data_export")
@Index("data_export_by_account", ["accountId", "requestedAt"])
@Index("data_export_by_expiry", ["expiresAt"])
export class DataExport {
  @PrimaryColumn("uuid", { default: () => "uuid_v7()" }) id!: string;
  @Column("uuid") accountId!: string;
  @Column("timestamptz") requestedAt!: Date;
  /** Null: the job is at it. */
  @Column("timestamptz", { nullable: true }) readyAt!: Date | null;
  @Column("timestamptz") expiresAt!: Date;
  @Column("bigint", { nullable: true }) byteSize!: string | null;

  @ManyToOne(() => Account, { onDelete: "CASCADE" })
  @JoinColumn({ name: "account_id", foreignKeyConstraintName: "data_export_account" })
  account?: Account;
}

/** A piece of its ZIP. */
@Entity("data_export_part")
export class DataExportPart {
  @PrimaryColumn("uuid") exportId!: string;
  /** From 0. */
  @PrimaryColumn("integer") position!: number;
  @Column("bytea") content!: Buffer;

  @ManyToOne(() => DataExport, { onDelete: "CASCADE" })
  @JoinColumn({ name: "export_id", foreignKeyConstraintName: "data_export_part_export" })
  dataExport?: DataExport;
}
