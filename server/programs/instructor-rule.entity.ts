import { Check, Column, Entity, JoinColumn, ManyToOne, PrimaryColumn } from "typeorm";
import { ProgramType } from "./program.entity.ts";

/**
 * What who speaks at sessions of a type of conference earns of them, for those that begin on a day or later. A type without a row: nothing
 * besides what attendees earn. Source: product design, *Dated policy*.
 */
@Entity("instructor_rule")
@Check("instructor_rule_multiple", "multiple > 0 AND multiple <= 10 OR multiple IS NULL AND NOT first_time_only")
export class InstructorRule {
  @PrimaryColumn("uuid") typeId!: string;
  @PrimaryColumn("date") startsOn!: string;
  /** So many times what attendees earn of the session; null: nothing of its own. */
  @Column("numeric", { precision: 4, scale: 2, nullable: true }) multiple!: string | null;
  /** Whether who has given the talk before earns nothing of it. */
  @Column("boolean") firstTimeOnly!: boolean;

  @ManyToOne(() => ProgramType)
  @JoinColumn({ name: "type_id", foreignKeyConstraintName: "instructor_rule_type" })
  type?: ProgramType;
}
