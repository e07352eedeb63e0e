import { Check, Column, Entity, Index, JoinColumn, ManyToOne, PrimaryColumn, Unique } from "typeorm";
import { Account } from "../account.entity.ts";

/** By whom else an account is signed in: a person of an OpenID provider. */
@Entity("sign_in_identity")
@Unique("sign_in_identity_subject", ["issuer", "subject"])
@Unique("sign_in_identity_once_per_account", ["accountId", "issuer"])
export class SignInIdentity {
  @PrimaryColumn("uuid", { default: () => "uuid_v7()" }) id!: string;
  @Column("uuid") accountId!: string;
  /** The provider's own name for itself: `iss` of its tokens. */
  @Column("text") issuer!: string;
  /** The provider's name for the person, which never changes: `sub`. An e-mail address may pass to somebody else. */
  @Column("text") subject!: string;
  @Column("timestamptz") createdAt!: Date;

  @ManyToOne(() => Account, { onDelete: "CASCADE" })
  @JoinColumn({ name: "account_id", foreignKeyConstraintName: "sign_in_identity_account" })
  account?: Account;
}

/** Where a browser goes when it comes back from the provider. There is no other place: nobody can be sent elsewhere. */
export enum ReturnTo {
  ATTENDEE = "ATTENDEE",
  CONSOLE = "CONSOLE",
}

/** Somebody was sent to the provider and has not come back. Used once. */
@Entity("begun_single_sign_on")
@Unique("begun_single_sign_on_state", ["stateHash"])
@Index("begun_single_sign_on_by_expiry", ["expiresAt"])
@Check("begun_single_sign_on_return_to", "return_to IN ('ATTENDEE', 'CONSOLE')")
@Check("begun_single_sign_on_proof", "proof_of_token_hash IS NULL OR account_id IS NOT NULL")
@Check("begun_single_sign_on_bound", "(browser_hash IS NULL) <> (account_id IS NULL)")
export class BegunSingleSignOn {
  @PrimaryColumn("uuid", { default: () => "uuid_v7()" }) id!: string;
  /** SHA-256 of the `state` that the provider gives back. */
  @Column("bytea") stateHash!: Buffer;
  /** SHA-256 of the cookie of the browser that began: only that one may finish. */
  @Column("bytea", { nullable: true }) browserHash!: Buffer | null;
  /** In place of the cookie: the account that wants to be linked, which must be signed in when it comes back. */
  @Column("uuid", { nullable: true }) accountId!: string | null;
  /** Set where a sign-in that is under way shows again who is there: SHA-256 of its token. */
  @Column("bytea", { nullable: true }) proofOfTokenHash!: Buffer | null;
  @Column("text") nonce!: string;
  /** Of PKCE (RFC 7636). */
  @Column("text") codeVerifier!: string;
  @Column("text") returnTo!: ReturnTo;
  @Column("timestamptz") expiresAt!: Date;

  @ManyToOne(() => Account, { onDelete: "CASCADE" })
  @JoinColumn({ name: "account_id", foreignKeyConstraintName: "begun_single_sign_on_account" })
  account?: Account;
}
