import { Check, Column, Entity, Index, JoinColumn, ManyToOne, PrimaryColumn } from "typeorm";
import { Account } from "../../account.entity.ts";
import { ApiKey } from "../api-key.entity.ts";

/** A document that is known by its hash. */
@Entity("trusted_document")
@Index("trusted_document_once", { synchronize: false })
@Index("trusted_document_by_key", ["apiKeyId", "hash"])
@Check("trusted_document_kept", "kept_until IS NULL OR api_key_id IS NULL")
@Check("trusted_document_registrant", "registered_by_account_id IS NULL OR registered_by_key_id IS NULL")
export class TrustedDocument {
  @PrimaryColumn("uuid", { default: () => "uuid_v7()" }) id!: string;
  /** Whose it is: known to that key, and to what acts for members by it. Null: to everybody. */
  @Column("uuid", { nullable: true }) apiKeyId!: string | null;
  /** SHA-256 of the text. */
  @Column("bytea") hash!: Buffer;
  /** What its operation is called. */
  @Column("text") name!: string;
  @Column("text") text!: string;
  @Column("timestamptz") registeredAt!: Date;
  /** Who registered it: a person, or a key. Neither: a build of our own clients, or somebody before that was kept. */
  @Column("uuid", { nullable: true }) registeredByAccountId!: string | null;
  @Column("uuid", { nullable: true }) registeredByKeyId!: string | null;
  /** When a request last named it, to within a day. Of what our own clients name it is not kept. */
  @Column("timestamptz", { nullable: true }) lastUsedAt!: Date | null;
  /** Of a document of our own clients: until then it is known after the last server that has such a client was there. Null: until it is removed. */
  @Column("timestamptz", { nullable: true }) keptUntil!: Date | null;

  @ManyToOne(() => ApiKey, { onDelete: "CASCADE" })
  @JoinColumn({ name: "api_key_id", foreignKeyConstraintName: "trusted_document_key" })
  apiKey?: ApiKey;
  @ManyToOne(() => Account)
  @JoinColumn({ name: "registered_by_account_id", foreignKeyConstraintName: "trusted_document_account" })
  registeredByAccount?: Account;
  @ManyToOne(() => ApiKey, { onDelete: "SET NULL" })
  @JoinColumn({ name: "registered_by_key_id", foreignKeyConstraintName: "trusted_document_registered_by_key" })
  registeredByKey?: ApiKey;
}
