import { Entity, JoinColumn, ManyToOne, PrimaryColumn } from "typeorm";
import { Licence } from "../members/licence.entity.ts";
import { RenewalRequirement } from "./renewal-requirement.entity.ts";

/** That somebody was looked at for a reminder of what is missing for a renewal, so many days before their licence ends. */
@Entity("renewal_reminder")
export class RenewalReminder {
  @PrimaryColumn("uuid") licenceId!: string;
  @PrimaryColumn("uuid") requirementId!: string;
  /** The licence's last day, as it was then: with another day another cycle ends. */
  @PrimaryColumn("date") expiresOn!: string;
  @PrimaryColumn("integer") days!: number;

  @ManyToOne(() => Licence, { onDelete: "CASCADE" })
  @JoinColumn({ name: "licence_id", foreignKeyConstraintName: "renewal_reminder_licence" })
  licence?: Licence;
  @ManyToOne(() => RenewalRequirement, { onDelete: "CASCADE" })
  @JoinColumn({ name: "requirement_id", foreignKeyConstraintName: "renewal_reminder_requirement" })
  requirement?: RenewalRequirement;
}
