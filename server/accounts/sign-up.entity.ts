import { Check, Column, Entity, Index, PrimaryColumn, Unique } from "typeorm";

/** What somebody registers as. Each kind is completed by the domain that knows it. */
export enum SignUpKind {
  ATTENDEE = "ATTENDEE",
  PROVIDER = "PROVIDER",
}

/**
 * Somebody registered and has not yet typed the code that went to the address. Written alike for known and unknown
 * addresses; a known one never gets a code here, so that it cannot be confirmed.
 */
@Entity("sign_up")
@Unique("sign_up_token", ["tokenHash"])
@Index("sign_up_by_expiry", ["expiresAt"])
@Check("sign_up_kind", "kind IN ('ATTENDEE', 'PROVIDER')")
export class SignUp {
  @PrimaryColumn("uuid", { default: () => "uuid_v7()" }) id!: string;
  @Column("text") kind!: SignUpKind;
  /** In lower case. */
  @Column("text") address!: string;
  @Column("text") passwordHash!: string;
  /** BCP 47 tag of the language that the mailed code, and then the account's mails, are written in. */
  @Column("text", { default: "en" }) language!: string;
  /** The rest of the form, by kind. */
  @Column("jsonb") details!: Record<string, string>;
  /** SHA-256 of the token that the browser holds: a code counts only beside it. */
  @Column("bytea") tokenHash!: Buffer;
  /** Argon2 of the mailed code, since eight digits are soon tried out against a fast hash. Null until it is mailed. */
  @Column("text", { nullable: true }) codeHash!: string | null;
  /** Tries that were evaluated. */
  @Column("integer", { default: 0 }) attempts!: number;
  @Column("timestamptz") createdAt!: Date;
  @Column("timestamptz") expiresAt!: Date;
}
