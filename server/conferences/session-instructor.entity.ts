import { Column, Entity, Index, JoinColumn, ManyToOne, PrimaryColumn } from "typeorm";
import { Member } from "../members/member.entity.ts";
import { Session } from "./conference.entity.ts";

/** That a member is one of a session's speakers: somebody said so, no names are compared. */
@Entity("session_instructor")
@Index("session_instructor_by_member", ["memberId"])
export class SessionInstructor {
  @PrimaryColumn("uuid") sessionId!: string;
  @PrimaryColumn("uuid") memberId!: string;
  /** Who of the speakers it is, as the session named them then. */
  @Column("text") speaker!: string;
  /** Whether the member had given the talk before. */
  @Column("boolean") givenBefore!: boolean;
  /** False: staff took it back, so that its provider does not say it again. */
  @Column("boolean", { default: true }) linked!: boolean;
  /** Staff said so: then its provider changes it no more. */
  @Column("boolean") setByStaff!: boolean;

  @ManyToOne(() => Session, { onDelete: "CASCADE" })
  @JoinColumn({ name: "session_id", foreignKeyConstraintName: "session_instructor_session" })
  session?: Session;
  @ManyToOne(() => Member)
  @JoinColumn({ name: "member_id", foreignKeyConstraintName: "session_instructor_member" })
  member?: Member;
}
