import { Check, Column, Entity, Index, JoinColumn, ManyToOne, PrimaryColumn, Unique } from "typeorm";
import { Account } from "../accounts/account.entity.ts";

/** What may need a second person. */
export enum RequestKind {
  ERASE_MEMBER = "ERASE_MEMBER",
  MERGE_MEMBERS = "MERGE_MEMBERS",
  MERGE_PROVIDERS = "MERGE_PROVIDERS",
  UPDATE_SETTINGS = "UPDATE_SETTINGS",
}

/**
 * What one of the staff wants done, and a second one has yet to approve. It is deleted when that one has decided, or when it has run out:
 * the audit log has what became of it.
 */
@Entity("waiting_request")
@Unique("waiting_request_once", ["fingerprint"])
@Index("waiting_request_by_account", ["requestedByAccountId"])
@Index("waiting_request_by_expiry", ["expiresAt"])
@Check("waiting_request_kind", "kind IN ('ERASE_MEMBER', 'MERGE_MEMBERS', 'MERGE_PROVIDERS', 'UPDATE_SETTINGS')")
export class WaitingRequest {
  @PrimaryColumn("uuid", { default: () => "uuid_v7()" }) id!: string;
  @Column("text") kind!: RequestKind;
  /** What the operation is called with, by name. */
  @Column("jsonb") arguments!: Record<string, unknown>;
  /** SHA-256 of both: the same is asked for once. */
  @Column("bytea") fingerprint!: Buffer;
  /** Whom it is about. */
  @Column("uuid", { array: true }) memberIds!: string[];
  @Column("text") reason!: string;
  @Column("uuid") requestedByAccountId!: string;
  @Column("timestamptz") requestedAt!: Date;
  @Column("timestamptz") expiresAt!: Date;

  @ManyToOne(() => Account, { onDelete: "CASCADE" })
  @JoinColumn({ name: "requested_by_account_id", foreignKeyConstraintName: "waiting_request_account" })
  requestedBy?: Account;
}
