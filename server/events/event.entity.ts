import { Check, Column, Entity, Index, PrimaryColumn, Unique } from "typeorm";
import type { EventFacts, EventType } from "./event.types.ts";

/**
 * Something that happened. Written by triggers of the tables that it happens in, in the transaction that makes it: whoever changes a program
 * tells of it, whether they know or not.
 */
@Entity("event")
@Unique("event_number_once", ["number"])
@Index("event_by_provider", ["providerId", "number"])
@Index("event_by_time", ["at"])
@Index("event_unnumbered", ["place"], { where: "number IS NULL" })
@Check(
  "event_type",
  "type IN ('PROGRAM_SUBMITTED', 'PROGRAM_DECIDED', 'PROGRAM_POSTPONED', 'PROGRAM_CANCELLED', 'ATTENDANCE_RECORDED', 'ATTENDANCE_UNDONE', 'CERTIFICATE_ISSUED', 'CERTIFICATE_SUPERSEDED', 'CERTIFICATE_REVOKED', 'FEE_DUE', 'FEE_PAID', 'MEMBER_CHANGED', 'MEMBER_MERGED')",
)
export class Event {
  @PrimaryColumn("uuid", { default: () => "uuid_v7()" }) id!: string;
  /** In which order events were written; of those of one thing also the order in which they were committed. */
  @Column("bigint", { default: () => "nextval('event_place')" }) place!: string;
  /** Its place in the feed, given after its transaction was committed: see `numberEvents`. Null: not yet. */
  @Column("bigint", { nullable: true }) number!: string | null;
  @Column("timestamptz", { default: () => "now()" }) at!: Date;
  @Column("text") type!: EventType;
  /** The thing that it happened to: what happens to one is told in its order. */
  @Column("uuid") subjectId!: string;
  /** Whose it is. Null: the accreditor's alone. No foreign key: the row is of what was, not of what is. */
  @Column("uuid", { nullable: true }) providerId!: string | null;
  /** IDs and states, as the type of the event has them. */
  @Column("jsonb") facts!: EventFacts;
}
