import { Column, Entity, Index, PrimaryColumn } from "typeorm";
import type { ActorKind } from "./actor-kind.ts";

/** One line of the audit log: who did what, when and why, with what was before and after. Never changed afterwards. */
@Entity("audit_entry")
@Index("audit_entry_by_subject", ["subjectId", "at", "id"])
@Index("audit_entry_by_time", ["at", "id"])
@Index("audit_entry_by_actor", { synchronize: false })
@Index("audit_entry_by_action", { synchronize: false })
export class AuditEntry {
  @PrimaryColumn("uuid", { default: () => "uuid_v7()" }) id!: string;
  @Column("timestamptz") at!: Date;
  /** Null: the system itself, for example a scheduled job. */
  @Column("uuid", { nullable: true }) actorAccountId!: string | null;
  /** As what the account acted. */
  @Column("text") actorAs!: ActorKind;
  /** The actor's primary address at the time, so that the line reads on its own years later. */
  @Column("text") actorName!: string;
  /** Verb of the operation, such as "program.approve". */
  @Column("text") action!: string;
  @Column("text") subjectType!: string;
  @Column("uuid") subjectId!: string;
  @Column("text", { nullable: true }) reason!: string | null;
  @Column("jsonb", { nullable: true }) before!: Record<string, unknown> | null;
  @Column("jsonb", { nullable: true }) after!: Record<string, unknown> | null;
  @Column("text", { nullable: true }) requestId!: string | null;
  @Column("text", { nullable: true }) ip!: string | null;
  /** Goes into the hash, so that what was taken out of an entry cannot be guessed by it. Null in entries that were redacted. */
  @Column("uuid", { nullable: true, default: () => "uuid_v7()" }) salt!: string | null;
}
