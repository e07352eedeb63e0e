import { Check, Column, Entity, Index, JoinColumn, ManyToOne, PrimaryColumn } from "typeorm";
import { Session } from "./conference.entity.ts";
import { SessionProposalStatus } from "./session-proposal.status.ts";
import type { ProposedChanges } from "./split-changes.ts";

/** What the provider of an approved conference asks for of one session, and staff decide. Who it was is in the audit log. */
@Entity("session_proposal")
@Check("session_proposal_status", "status IN ('WAITING', 'ACCEPTED', 'REFUSED', 'WITHDRAWN')")
@Check("session_proposal_decided", "(status = 'WAITING') = (decided_at IS NULL)")
@Index("session_proposal_once", ["sessionId"], { unique: true, where: "status = 'WAITING'" })
@Index("session_proposal_by_session", ["sessionId", "proposedAt"])
export class SessionProposal {
  @PrimaryColumn("uuid", { default: () => "uuid_v7()" }) id!: string;
  @Column("uuid") sessionId!: string;
  @Column("text", { default: SessionProposalStatus.WAITING }) status!: SessionProposalStatus;
  @Column("jsonb") changes!: ProposedChanges;
  /** Why, in its provider's words. */
  @Column("text", { nullable: true }) note!: string | null;
  /** Why it was refused, or accepted, in staff's words. */
  @Column("text", { nullable: true }) decision!: string | null;
  @Column("timestamptz") proposedAt!: Date;
  @Column("timestamptz", { nullable: true }) decidedAt!: Date | null;

  @ManyToOne(() => Session, { onDelete: "CASCADE" })
  @JoinColumn({ name: "session_id", foreignKeyConstraintName: "session_proposal_session" })
  session?: Session;
}
