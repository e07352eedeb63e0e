import { Column, Entity, PrimaryColumn } from "typeorm";

/** What staff have written for attendees in one language, in the place of what comes with the program. */
@Entity("kit_words")
export class KitWords {
  /** BCP 47 tag. */
  @PrimaryColumn("text") language!: string;
  @Column("text") mailSubject!: string;
  @Column("text") mailText!: string;
  @Column("text") instructions!: string;
  @Column("timestamptz") changedAt!: Date;
}
