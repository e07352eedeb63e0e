import { Check, Column, Entity, PrimaryColumn } from "typeorm";

/** What the accreditor has set for the whole installation: one row. */
@Entity("accreditor_settings")
@Check("accreditor_settings_one_row", "id = 1")
export class AccreditorSettings {
  @PrimaryColumn("integer", { default: 1 }) id!: number;
  @Column("text") accreditorName!: string;
  /** The accreditor's name for a member number: heading of the roster's ID column. Source: seeds/002. */
  @Column("text") memberIdLabel!: string;
  /** Letter that program numbers begin with. */
  @Column("text") programLetter!: string;
  /** The accreditor's own zone: decides the year of a program number and the day of an issue date. */
  @Column("text") timeZone!: string;
  /** How many days after an offering ends its attendance may be reported. A shorter one closes windows that are open now. Source: seeds/002. */
  @Column("integer") reportingDays!: number;
  /** Code of the credit rule that new programs get. */
  @Column("text") creditRuleCode!: string;
  @Column("text") signatoryName!: string;
  @Column("text") signatoryTitle!: string;
}
