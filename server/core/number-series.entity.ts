import { Column, Entity, PrimaryColumn } from "typeorm";

/** The last number given in a series, such as the programs of one year. */
@Entity("number_series")
export class NumberSeries {
  @PrimaryColumn("text") name!: string;
  @Column("integer") last!: number;
}
