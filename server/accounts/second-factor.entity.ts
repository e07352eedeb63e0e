import { Column, Entity, Index, JoinColumn, ManyToOne, OneToOne, PrimaryColumn, Unique } from "typeorm";
import { Account } from "./account.entity.ts";

/**
 * The authenticator app of an account (TOTP, RFC 6238). An account with a confirmed one has no sign-in that did not show it: whoever
 * confirms ends the others, in the transaction that holds the account's row.
 */
@Entity("second_factor")
export class SecondFactor {
  @PrimaryColumn("uuid") accountId!: string;
  /** The shared secret, sealed for this account. */
  @Column("bytea") secret!: Buffer;
  @Column("timestamptz") createdAt!: Date;
  /** Null: begun, and no code was typed yet. It asks nobody for anything. */
  @Column("timestamptz", { nullable: true }) confirmedAt!: Date | null;
  /** The time step of the last code that was taken: only a later one counts. Null: none was. */
  @Column("integer", { nullable: true }) lastStep!: number | null;

  @OneToOne(() => Account, { onDelete: "CASCADE" })
  @JoinColumn({ name: "account_id", foreignKeyConstraintName: "second_factor_account" })
  account?: Account;
}

/** A code on paper that counts once in place of the app or a passkey. It is deleted when it is used. */
@Entity("recovery_code")
@Unique("recovery_code_once", ["accountId", "codeHash"])
export class RecoveryCode {
  @PrimaryColumn("uuid", { default: () => "uuid_v7()" }) id!: string;
  @Column("uuid") accountId!: string;
  /** SHA-256, which is enough for 120 random bits (OWASP ASVS 5.0, 6.5.2). */
  @Column("bytea") codeHash!: Buffer;

  @ManyToOne(() => Account, { onDelete: "CASCADE" })
  @JoinColumn({ name: "account_id", foreignKeyConstraintName: "recovery_code_account" })
  account?: Account;
}

/** Somebody has shown the first factor of an account and has yet to show the second. */
@Entity("sign_in_challenge")
@Unique("sign_in_challenge_token", ["tokenHash"])
@Index("sign_in_challenge_by_account", ["accountId"])
@Index("sign_in_challenge_by_expiry", ["expiresAt"])
export class SignInChallenge {
  @PrimaryColumn("uuid", { default: () => "uuid_v7()" }) id!: string;
  @Column("uuid") accountId!: string;
  /** SHA-256 of the token that the first step answered with. */
  @Column("bytea") tokenHash!: Buffer;
  /** What was shown first, in the words of the audit log. */
  @Column("text") shown!: string;
  /** The second step counts only from what calls itself the same. */
  @Column("text") userAgent!: string;
  /** Tries that were evaluated. */
  @Column("integer", { default: 0 }) attempts!: number;
  @Column("timestamptz") expiresAt!: Date;

  @ManyToOne(() => Account, { onDelete: "CASCADE" })
  @JoinColumn({ name: "account_id", foreignKeyConstraintName: "sign_in_challenge_account" })
  account?: Account;
}
