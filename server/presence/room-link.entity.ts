import { Column, Entity, JoinColumn, ManyToOne, OneToOne, PrimaryColumn, Unique } from "typeorm";
import { Account } from "../accounts/account.entity.ts";
import { Session } from "../conferences/conference.entity.ts";

/** The link by which a room's screen shows the codes of a session. A session has one; a new one ends the one before, and its codes. */
@Entity("room_link")
@Unique("room_link_token_once", ["tokenHash"])
export class RoomLink {
  @PrimaryColumn("uuid") sessionId!: string;
  @Column("bytea") tokenHash!: Buffer;
  /** Random: what its codes come of beside the installation's key. */
  @Column("bytea") nonce!: Buffer;
  /** It shows codes as long as they may act for the conference. */
  @Column("uuid") madeByAccountId!: string;
  @Column("timestamptz") madeAt!: Date;

  @OneToOne(() => Session, { onDelete: "CASCADE" })
  @JoinColumn({ name: "session_id", foreignKeyConstraintName: "room_link_session" })
  session?: Session;
  @ManyToOne(() => Account)
  @JoinColumn({ name: "made_by_account_id", foreignKeyConstraintName: "room_link_maker" })
  madeBy?: Account;
}
