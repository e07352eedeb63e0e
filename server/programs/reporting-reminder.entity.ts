import { Column, Entity, JoinColumn, ManyToOne, PrimaryColumn } from "typeorm";
import { Offering } from "./program.entity.ts";

/** That a provider was reminded of a report, or told of its deadline so late that no reminder was needed. */
@Entity("reporting_reminder")
export class ReportingReminder {
  @PrimaryColumn("uuid") offeringId!: string;
  /** The deadline of which it tells: a later one has reminders of its own. */
  @PrimaryColumn("date") dueOn!: string;
  /** How many days before the deadline it was for; -1: the day after. One that comes later makes those before it needless. */
  @PrimaryColumn("integer") daysBefore!: number;
  @Column("timestamptz") remindedAt!: Date;

  @ManyToOne(() => Offering, { onDelete: "CASCADE" })
  @JoinColumn({ name: "offering_id", foreignKeyConstraintName: "reporting_reminder_offering" })
  offering?: Offering;
}
