import { Check, Column, Entity, Index, JoinColumn, ManyToOne, PrimaryColumn, Unique } from "typeorm";
import type { StaffRole } from "../core/staff-roles.ts";
import { AccountStatus } from "./account.status.ts";

/** A sign-in. */
@Entity("account")
@Index("account_by_survivor", ["mergedIntoId"], { where: "merged_into_id IS NOT NULL" })
@Index("account_of_staff", ["id"], { where: "staff_roles <> '{}'" })
@Check("account_ended", "status IN ('ACTIVE', 'DISABLED') OR password_hash IS NULL AND staff_roles = '{}'")
@Check(
  "account_status",
  `status IN ('ACTIVE', 'DISABLED', 'MERGED', 'ERASED') AND (status = 'ACTIVE') = (disabled_at IS NULL)
   AND (merged_into_id IS NULL OR status IN ('MERGED', 'ERASED')) AND (status <> 'MERGED' OR merged_into_id IS NOT NULL)
   AND (erased_at IS NULL OR status = 'ERASED')`,
)
@Check("account_staff_roles", "staff_roles <@ '{REVIEWER,REGISTRAR,FINANCE,AUDITOR,ADMINISTRATOR}'::text[]")
export class Account {
  @PrimaryColumn("uuid", { default: () => "uuid_v7()" }) id!: string;
  /** Null: nobody can sign in until a password is set. */
  @Column("text", { nullable: true }) passwordHash!: string | null;
  @Column("text", { default: AccountStatus.ACTIVE }) status!: AccountStatus;
  /** None: not of the accreditor's staff. */
  @Column("text", { array: true, default: "{}" }) staffRoles!: StaffRole[];
  /** BCP 47 tag of the language that its mails are written in. */
  @Column("text", { default: "en" }) language!: string;
  @Column("timestamptz") createdAt!: Date;
  /** Since when nobody can sign in to it; null while it is ACTIVE. */
  @Column("timestamptz", { nullable: true }) disabledAt!: Date | null;
  /** The account that has its addresses now: both were one person's. */
  @Column("uuid", { nullable: true }) mergedIntoId!: string | null;
  /** Since when it is nobody's. */
  @Column("timestamptz", { nullable: true }) erasedAt!: Date | null;
  /** Of the small world: its password is known to everybody. */
  @Column("boolean", { default: false }) demo!: boolean;

  @ManyToOne(() => Account)
  @JoinColumn({ name: "merged_into_id", foreignKeyConstraintName: "account_merged_into" })
  mergedInto?: Account;
}

/** An e-mail address of an account. Once verified it belongs to that account alone. */
@Entity("email_address")
@Unique("email_address_once_per_account", ["accountId", "address"])
@Index("email_address_verified_once", ["address"], { unique: true, where: "verified_at IS NOT NULL" })
@Index("email_address_one_primary", ["accountId"], { unique: true, where: "is_primary" })
@Check("email_address_lower_case", "address = lower(address)")
export class EmailAddress {
  @PrimaryColumn("uuid", { default: () => "uuid_v7()" }) id!: string;
  @Column("uuid") accountId!: string;
  /** In lower case. */
  @Column("text") address!: string;
  @Column("boolean", { default: false }) isPrimary!: boolean;
  @Column("timestamptz", { nullable: true }) verifiedAt!: Date | null;

  @ManyToOne(() => Account, { onDelete: "CASCADE" })
  @JoinColumn({ name: "account_id", foreignKeyConstraintName: "email_address_account" })
  account?: Account;
}

/** A sign-in that is under way. The token itself is never stored. */
@Entity("access_token")
@Unique("access_token_hash", ["tokenHash"])
@Index("access_token_by_account", ["accountId"])
export class AccessToken {
  @PrimaryColumn("uuid", { default: () => "uuid_v7()" }) id!: string;
  @Column("uuid") accountId!: string;
  /** SHA-256 of the token. */
  @Column("bytea") tokenHash!: Buffer;
  @Column("timestamptz") createdAt!: Date;
  @Column("timestamptz") expiresAt!: Date;
  /** When a request last came with it, to within five minutes. */
  @Column("timestamptz", { default: () => "now()" }) lastUsedAt!: Date;
  /** When it was last shown, by a password or the like, that the account's owner is there. */
  @Column("timestamptz", { default: () => "now()" }) provedAt!: Date;
  /** What the browser or program called itself when it signed in. */
  @Column("text", { default: "" }) userAgent!: string;

  @ManyToOne(() => Account, { onDelete: "CASCADE" })
  @JoinColumn({ name: "account_id", foreignKeyConstraintName: "access_token_account" })
  account?: Account;
}
