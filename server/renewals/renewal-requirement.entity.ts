import { Check, Column, Entity, Index, JoinColumn, ManyToOne, PrimaryColumn, Unique } from "typeorm";
import { LicenceKind } from "../members/licence.entity.ts";
import { CreditKind } from "../policies/credit-kind.entity.ts";

/**
 * What a board wants before it renews a licence or certification, for cycles that end on a day or later, until a later row of the same code
 * begins. A cycle is judged by one row, that of its last day.
 */
@Entity("renewal_requirement")
@Unique("renewal_requirement_once_per_date", ["code", "startsOn"])
@Check("renewal_requirement_total", "total > 0")
@Check("renewal_requirement_months", "months BETWEEN 1 AND 240")
@Check("renewal_requirement_days", "opens_days BETWEEN 0 AND 7300 AND late_days BETWEEN 0 AND 3660")
export class RenewalRequirement {
  @PrimaryColumn("uuid", { default: () => "uuid_v7()" }) id!: string;
  /** Counts changes, so that two people who edit it at once do not undo each other. */
  @Column("integer", { default: 1 }) version!: number;
  /** Stable name: the rows of one are one requirement over time. */
  @Column("text") code!: string;
  /** What is renewed. */
  @Column("text") name!: string;
  /** Who renews it. */
  @Column("text") body!: string;
  /** Where the board says so. */
  @Column("text", { default: "" }) sourceUrl!: string;
  /** For cycles that end on this day or later. */
  @Column("date") startsOn!: string;
  /** Credit that a cycle must have. */
  @Column("numeric", { precision: 8, scale: 2 }) total!: string;
  /** The kind whose credit makes the total; null: the default one, of programs with this unit. */
  @Column("uuid", { nullable: true }) kindId!: string | null;
  @Column("text") creditUnit!: string;
  /** Length of a cycle. */
  @Column("integer") months!: number;
  /** From so many days before the last day one may apply; null: in the whole cycle. */
  @Column("integer", { nullable: true }) opensDays!: number | null;
  /** Until so many days after the last day one may still apply. */
  @Column("integer", { default: 0 }) lateDays!: number;
  /** Of credit from elsewhere at most so much counts; null: all of it. */
  @Column("numeric", { precision: 8, scale: 2, nullable: true }) outsideMaximum!: string | null;
  /** Of which licences the last day is that of the cycle; null: members say the day. */
  @Column("uuid", { nullable: true }) licenceKindId!: string | null;

  @ManyToOne(() => CreditKind)
  @JoinColumn({ name: "kind_id", foreignKeyConstraintName: "renewal_requirement_kind" })
  kind?: CreditKind;
  @ManyToOne(() => LicenceKind)
  @JoinColumn({ name: "licence_kind_id", foreignKeyConstraintName: "renewal_requirement_licence_kind" })
  licenceKind?: LicenceKind;
}

/** How much of a further kind of credit a cycle must have, and how much of it counts. */
@Entity("renewal_part")
@Unique("renewal_part_once", ["requirementId", "kindId"])
@Index("renewal_part_place", ["requirementId", "position"], { unique: true })
@Check("renewal_part_says_something", "coalesce(minimum, maximum) IS NOT NULL AND (minimum IS NULL OR minimum > 0)")
@Check("renewal_part_range", "minimum <= maximum")
export class RenewalPart {
  @PrimaryColumn("uuid", { default: () => "uuid_v7()" }) id!: string;
  @Column("uuid") requirementId!: string;
  @Column("uuid") kindId!: string;
  /** Place among the parts, from 1: an award of several kinds with a maximum uses them up in this order. */
  @Column("integer") position!: number;
  @Column("numeric", { precision: 8, scale: 2, nullable: true }) minimum!: string | null;
  @Column("numeric", { precision: 8, scale: 2, nullable: true }) maximum!: string | null;

  @ManyToOne(() => RenewalRequirement, { onDelete: "CASCADE" })
  @JoinColumn({ name: "requirement_id", foreignKeyConstraintName: "renewal_part_requirement" })
  requirement?: RenewalRequirement;
  @ManyToOne(() => CreditKind)
  @JoinColumn({ name: "kind_id", foreignKeyConstraintName: "renewal_part_kind" })
  kind?: CreditKind;
}
