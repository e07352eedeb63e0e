import { Check, Column, Entity, PrimaryColumn } from "typeorm";

/** How many days after an offering ends its attendance may be reported, from a day on: for offerings that end on it or later. */
@Entity("reporting_days")
@Check("reporting_days_positive", "days > 0")
export class ReportingDays {
  @PrimaryColumn("date") startsOn!: string;
  @Column("integer") days!: number;
}
