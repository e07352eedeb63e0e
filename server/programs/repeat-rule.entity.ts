import { Check, Column, Entity, JoinColumn, ManyToOne, PrimaryColumn } from "typeorm";
import { ProgramType } from "./program.entity.ts";

/** How often one person earns credit of a program. */
export enum RepeatScope {
  OFFERING = "OFFERING",
  PROGRAM = "PROGRAM",
  YEAR = "YEAR",
  CYCLE = "CYCLE",
}

/** How often programs of a type earn, for what is completed from a day on. A type without a row: once at each offering. Source: product design, *Repeats*. */
@Entity("repeat_rule")
@Check("repeat_rule_scope", "scope IN ('OFFERING', 'PROGRAM', 'YEAR', 'CYCLE')")
@Check(
  "repeat_rule_cycle",
  "(scope = 'CYCLE') = (cycle_years IS NOT NULL) AND (scope = 'CYCLE') = (cycle_from IS NOT NULL) AND (cycle_years IS NULL OR cycle_years > 0)",
)
export class RepeatRule {
  @PrimaryColumn("uuid") typeId!: string;
  @PrimaryColumn("date") startsOn!: string;
  @Column("text") scope!: RepeatScope;
  /** How long a renewal cycle is, and a year in which one begins, on 1 January. */
  @Column("integer", { nullable: true }) cycleYears!: number | null;
  @Column("integer", { nullable: true }) cycleFrom!: number | null;

  @ManyToOne(() => ProgramType)
  @JoinColumn({ name: "type_id", foreignKeyConstraintName: "repeat_rule_type" })
  type?: ProgramType;
}

/**
 * SQL of the days within which a program of type `t` earns once, of which `day` is one; null: once at each offering, or at each date. A series earns
 * once, whatever is set.
 */
export const repeatPeriodSql = (t: string, day: string): string =>
  `(CASE WHEN ${t}.form = 'SERIES' THEN daterange(NULL, NULL) ELSE (
    SELECT CASE q.scope WHEN 'PROGRAM' THEN daterange(NULL, NULL)
      WHEN 'YEAR' THEN daterange(date_trunc('year', ${day}::timestamp)::date, (date_trunc('year', ${day}::timestamp) + interval '1 year')::date)
      WHEN 'CYCLE' THEN (SELECT daterange(make_date(y.first, 1, 1), make_date(y.first + q.cycle_years, 1, 1)) FROM (SELECT q.cycle_from
        + floor((extract(year FROM ${day}) - q.cycle_from) / q.cycle_years)::int * q.cycle_years AS first) y) END
    FROM repeat_rule q WHERE q.type_id = ${t}.id AND q.starts_on <= ${day} ORDER BY q.starts_on DESC LIMIT 1) END)`;
