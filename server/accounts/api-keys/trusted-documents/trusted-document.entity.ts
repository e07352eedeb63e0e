import { Check, Column, Entity, Index, JoinColumn, ManyToOne, PrimaryColumn } from "typeorm";
import { ApiKey } from "../api-key.entity.ts";

/** A document that is known by its hash. */
@Entity("trusted_document")
@Index("trusted_document_once", { synchronize: false })
@Index("trusted_document_by_key", ["apiKeyId", "hash"])
@Check("trusted_document_kept", "kept_until IS NULL OR api_key_id IS NULL")
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
  /** Of a document of our own clients: until then it is known after the last server that has such a client was there. Null: until it is removed. */
  @Column("timestamptz", { nullable: true }) keptUntil!: Date | null;

  @ManyToOne(() => ApiKey, { onDelete: "CASCADE" })
  @JoinColumn({ name: "api_key_id", foreignKeyConstraintName: "trusted_document_key" })
  apiKey?: ApiKey;
}
