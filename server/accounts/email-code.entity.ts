import { Column, Entity, JoinColumn, OneToOne, PrimaryColumn } from "typeorm";
import { EmailAddress } from "./account.entity.ts";

/** The code that was mailed to an address which its account has yet to verify. A new code replaces the old one. */
@Entity("email_code")
export class EmailCode {
  @PrimaryColumn("uuid") emailAddressId!: string;
  /** Argon2 of the code. Null until it is mailed. */
  @Column("text", { nullable: true }) codeHash!: string | null;
  /** Tries that were evaluated. */
  @Column("integer", { default: 0 }) attempts!: number;
  @Column("timestamptz") expiresAt!: Date;

  @OneToOne(() => EmailAddress, { onDelete: "CASCADE" })
  @JoinColumn({ name: "email_address_id", foreignKeyConstraintName: "email_code_address" })
  emailAddress?: EmailAddress;
}
