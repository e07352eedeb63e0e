import { Check, Column, Entity, PrimaryColumn, Unique } from "typeorm";

/** How minutes become credit. Rows are dated: a change is a new row, and old programs keep the row they were approved under. */
@Entity("credit_rule")
@Unique("credit_rule_once_per_date", ["code", "startsOn"])
@Check("credit_rule_terms", "minutes_per_unit > 0 AND step > 0 AND minimum_minutes >= 0 AND minimum_credits >= 0")
@Check("credit_rule_rounding", "rounding IN ('HALF_UP', 'DOWN')")
export class CreditRule {
  @PrimaryColumn("uuid", { default: () => "uuid_v7()" }) id!: string;
  @Column("text") code!: string;
  @Column("text") name!: string;
  /** What one credit is called: CEC, CEU, AEU. */
  @Column("text") unit!: string;
  @Column("date") startsOn!: string;
  @Column("integer") minutesPerUnit!: number;
  @Column("numeric", { precision: 6, scale: 2 }) step!: string;
  /** HALF_UP is to the nearest step, a half upwards: "nearest" says nothing else once ties are settled. */
  @Column("text") rounding!: "HALF_UP" | "DOWN";
  /** A session shorter than this earns nothing. */
  @Column("integer", { default: 0 }) minimumMinutes!: number;
  /** What anything that earns at all earns at least. */
  @Column("numeric", { precision: 6, scale: 2, default: 0 }) minimumCredits!: string;
  /** Whether nothing under one whole unit is awarded. */
  @Column("boolean", { default: false }) firstUnitWhole!: boolean;
}
