import { Check, Column, Entity, Index, JoinColumn, ManyToOne, PrimaryColumn, Unique } from "typeorm";
import { CreditRule } from "../policies/credit-rule.entity.ts";
import { Provider } from "../providers/provider.entity.ts";
import { ProgramStatus } from "./program.status.ts";

/** How a type of program is completed. */
export enum ActivityForm {
  /** On an offering's days. */
  LIVE = "LIVE",
  /** By each on a day of their own, while it runs. */
  ON_DEMAND = "ON_DEMAND",
  /** On several dates, which are the offerings, and count as one. */
  SERIES = "SERIES",
  /** Its attendees claim sessions. */
  CONFERENCE = "CONFERENCE",
}

/** A kind of program. Rows that staff edit. */
@Entity("program_type")
@Unique("program_type_code_once", ["code"])
@Check("program_type_form", "form IN ('LIVE', 'ON_DEMAND', 'SERIES', 'CONFERENCE')")
@Check("program_type_dates", "dates_required > 0 AND (dates_required IS NULL OR form = 'SERIES')")
@Check("program_type_reviewers", "reviewers_required IN (1, 2)")
@Check("program_type_minutes", "minimum_minutes > 0 AND maximum_minutes >= coalesce(minimum_minutes, 1)")
export class ProgramType {
  @PrimaryColumn("uuid", { default: () => "uuid_v7()" }) id!: string;
  /** Counts changes, so that two people who edit it at once do not undo each other. */
  @Column("integer", { default: 1 }) version!: number;
  /** Stable name for imports and seeds. */
  @Column("text") code!: string;
  @Column("text") name!: string;
  /** It stays once there are programs of the type. */
  @Column("text", { default: ActivityForm.LIVE }) form!: ActivityForm;
  /** How many of a series' dates somebody must have attended; null: all. */
  @Column("integer", { nullable: true }) datesRequired!: number | null;
  /** Shortest and longest that an activity of this type may be, in minutes; null where there is no limit. */
  @Column("integer", { nullable: true }) minimumMinutes!: number | null;
  @Column("integer", { nullable: true }) maximumMinutes!: number | null;
  /** How many reviewers it takes to approve one: with 2 the first recommends, and another decides. It counts for reviews that begin then. */
  @Column("integer", { default: 1 }) reviewersRequired!: number;
  @Column("integer") position!: number;
  /** Inactive types stay on old programs and are not offered for new ones. */
  @Column("boolean", { default: true }) active!: boolean;
}

/** One activity submitted for credit. */
@Entity("program")
@Index("program_by_change", ["changedAt", "id"])
@Unique("program_number_once", ["number"])
@Index("program_by_provider", ["providerId", "id"])
@Index("program_by_status", ["status", "id"])
@Index("program_by_submission", ["submittedAt", "id"])
@Index("program_by_start", ["startsOn", "id"])
@Index("program_by_creation", ["createdAt", "id"])
@Index("program_submitted_last", { synchronize: false })
@Index("program_starts_last", { synchronize: false })
@Index("program_by_name", { synchronize: false })
@Index("program_by_number", { synchronize: false })
@Index("program_by_number_last", { synchronize: false })
@Index("program_by_name_part", { synchronize: false })
@Index("program_by_type", ["typeId", "id"])
@Check("program_credits", "requested_credits >= 0 AND credits >= 0")
@Check("program_number_once_submitted", "(number IS NULL) = (submitted_at IS NULL)")
export class Program {
  @PrimaryColumn("uuid", { default: () => "uuid_v7()" }) id!: string;
  @Column("integer", { default: 1 }) version!: number;
  @Column("text", { nullable: true }) number!: string | null;
  @Column("uuid") providerId!: string;
  @Column("uuid") typeId!: string;
  @Column("uuid") creditRuleId!: string;
  @Column("text", { default: ProgramStatus.DRAFT }) status!: ProgramStatus;
  @Column("text") name!: string;
  /** `fold(name)`, for the filter by name. */
  @Column("text") nameKey!: string;
  /** Who provides it together with its provider: names, and numbers of accounts. Only its provider acts for it. */
  @Column("text", { array: true, default: () => "'{}'" }) jointProviders!: string[];
  @Column("text", { default: "" }) description!: string;
  @Column("text", { array: true, default: () => "'{}'" }) objectives!: string[];
  /** Minutes of instruction in one offering; null until they are known. */
  @Column("integer", { nullable: true }) minutes!: number | null;
  @Column("numeric", { precision: 6, scale: 2, default: 0 }) requestedCredits!: string;
  /** What an attendee may be awarded at most; null until approved. */
  @Column("numeric", { precision: 6, scale: 2, nullable: true }) credits!: string | null;
  @Column("text", { default: "" }) contactName!: string;
  @Column("text", { default: "" }) contactEmail!: string;
  @Column("boolean", { default: false }) listOnCalendar!: boolean;
  /** The provider's page about it, which the calendar names; empty: it has none. */
  @Column("text", { default: "" }) publicUrl!: string;
  @Column("boolean", { default: false }) requestEmailBlast!: boolean;
  /** First day of its first offering and last day of its last: kept with the offerings, to sort and filter by. */
  @Column("date", { nullable: true }) startsOn!: string | null;
  @Column("date", { nullable: true }) endsOn!: string | null;
  @Column("uuid", { nullable: true }) copiedFromId!: string | null;
  @Column("timestamptz", { nullable: true }) submittedAt!: Date | null;
  @Column("timestamptz") createdAt!: Date;
  /** When it last changed, by the database's clock: its triggers say so. */
  @Column({
    type: "timestamptz",
    insert: false,
    update: false,
    default: () => "date_trunc('milliseconds', clock_timestamp())",
  })
  changedAt!: Date;

  @ManyToOne(() => Provider)
  @JoinColumn({ name: "provider_id", foreignKeyConstraintName: "program_provider" })
  provider?: Provider;
  @ManyToOne(() => ProgramType)
  @JoinColumn({ name: "type_id", foreignKeyConstraintName: "program_type_of" })
  type?: ProgramType;
  @ManyToOne(() => CreditRule)
  @JoinColumn({ name: "credit_rule_id", foreignKeyConstraintName: "program_credit_rule" })
  creditRule?: CreditRule;
  @ManyToOne(() => Program)
  @JoinColumn({ name: "copied_from_id", foreignKeyConstraintName: "program_copied_from" })
  copiedFrom?: Program;
}

/** A person who teaches in a program. */
@Entity("speaker")
@Unique("speaker_id_once", ["id"])
export class Speaker {
  @PrimaryColumn("uuid") programId!: string;
  /** Place in the application's list, from 0. */
  @PrimaryColumn("integer") position!: number;
  /** By which an import knows it again. */
  @Column("uuid", { default: () => "uuid_v7()" }) id!: string;
  @Column("text") name!: string;
  @Column("text", { default: "" }) credentials!: string;

  @ManyToOne(() => Program, { onDelete: "CASCADE" })
  @JoinColumn({ name: "program_id", foreignKeyConstraintName: "speaker_program" })
  program?: Program;
}

export enum OfferingFormat {
  IN_PERSON = "IN_PERSON",
  VIRTUAL = "VIRTUAL",
  HYBRID = "HYBRID",
}

/** One scheduled occurrence of a program. */
@Entity("offering")
@Index("offering_by_program", ["programId", "startsOn", "id"])
@Index("offering_by_start", ["startsOn", "id"])
@Index("offering_by_end", ["endsOn", "startsOn"])
@Index("offering_unreported", ["endsOn"], { where: "reported_at IS NULL AND closed_at IS NULL" })
@Index("offering_outside_number_once", ["programId", "outsideNumber"], {
  unique: true,
  where: "outside_number IS NOT NULL",
})
@Check("offering_dates", "starts_on <= ends_on")
@Check("offering_format", "format IN ('IN_PERSON', 'VIRTUAL', 'HYBRID')")
export class Offering {
  @PrimaryColumn("uuid", { default: () => "uuid_v7()" }) id!: string;
  @Column("uuid") programId!: string;
  @Column("date") startsOn!: string;
  /** Last day, inclusive, in `timeZone`. */
  @Column("date") endsOn!: string;
  /** IANA name, such as America/Chicago. */
  @Column("text") timeZone!: string;
  @Column("text") format!: OfferingFormat;
  /** City and venue of an offering in person. */
  @Column("text", { default: "" }) place!: string;
  /** Address of an offering online. */
  @Column("text", { default: "" }) url!: string;
  /** Its first day as it was first planned; null: it was never moved. */
  @Column("date", { nullable: true }) postponedFrom!: string | null;
  /** Last day to report attendance, in `timeZone`, where staff extended it; null: so many days after the end as set. */
  @Column("date", { nullable: true }) reportingExtendedTo!: string | null;
  /** When attendance was first reported. */
  @Column("timestamptz", { nullable: true }) reportedAt!: Date | null;
  /** When it was closed because nobody had reported it; null: it was not, or staff have extended its time since. */
  @Column("timestamptz", { nullable: true }) closedAt!: Date | null;
  /** Its number in the system that it came from, by which attendance that comes with it names it; null: it has none. */
  @Column("text", { nullable: true }) outsideNumber!: string | null;

  @ManyToOne(() => Program, { onDelete: "CASCADE" })
  @JoinColumn({ name: "program_id", foreignKeyConstraintName: "offering_program" })
  program?: Program;
}
