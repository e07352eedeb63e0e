import { Column, Entity, PrimaryColumn } from "typeorm";

/** Bytes that are kept as they are: issued PDFs. Beside their owners' tables, so that lists never read them. */
@Entity("stored_file")
export class StoredFile {
  @PrimaryColumn("uuid", { default: () => "uuid_v7()" }) id!: string;
  @Column("text") mediaType!: string;
  @Column("integer") byteSize!: number;
  /** SHA-256 of the bytes. */
  @Column("bytea") sha256!: Buffer;
  @Column("bytea") content!: Buffer;
  @Column("timestamptz") createdAt!: Date;
}
