import { Check, Column, Entity, JoinColumn, ManyToOne, OneToOne, PrimaryColumn } from "typeorm";
import { Certificate } from "../certificate.entity.ts";
import { SigningKey } from "./signing-key.entity.ts";

/**
 * What a certificate says, signed when it was issued; of one that was issued before that came, when it was first asked for. Never altered: the
 * database refuses. It goes when its certificate goes.
 */
@Entity("certificate_credential")
export class CertificateCredential {
  @PrimaryColumn("uuid") certificateId!: string;
  @Column("uuid") signingKeyId!: string;
  /** The JSON that was signed, with its proof, byte for byte. */
  @Column("text") document!: string;
  /** The same claims as a signed token (VC-JWT). */
  @Column("text") token!: string;
  @Column("timestamptz") madeAt!: Date;

  @OneToOne(() => Certificate, { onDelete: "CASCADE" })
  @JoinColumn({ name: "certificate_id", foreignKeyConstraintName: "certificate_credential_certificate" })
  certificate?: Certificate;
  @ManyToOne(() => SigningKey)
  @JoinColumn({ name: "signing_key_id", foreignKeyConstraintName: "certificate_credential_signing_key" })
  signingKey?: SigningKey;
}

/** Bits of a status list: as few as the standard allows, so that a list never tells which of few it is about. */
export const statusListLength = 131_072;

/**
 * The place of a credential in the public lists of status. A trigger sets both marks with the certificate's status, and a place stays when
 * the certificate is gone: nobody else gets it, and whoever still holds the credential learns what was true last.
 */
@Entity("credential_status")
@Check("credential_status_place", `list >= 1 AND position BETWEEN 0 AND ${statusListLength - 1}`)
export class CredentialStatus {
  /** Number of the list, from 1. */
  @PrimaryColumn("integer") list!: number;
  /** Drawn at random among those that are free, so that it says nothing of when it was made. */
  @PrimaryColumn("integer") position!: number;
  @Column("uuid", { nullable: true, unique: true }) certificateId!: string | null;
  /** Whether the certificate holds no more, for whatever reason. */
  @Column("boolean") ended!: boolean;
  /** Whether a later one took its place. */
  @Column("boolean") superseded!: boolean;

  // It stands in the credential that the certificate carries, and is taken before the certificate is there.
  @OneToOne(() => Certificate, { onDelete: "SET NULL", deferrable: "INITIALLY DEFERRED" })
  @JoinColumn({ name: "certificate_id", foreignKeyConstraintName: "credential_status_certificate" })
  certificate?: Certificate;
}
