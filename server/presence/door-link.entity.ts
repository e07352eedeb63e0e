import { Column, Entity, JoinColumn, ManyToOne, OneToOne, PrimaryColumn, Unique } from "typeorm";
import { Account } from "../accounts/account.entity.ts";
import { Program } from "../programs/program.entity.ts";

/** The link by which telephones scan badges at the doors of a conference. A conference has one; a new one ends the one before. */
@Entity("door_link")
@Unique("door_link_token_once", ["tokenHash"])
export class DoorLink {
  @PrimaryColumn("uuid") programId!: string;
  @Column("bytea") tokenHash!: Buffer;
  /** It works as long as they may act for the conference. */
  @Column("uuid") madeByAccountId!: string;
  @Column("timestamptz") madeAt!: Date;

  @OneToOne(() => Program, { onDelete: "CASCADE" })
  @JoinColumn({ name: "program_id", foreignKeyConstraintName: "door_link_program" })
  program?: Program;
  @ManyToOne(() => Account)
  @JoinColumn({ name: "made_by_account_id", foreignKeyConstraintName: "door_link_maker" })
  madeBy?: Account;
}
