import { Check, Column, Entity, Index, JoinColumn, ManyToOne, PrimaryColumn, Unique } from "typeorm";
import { Account } from "../accounts/account.entity.ts";
import type { ProviderRole, ProviderStatus } from "../core/viewer.ts";

/** An organisation that submits programs and reports who attended. */
@Entity("provider")
@Unique("provider_number_once", ["number"])
@Index("provider_by_status", ["status", "number"])
@Check("provider_status", "status IN ('APPLIED', 'ACTIVE', 'SUSPENDED', 'MERGED')")
@Check("provider_merged_status", "(status = 'MERGED') = (merged_into_id IS NOT NULL)")
@Index("provider_by_merged_into", ["mergedIntoId"], { where: "merged_into_id IS NOT NULL" })
export class Provider {
  @PrimaryColumn("uuid", { default: () => "uuid_v7()" }) id!: string;
  /** P0001 and on; the prefix is a setting. */
  @Column("text") number!: string;
  @Column("text") name!: string;
  /** Postal address, of several lines. Certificates show it where the accreditor has set so: some states ask for it. Empty: none. */
  @Column("text", { default: "" }) address!: string;
  /** Whom to ask there. Empty: nobody was named. */
  @Column("text", { default: "" }) contactName!: string;
  @Column("text", { default: "" }) contactEmail!: string;
  /** Http or https address. Empty: none. */
  @Column("text", { default: "" }) webPage!: string;
  @Column("text") status!: ProviderStatus;
  /** Of name, address, contact and web page. */
  @Column("integer", { default: 1 }) version!: number;
  @Column("timestamptz") createdAt!: Date;
  /** The one that has everything of it now; null: it was not merged. */
  @Column("uuid", { nullable: true }) mergedIntoId!: string | null;

  @ManyToOne(() => Provider)
  @JoinColumn({ name: "merged_into_id", foreignKeyConstraintName: "provider_merged_into" })
  mergedInto?: Provider;
}

/** An account that may act for a provider. */
@Entity("provider_account")
@Index("provider_account_by_account", ["accountId"])
@Check("provider_account_role", "role IN ('OWNER', 'EDITOR')")
export class ProviderAccount {
  @PrimaryColumn("uuid") providerId!: string;
  @PrimaryColumn("uuid") accountId!: string;
  @Column("text") role!: ProviderRole;

  @ManyToOne(() => Provider, { onDelete: "CASCADE" })
  @JoinColumn({ name: "provider_id", foreignKeyConstraintName: "provider_account_provider" })
  provider?: Provider;
  @ManyToOne(() => Account, { onDelete: "CASCADE" })
  @JoinColumn({ name: "account_id", foreignKeyConstraintName: "provider_account_account" })
  account?: Account;
}
