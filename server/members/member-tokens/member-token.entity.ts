import { Column, Entity, Index, JoinColumn, ManyToOne, PrimaryColumn, Unique } from "typeorm";
import { ApiKey } from "../../accounts/api-keys/api-key.entity.ts";
import type { MemberScope } from "../../core/member-scopes.ts";
import { Member } from "../member.entity.ts";

/**
 * With what a key of the accreditor acts for a member, for minutes. The token itself is never stored. The database deletes it when its key is
 * revoked, and when the member is merged, erased, deactivated or gets another account, or the account is shut: it never comes back with them.
 */
@Entity("member_token")
@Unique("member_token_hash", ["tokenHash"])
@Index("member_token_by_member", ["memberId"])
@Index("member_token_by_key", ["apiKeyId"])
@Index("member_token_by_end", ["expiresAt"])
export class MemberToken {
  @PrimaryColumn("uuid", { default: () => "uuid_v7()" }) id!: string;
  /** SHA-256 of the token. */
  @Column("bytea") tokenHash!: Buffer;
  @Column("uuid") memberId!: string;
  @Column("uuid") apiKeyId!: string;
  @Column("text", { array: true }) scopes!: MemberScope[];
  @Column("timestamptz") createdAt!: Date;
  @Column("timestamptz") expiresAt!: Date;

  @ManyToOne(() => Member, { onDelete: "CASCADE" })
  @JoinColumn({ name: "member_id", foreignKeyConstraintName: "member_token_member" })
  member?: Member;
  @ManyToOne(() => ApiKey, { onDelete: "CASCADE" })
  @JoinColumn({ name: "api_key_id", foreignKeyConstraintName: "member_token_key" })
  apiKey?: ApiKey;
}
