import { Check, Column, Entity, Index, JoinColumn, ManyToOne, PrimaryColumn } from "typeorm";
import { Registration, Session } from "../conferences/conference.entity.ts";
import { Member } from "../members/member.entity.ts";
import { Program } from "../programs/program.entity.ts";
import { PresenceDemand, PresenceSource } from "./presence.rules.ts";
import { PresenceImport } from "./presence-import.entity.ts";

/** What a conference asks for before its sessions earn. One without a row trusts. */
@Entity("presence_demand")
@Check("presence_demand_of", "demand IN ('TRUST', 'IN_PERSON', 'ALL', 'MINUTES')")
@Check("presence_demand_percent", "(demand = 'MINUTES') = (percent IS NOT NULL) AND percent BETWEEN 1 AND 100")
export class ConferenceDemand {
  @PrimaryColumn("uuid") programId!: string;
  @Column("text", { default: PresenceDemand.TRUST }) demand!: PresenceDemand;
  @Column("integer", { nullable: true }) percent!: number | null;
  /** Then its provider changes it no more. */
  @Column("boolean", { default: false }) setByStaff!: boolean;

  @ManyToOne(() => Program, { onDelete: "CASCADE" })
  @JoinColumn({ name: "program_id", foreignKeyConstraintName: "presence_demand_program" })
  program?: Program;
}

/**
 * One piece of evidence that somebody was at a session: of a member, or of a registration under which nobody has claimed yet. Whose
 * registration was removed without that belongs to nobody, and counts for nobody.
 */
@Entity("presence")
@Index("presence_by_session", ["sessionId", "memberId"])
@Index("presence_by_member", ["memberId"], { where: "member_id IS NOT NULL" })
@Index("presence_by_registration", ["registrationId"], { where: "registration_id IS NOT NULL" })
@Index("presence_once_per_code", ["sessionId", "memberId", "at"], { unique: true, where: "source = 'CODE'" })
@Index("presence_by_import", ["importId"], { where: "import_id IS NOT NULL" })
@Index("presence_once_per_file", ["sessionId", "registrationId"], {
  unique: true,
  where: "source = 'FILE' AND registration_id IS NOT NULL",
})
@Check("presence_of_file", "import_id IS NULL OR source = 'FILE'")
@Index("presence_undecided", ["sessionId"], { where: "waits" })
@Check("presence_source", "source IN ('CODE', 'SCAN', 'FILE', 'STAFF', 'SAID')")
@Check("presence_said", "(source = 'SAID') = (said IS NOT NULL)")
@Check("presence_decided_by", "decided_by_staff IS NULL OR decided_at IS NOT NULL")
@Check("presence_minutes", "minutes > 0 AND source IN ('FILE', 'STAFF') OR minutes IS NULL")
export class Presence {
  /** The evidence's own, given where it was taken: however often it is sent, it is there once. */
  @PrimaryColumn("uuid", { default: () => "uuid_v7()" }) id!: string;
  @Column("uuid") sessionId!: string;
  @Column("uuid", { nullable: true }) memberId!: string | null;
  @Column("uuid", { nullable: true }) registrationId!: string | null;
  @Column("text") source!: PresenceSource;
  /** The moment that it is of; of a statement that of stating it. */
  @Column("timestamptz") at!: Date;
  /** What a file or staff state; null: of a moment nothing, of a statement the whole session. */
  @Column("integer", { nullable: true }) minutes!: number | null;
  /** SHA-256 of session and device, and of session and network: alike where alike, and nothing else. */
  @Column("bytea", { nullable: true }) deviceHash!: Buffer | null;
  @Column("bytea", { nullable: true }) networkHash!: Buffer | null;
  /** What they say themselves, whom nothing else says to have been there. */
  @Column("text", { nullable: true }) said!: string | null;
  /** It was sent long after its moment, or is their own word, which nobody can check: it counts once somebody lets it. */
  @Column("boolean", { default: false }) waits!: boolean;
  /** Since when it does not count, since staff or the provider say so. */
  @Column("timestamptz", { nullable: true }) struckAt!: Date | null;
  /** When they decided whether it counts. */
  @Column("timestamptz", { nullable: true }) decidedAt!: Date | null;
  /** Whether it was staff who decided it, and not the provider; null: nobody has, or before that was kept. */
  @Column("boolean", { nullable: true }) decidedByStaff!: boolean | null;
  /** Why staff or the provider say it. */
  @Column("text", { nullable: true }) reason!: string | null;
  @Column("timestamptz") recordedAt!: Date;

  /** Which file said it last. */
  @Column("uuid", { nullable: true }) importId!: string | null;

  @ManyToOne(() => PresenceImport, { onDelete: "CASCADE" })
  @JoinColumn({ name: "import_id", foreignKeyConstraintName: "presence_import" })
  import?: PresenceImport;
  @ManyToOne(() => Session, { onDelete: "CASCADE" })
  @JoinColumn({ name: "session_id", foreignKeyConstraintName: "presence_session" })
  session?: Session;
  @ManyToOne(() => Member)
  @JoinColumn({ name: "member_id", foreignKeyConstraintName: "presence_member" })
  member?: Member;
  @ManyToOne(() => Registration, { onDelete: "SET NULL" })
  @JoinColumn({ name: "registration_id", foreignKeyConstraintName: "presence_registration" })
  registration?: Registration;
}
