import { Check, Column, Entity, Index, PrimaryColumn } from "typeorm";

/** Bytes that are kept as they are: issued PDFs. Beside their owners' tables, so that lists never read them. */
@Entity("stored_file")
@Check("stored_file_somewhere", "content IS NOT NULL OR object_name IS NOT NULL")
@Check("stored_file_object", "(object_name IS NULL) = (object_key IS NULL)")
@Index("stored_file_in_database", ["id"], { where: "content IS NOT NULL AND NOT stays_here" })
@Index("stored_file_by_object", ["objectName"], { unique: true, where: "object_name IS NOT NULL" })
export class StoredFile {
  @PrimaryColumn("uuid", { default: () => "uuid_v7()" }) id!: string;
  @Column("text") mediaType!: string;
  @Column("integer") byteSize!: number;
  /** SHA-256 of the bytes. */
  @Column("bytea") sha256!: Buffer;
  /** Null: the bytes stand outside of the database alone. */
  @Column("bytea", { nullable: true }) content!: Buffer | null;
  /** Under which the bytes stand, or are about to, in the store outside of the database; never given again. */
  @Column("uuid", { nullable: true }) objectName!: string | null;
  /** Opens what stands there. Without it the bytes there are noise. */
  @Column("bytea", { nullable: true }) objectKey!: Buffer | null;
  /** Whether the bytes are read so often, as a logo's are, that they always stand in the database. */
  @Column("boolean", { default: false }) staysHere!: boolean;
  @Column("timestamptz") createdAt!: Date;
}

/** Bytes outside of the database that no file has any more, until they are gone. Written by a trigger, whoever lets go of them. */
@Entity("removed_object")
@Index("removed_object_by_day", ["dueAt"])
export class RemovedObject {
  @PrimaryColumn("uuid") name!: string;
  /** When it is to be removed next. */
  @Column("timestamptz", { default: () => "now()" }) dueAt!: Date;
  /** When the store first said that it was gone. It is removed once more a day later: one that was being put then may have come after. */
  @Column("timestamptz", { nullable: true }) goneAt!: Date | null;
}
