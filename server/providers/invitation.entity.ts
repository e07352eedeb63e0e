import { Check, Column, Entity, Index, JoinColumn, ManyToOne, PrimaryColumn, Unique } from "typeorm";
import type { ProviderRole } from "../core/viewer.ts";
import { Provider } from "./provider.entity.ts";

/** Somebody was asked to act for a provider. Gone once it is accepted or taken back. */
@Entity("invitation")
@Unique("invitation_token", ["tokenHash"])
@Index("invitation_once_per_address", ["providerId", "address"], { unique: true })
@Check("invitation_role", "role IN ('OWNER', 'EDITOR')")
export class Invitation {
  @PrimaryColumn("uuid", { default: () => "uuid_v7()" }) id!: string;
  @Column("uuid") providerId!: string;
  /** In lower case. */
  @Column("text") address!: string;
  @Column("text") role!: ProviderRole;
  /** Whose word it goes by: it is good while they own the provider. Null: it was mailed before that was kept. */
  @Column("uuid", { nullable: true }) invitedByAccountId!: string | null;
  /** SHA-256 of the token in the mail. */
  @Column("bytea") tokenHash!: Buffer;
  @Column("timestamptz") createdAt!: Date;
  @Column("timestamptz") expiresAt!: Date;

  @ManyToOne(() => Provider, { onDelete: "CASCADE" })
  @JoinColumn({ name: "provider_id", foreignKeyConstraintName: "invitation_provider" })
  provider?: Provider;
}
