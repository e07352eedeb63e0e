import { Check, Column, Entity, Index, JoinColumn, ManyToOne, PrimaryColumn } from "typeorm";
import { Account } from "../../accounts/account.entity.ts";
import type { MemberScope } from "../../core/member-scopes.ts";

/** What kind of program an app is, which decides how it shows who it is. */
export enum AppKind {
  /** A website with a server, which keeps a secret. */
  CONFIDENTIAL = "CONFIDENTIAL",
  /** A page whose program anybody can read: it has no secret. */
  PUBLIC = "PUBLIC",
  /** A program on a phone or computer. It has no secret, and may be answered on whatever port of its own machine is free. */
  NATIVE = "NATIVE",
}

/** A partner's program that members may let act for them. */
@Entity("app")
@Check(
  "app_kind",
  "kind IN ('CONFIDENTIAL', 'PUBLIC', 'NATIVE') AND (kind = 'CONFIDENTIAL') = (secret_hash IS NOT NULL)",
)
export class App {
  @PrimaryColumn("uuid", { default: () => "uuid_v7()" }) id!: string;
  @Column("text") name!: string;
  @Column("text") kind!: AppKind;
  /** Where people may be sent back to, letter by letter. */
  @Column("text", { array: true }) redirectUris!: string[];
  /** What it may ask members for. */
  @Column("text", { array: true }) scopes!: MemberScope[];
  /** SHA-256 of the secret of one that keeps one. */
  @Column("bytea", { nullable: true }) secretHash!: Buffer | null;
  @Column("timestamptz") createdAt!: Date;
}

/**
 * What the OAuth provider keeps: what was begun, codes, tokens, and which member let which app act. IDs are hashed, and the rest is sealed, so
 * that a copy of the database lets nobody act. The database deletes it when the account is shut, and when its member is merged, erased,
 * deactivated or gets another account.
 */
@Entity("app_state")
@Index("app_state_by_account", ["accountId", "appId"])
@Index("app_state_by_app", ["appId"])
@Index("app_state_by_grant", ["grantHash"], { where: "grant_hash IS NOT NULL" })
@Index("app_state_by_uid", ["uidHash"], { where: "uid_hash IS NOT NULL" })
@Index("app_state_by_end", ["expiresAt"])
export class AppState {
  /** Which of the provider's kinds of things it is. */
  @PrimaryColumn("text") kind!: string;
  @PrimaryColumn("bytea") idHash!: Buffer;
  @Column("bytea") sealed!: Buffer;
  @Column("uuid", { nullable: true }) accountId!: string | null;
  @Column("uuid", { nullable: true }) appId!: string | null;
  /** SHA-256 of the consent that it stands on; of a consent, of itself. */
  @Column("bytea", { nullable: true }) grantHash!: Buffer | null;
  @Column("bytea", { nullable: true }) uidHash!: Buffer | null;
  @Column("timestamptz", { nullable: true }) consumedAt!: Date | null;
  @Column("timestamptz") createdAt!: Date;
  @Column("timestamptz") expiresAt!: Date;

  @ManyToOne(() => Account, { onDelete: "CASCADE" })
  @JoinColumn({ name: "account_id", foreignKeyConstraintName: "app_state_account" })
  account?: Account;
  @ManyToOne(() => App, { onDelete: "CASCADE" })
  @JoinColumn({ name: "app_id", foreignKeyConstraintName: "app_state_app" })
  app?: App;
}

/** A key that signs ID tokens (RSA). The newest signs; those before it are told of for as long as what they signed counts. */
@Entity("app_key")
export class AppKey {
  @PrimaryColumn("uuid", { default: () => "uuid_v7()" }) id!: string;
  /** The key as a JWK, sealed with the installation's. */
  @Column("bytea") sealed!: Buffer;
  @Column("timestamptz") createdAt!: Date;
}
