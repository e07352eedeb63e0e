import { Check, Column, Entity, Index, JoinColumn, ManyToOne, PrimaryColumn, Unique } from "typeorm";
import type { ApiScope } from "../../core/api-scopes.ts";
import { Account } from "../account.entity.ts";

/** What a partner front end signs in with. The key itself is never stored. */
@Entity("api_key")
@Unique("api_key_hash", ["keyHash"])
@Check("api_key_kind", `(sandbox = starts_with(prefix, 'accrue_test_'::text))`)
@Index("api_key_by_provider", ["providerId", "createdAt"])
export class ApiKey {
  @PrimaryColumn("uuid", { default: () => "uuid_v7()" }) id!: string;
  @Column("text") name!: string;
  /** How the key begins: enough to recognise it. */
  @Column("text") prefix!: string;
  /** SHA-256 of the key. */
  @Column("bytea") keyHash!: Buffer;
  @Column("text", { array: true }) scopes!: ApiScope[];
  /** Whom it acts for. Null: the accreditor. No foreign key, since providers stand later in the order of domains. */
  @Column("uuid", { nullable: true }) providerId!: string | null;
  /** Whether it leads to the sandbox, and to nothing else. */
  @Column("boolean", { default: false }) sandbox!: boolean;
  @Column("uuid") createdByAccountId!: string;
  @Column("timestamptz") createdAt!: Date;
  @Column("timestamptz") expiresAt!: Date;
  /** When a request last came with it, to within a minute. */
  @Column("timestamptz", { nullable: true }) lastUsedAt!: Date | null;
  @Column("timestamptz", { nullable: true }) revokedAt!: Date | null;
  /** The key that replaces it: both are good until this one runs out. */
  @Column("uuid", { nullable: true }) replacedById!: string | null;

  @ManyToOne(() => Account)
  @JoinColumn({ name: "created_by_account_id", foreignKeyConstraintName: "api_key_creator" })
  createdBy?: Account;
}
