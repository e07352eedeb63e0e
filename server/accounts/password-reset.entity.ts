import { Column, Entity, Index, PrimaryColumn, Unique } from "typeorm";

/** Somebody asked for a new password. Written alike for known and unknown addresses; only a known one gets a token. */
@Entity("password_reset")
@Unique("password_reset_token", ["tokenHash"])
@Index("password_reset_by_account", ["accountId"])
@Index("password_reset_by_expiry", ["expiresAt"])
export class PasswordReset {
  @PrimaryColumn("uuid", { default: () => "uuid_v7()" }) id!: string;
  /** As it was asked for, in lower case. */
  @Column("text") address!: string;
  /** Whose password; null until the mail is written, and for good where nobody has the address. */
  @Column("uuid", { nullable: true }) accountId!: string | null;
  /** SHA-256 of the token in the mail. */
  @Column("bytea", { nullable: true }) tokenHash!: Buffer | null;
  @Column("timestamptz") createdAt!: Date;
  @Column("timestamptz") expiresAt!: Date;
}
