import { Check, Column, Entity, Index, JoinColumn, ManyToOne, PrimaryColumn, Unique } from "typeorm";
import { Member } from "../members/member.entity.ts";
import { Program } from "../programs/program.entity.ts";

/** A part of a conference that may earn credit of its own. A conference is a program of the type CONFERENCE. */
@Entity("session")
@Unique("session_once_per_file_id", ["programId", "externalId"])
@Index("session_by_program", ["programId", "startsAt", "id"])
@Index("session_by_original", ["recordingOfId"], { where: "recording_of_id IS NOT NULL" })
@Check("session_times", "starts_at < ends_at AND minutes > 0")
@Check("session_credits", "credits >= 0")
@Check("session_no_recording_of_itself", "recording_of_id <> id")
export class Session {
  @PrimaryColumn("uuid", { default: () => "uuid_v7()" }) id!: string;
  /** Counts changes by hand and by files. */
  @Column("integer", { default: 1 }) version!: number;
  @Column("uuid") programId!: string;
  /** What makes it the same session in the next version of a schedule file; null: entered by hand, no file has it. */
  @Column("text", { nullable: true }) externalId!: string | null;
  /** What makes it the same talk as another session of the file, held once more; null: no file says so. */
  @Column("text", { nullable: true }) talkKey!: string | null;
  @Column("text") title!: string;
  @Column("text", { nullable: true }) subtitle!: string | null;
  @Column("timestamptz") startsAt!: Date;
  /** From the start up to, and without, this instant. */
  @Column("timestamptz") endsAt!: Date;
  /** Elapsed whole minutes from start to end. */
  @Column("integer") minutes!: number;
  @Column("text", { array: true, default: () => "'{}'" }) speakers!: string[];
  @Column("text", { nullable: true }) room!: string | null;
  @Column("text", { nullable: true }) track!: string | null;
  /** As the file calls it: "Lecture", "Coffee Break". */
  @Column("text", { nullable: true }) type!: string | null;
  @Column("boolean") virtual!: boolean;
  /** Somebody decided, so that no file changes it any more. */
  @Column("boolean", { default: false }) virtualSetByHand!: boolean;
  @Column("boolean") eligible!: boolean;
  @Column("boolean", { default: false }) eligibleSetByHand!: boolean;
  /** That was staff: then its provider changes it no more. */
  @Column("boolean", { default: false }) eligibleSetByStaff!: boolean;
  /** What its minutes earn by the program's credit rule, or what staff have set. */
  @Column("numeric", { precision: 6, scale: 2 }) credits!: string;
  /** Why staff have set its credits by hand; null: they are computed. */
  @Column("text", { nullable: true }) creditsReason!: string | null;
  /** Day from which it can be watched, where it is a recording; null for one that is held at its time. */
  @Column("date", { nullable: true }) releasedOn!: string | null;
  /** The original, where this is a recording of another session: that one's ID, not that of a recording between. */
  @Column("uuid", { nullable: true }) recordingOfId!: string | null;
  /** The types of registration that may claim it; null: all. */
  @Column("text", { array: true, nullable: true }) registrationTypes!: string[] | null;
  /** Since when the schedule does not have it any more; it stays because somebody claimed it. */
  @Column("timestamptz", { nullable: true }) removedAt!: Date | null;

  @ManyToOne(() => Program, { onDelete: "CASCADE" })
  @JoinColumn({ name: "program_id", foreignKeyConstraintName: "session_program" })
  program?: Program;
  @ManyToOne(() => Session, { onDelete: "SET NULL" })
  @JoinColumn({ name: "recording_of_id", foreignKeyConstraintName: "session_recording_of" })
  recordingOf?: Session;
}

/**
 * One attendee's booking of one conference. It belongs to whoever verifies its address, until a member claims under it: from
 * then on it is that member's, wherever the address goes.
 */
@Entity("registration")
@Unique("registration_once_per_address", ["programId", "email"])
@Unique("registration_of_member", ["id", "memberId"])
@Unique("registration_once_per_badge", ["programId", "badgeCode"])
@Index("registration_by_address", ["email"])
@Index("registration_by_member", ["memberId"], { where: "member_id IS NOT NULL" })
@Check("registration_email_lower_case", "email = lower(email)")
@Check("registration_badge_code", "badge_code ~ '^[0-9A-HJKMNP-TV-Z]{12}$'")
@Check("registration_access", "access_from <= access_until")
export class Registration {
  @PrimaryColumn("uuid", { default: () => "uuid_v7()" }) id!: string;
  @Column("integer", { default: 1 }) version!: number;
  @Column("uuid") programId!: string;
  /** The member who claimed under it first, and the only one who can; null: nobody has. Claims refer to both columns. */
  @Column("uuid", { nullable: true }) memberId!: string | null;
  /** In lower case. */
  @Column("text") email!: string;
  @Column("text") registrationType!: string;
  /** What stands on the badge; null: nobody has said it. */
  @Column("text", { nullable: true }) name!: string | null;
  /** First and last day of access, in the conference's time zone; null: no such limit. */
  @Column("date", { nullable: true }) accessFrom!: string | null;
  @Column("date", { nullable: true }) accessUntil!: string | null;
  /** Whether it is for virtual sessions only. */
  @Column("boolean", { default: false }) virtualOnly!: boolean;
  /** Random, and never changed: its part of the number on the badge. */
  @Column("text", { default: () => "badge_code()" }) badgeCode!: string;
  @Column("timestamptz") createdAt!: Date;

  @ManyToOne(() => Program, { onDelete: "CASCADE" })
  @JoinColumn({ name: "program_id", foreignKeyConstraintName: "registration_program" })
  program?: Program;
  @ManyToOne(() => Member)
  @JoinColumn({ name: "member_id", foreignKeyConstraintName: "registration_member" })
  member?: Member;
}
