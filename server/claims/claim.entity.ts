import { Column, Entity, Index, JoinColumn, ManyToOne, PrimaryColumn } from "typeorm";
import { Session } from "../conferences/conference.entity.ts";
import { Member } from "../members/member.entity.ts";

/**
 * A member's live choice of a session. What was awarded for it stands in attendance records and certificates, and stays
 * when the choice goes.
 */
@Entity("session_claim")
@Index("session_claim_by_session", ["sessionId"])
export class SessionClaim {
  @PrimaryColumn("uuid") memberId!: string;
  @PrimaryColumn("uuid") sessionId!: string;
  /** Day on which a virtual session was attended. An in-person one was attended on its own date, wherever that moves. */
  @Column("date") attendedOn!: string;
  @Column("timestamptz") claimedAt!: Date;

  @ManyToOne(() => Member)
  @JoinColumn({ name: "member_id", foreignKeyConstraintName: "session_claim_member" })
  member?: Member;
  @ManyToOne(() => Session)
  @JoinColumn({ name: "session_id", foreignKeyConstraintName: "session_claim_session" })
  session?: Session;
}
