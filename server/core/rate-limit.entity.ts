import { Column, Entity, Index, PrimaryColumn } from "typeorm";

/** How often one thing was done by one somebody in the window that runs. Unlogged: a crash of the database forgets them. */
@Entity("rate_limit")
@Index("rate_limit_by_reset", ["resetsAt"])
export class RateLimitCount {
  /** SHA-256 of what and whose: addresses are not kept as they are. */
  @PrimaryColumn("bytea") key!: Buffer;
  @Column("integer") hits!: number;
  @Column("timestamptz") resetsAt!: Date;
}
