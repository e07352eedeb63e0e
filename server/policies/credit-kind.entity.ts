import { Check, Column, Entity, Index, JoinColumn, ManyToOne, PrimaryColumn, Unique } from "typeorm";

/**
 * What is earned. One is the default: the credit that every program has, whose amounts are its own columns, and whose rule and unit are those
 * of the program. Further ones, such as nursing contact hours, or ethics inside the default, have amounts of their own beside it.
 */
@Entity("credit_kind")
@Unique("credit_kind_code_once", ["code"])
@Index("credit_kind_default_once", ["isDefault"], { unique: true, where: "is_default" })
@Check(
  "credit_kind_default",
  "is_default = (rule_code IS NULL) AND NOT (is_default AND (part_of_id IS NOT NULL OR ends_on IS NOT NULL OR professions <> '{}'))",
)
@Check("credit_kind_of_another", "part_of_id <> id")
@Check("credit_kind_days", "starts_on <= ends_on")
export class CreditKind {
  @PrimaryColumn("uuid", { default: () => "uuid_v7()" }) id!: string;
  /** Counts changes, so that two people who edit it at once do not undo each other. */
  @Column("integer", { default: 1 }) version!: number;
  /** Stable name for imports and the headings of rosters. */
  @Column("text") code!: string;
  @Column("text") name!: string;
  /** What one credit of it is called. */
  @Column("text") unit!: string;
  @Column("boolean", { default: false }) isDefault!: boolean;
  /** The code of the credit rule by which minutes become credit of it; null: the default kind goes by the program's. */
  @Column("text", { nullable: true }) ruleCode!: string | null;
  /** The kind whose credit includes it: nobody earns more of it than of that one. */
  @Column("uuid", { nullable: true }) partOfId!: string | null;
  /** Who recognises it, as certificates print it; empty: the accreditor. */
  @Column("text", { default: "" }) approvingBody!: string;
  /** Whom it is for; none: for everybody. */
  @Column("text", { array: true, default: () => "'{}'" }) professions!: string[];
  /** First and last day on which it is earned. */
  @Column("date") startsOn!: string;
  @Column("date", { nullable: true }) endsOn!: string | null;
  @Column("integer") position!: number;

  @ManyToOne(() => CreditKind)
  @JoinColumn({ name: "part_of_id", foreignKeyConstraintName: "credit_kind_part_of" })
  partOf?: CreditKind;
}
