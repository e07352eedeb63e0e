import { Column, Entity, Index, JoinColumn, ManyToOne, PrimaryColumn } from "typeorm";
import { Registration, Session } from "../conferences/conference.entity.ts";
import { Member } from "../members/member.entity.ts";

/**
 * A member's live choice of a session. What was awarded for it stands in attendance records and certificates, and stays
 * when the choice goes.
 */
@Entity("session_claim")
@Index("session_claim_by_session", ["sessionId"])
@Index("session_claim_by_registration", ["registrationId"])
export class SessionClaim {
  @PrimaryColumn("uuid") memberId!: string;
  @PrimaryColumn("uuid") sessionId!: string;
  /** Day on which a virtual session was attended. An in-person one was attended on its own date, wherever that moves. */
  @Column("date") attendedOn!: string;
  @Column("timestamptz") claimedAt!: Date;
  /** Under which it is claimed, which makes that the member's own; null: it was removed since. */
  @Column("uuid", { nullable: true }) registrationId!: string | null;

  @ManyToOne(() => Member)
  @JoinColumn({ name: "member_id", foreignKeyConstraintName: "session_claim_member" })
  member?: Member;
  @ManyToOne(() => Session)
  @JoinColumn({ name: "session_id", foreignKeyConstraintName: "session_claim_session" })
  session?: Session;
  /** Both columns: no two members claim under one registration. Where it is removed, only its own column is emptied. */
  @ManyToOne(() => Registration, { onDelete: "SET NULL" })
  @JoinColumn([
    { name: "registration_id", referencedColumnName: "id", foreignKeyConstraintName: "session_claim_registration" },
    { name: "member_id", referencedColumnName: "memberId", foreignKeyConstraintName: "session_claim_registration" },
  ])
  registration?: Registration;
}
