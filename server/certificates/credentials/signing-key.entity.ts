import { Check, Column, Entity, Index, PrimaryColumn } from "typeorm";

/**
 * A key that signs credentials (Ed25519). One is in force; the public parts of those before it are kept for ever, since what they signed is
 * still to be checked. The database refuses to change or delete one, but for sealing it anew and for retiring it.
 */
@Entity("signing_key")
@Check("signing_key_retired", "(retired_at IS NULL) = (sealed_private_key IS NOT NULL)")
@Index("signing_key_in_force", { synchronize: false })
export class SigningKey {
  @PrimaryColumn("uuid", { default: () => "uuid_v7()" }) id!: string;
  /** 32 bytes as base64url: the `x` of RFC 8037. */
  @Column("text") publicKey!: string;
  /** The `d` that belongs to it, sealed with the installation's key; null once it is retired, so that nobody signs with it again. */
  @Column("bytea", { nullable: true }) sealedPrivateKey!: Buffer | null;
  @Column("timestamptz") createdAt!: Date;
  /** Since when another signs in its place; null: it is in force. */
  @Column("timestamptz", { nullable: true }) retiredAt!: Date | null;
}
