import { Check, Column, Entity, Index, JoinColumn, ManyToOne, PrimaryColumn, Unique } from "typeorm";
import { AccessToken, Account } from "../account.entity.ts";
import { SignInChallenge } from "../second-factor.entity.ts";

/**
 * A key pair that a device or a password manager keeps for an account (WebAuthn Level 3). Its holder unlocks it by a PIN, a finger or a
 * face, so it shows two factors at once: what one has, and what one knows or is.
 */
@Entity("passkey")
@Unique("passkey_credential", ["credentialId"])
@Index("passkey_by_account", ["accountId"])
@Check("passkey_name", "name <> ''")
export class Passkey {
  @PrimaryColumn("uuid", { default: () => "uuid_v7()" }) id!: string;
  @Column("uuid") accountId!: string;
  /** What its owner calls it. */
  @Column("text") name!: string;
  /** The name that the authenticator gave it: nobody else's is the same. */
  @Column("bytea") credentialId!: Buffer;
  /** In COSE (RFC 9052). No secret. */
  @Column("bytea") publicKey!: Buffer;
  /** How often it was used, as the authenticator counts; 0 for good where it does not count. */
  @Column("bigint") counter!: string;
  /** How a browser reaches it, as the browser said: `internal`, `usb`, `hybrid` and the like. */
  @Column("text", { array: true }) transports!: string[];
  @Column("timestamptz") createdAt!: Date;
  @Column("timestamptz", { nullable: true }) lastUsedAt!: Date | null;

  @ManyToOne(() => Account, { onDelete: "CASCADE" })
  @JoinColumn({ name: "account_id", foreignKeyConstraintName: "passkey_account" })
  account?: Account;
}

/** What a passkey is asked for: a challenge for one purpose is good for no other. */
export enum PasskeyPurpose {
  /** To be added to the account that is signed in. */
  ADD = "ADD",
  /** To show once more who is there, for one sign-in. */
  CONFIRM = "CONFIRM",
  /** As the second step of a sign-in. */
  SECOND_STEP = "SECOND_STEP",
  /** To sign in without anything else. */
  SIGN_IN = "SIGN_IN",
}

/** Random bytes that a passkey is to sign. It is deleted when an answer comes, whatever that is. */
@Entity("passkey_challenge")
@Unique("passkey_challenge_hash", ["challengeHash"])
@Index("passkey_challenge_by_expiry", ["expiresAt"])
@Index("passkey_challenge_by_account", ["accountId"])
@Index("passkey_challenge_by_access_token", ["accessTokenId"])
@Index("passkey_challenge_by_sign_in_challenge", ["signInChallengeId"])
@Check("passkey_challenge_purpose", "purpose IN ('ADD', 'CONFIRM', 'SECOND_STEP', 'SIGN_IN')")
@Check(
  "passkey_challenge_bound",
  `(account_id IS NULL) = (purpose = 'SIGN_IN') AND (access_token_id IS NOT NULL) = (purpose IN ('ADD', 'CONFIRM'))
   AND (sign_in_challenge_id IS NOT NULL) = (purpose = 'SECOND_STEP')`,
)
export class PasskeyChallenge {
  @PrimaryColumn("uuid", { default: () => "uuid_v7()" }) id!: string;
  /** SHA-256 of the challenge as the browser writes it. */
  @Column("bytea") challengeHash!: Buffer;
  @Column("text") purpose!: PasskeyPurpose;
  /** Whose passkey it must be; null: it says so itself. */
  @Column("uuid", { nullable: true }) accountId!: string | null;
  /** The sign-in that asked for it: it counts for that one alone, and ends with it. */
  @Column("uuid", { nullable: true }) accessTokenId!: string | null;
  /** The half of a sign-in that it completes. */
  @Column("uuid", { nullable: true }) signInChallengeId!: string | null;
  /** Only what calls itself the same may answer. */
  @Column("text") userAgent!: string;
  @Column("timestamptz") expiresAt!: Date;

  @ManyToOne(() => Account, { onDelete: "CASCADE" })
  @JoinColumn({ name: "account_id", foreignKeyConstraintName: "passkey_challenge_account" })
  account?: Account;
  @ManyToOne(() => AccessToken, { onDelete: "CASCADE" })
  @JoinColumn({ name: "access_token_id", foreignKeyConstraintName: "passkey_challenge_access_token" })
  accessToken?: AccessToken;
  @ManyToOne(() => SignInChallenge, { onDelete: "CASCADE" })
  @JoinColumn({ name: "sign_in_challenge_id", foreignKeyConstraintName: "passkey_challenge_sign_in_challenge" })
  signInChallenge?: SignInChallenge;
}
