import { Check, Column, Entity, Index, JoinColumn, ManyToOne, PrimaryColumn, Unique } from "typeorm";
import { type CertificateEvent, certificateEvents } from "../../../packages/log/certificate-event.ts";

/**
 * A log of what was issued and ended, which everybody can read and nobody can change unseen. One goes on; those before it were ended where a
 * restored backup knew less than had been published.
 */
@Entity("certificate_log")
@Unique("certificate_log_origin_once", ["origin"])
@Index("certificate_log_open", { synchronize: false })
export class CertificateLog {
  /** From 1. It stands in the addresses of what belongs to it. */
  @PrimaryColumn("integer") number!: number;
  /** What the log is called for ever: the server's address when it began, without its scheme. */
  @Column("text") origin!: string;
  @Column("timestamptz") beganAt!: Date;
  /** Null: it goes on. */
  @Column("timestamptz", { nullable: true }) endedAt!: Date | null;
}

/**
 * An event in the life of a certificate. Triggers write it with the change itself; its place in the log comes later, and everything else
 * stays for ever, also when the certificate is gone: it names nobody.
 */
@Entity("certificate_log_entry")
@Unique("certificate_log_entry_position_once", ["log", "position"])
@Index("certificate_log_entry_waiting", ["place"], { where: "position IS NULL" })
@Index("certificate_log_entry_by_certificate", ["certificateId", "place"])
@Check("certificate_log_entry_position", "(log IS NULL) = (position IS NULL) AND position >= 0")
@Check("certificate_log_entry_hash", "octet_length(sha256) = 32 AND octet_length(salt) = 16")
@Check("certificate_log_entry_event", `event IN (${certificateEvents.map((event) => `'${event}'`).join(", ")})`)
export class CertificateLogEntry {
  /** In the order of what happened to one certificate. */
  @PrimaryColumn("bigint", { default: () => "nextval('certificate_log_place')" }) place!: string;
  @Column("uuid") certificateId!: string;
  @Column("text") event!: CertificateEvent;
  /** The certificate's. */
  @Column("text") number!: string;
  @Column("timestamptz", { default: () => "now()" }) at!: Date;
  /** SHA-256 of its PDF, or of its credential. */
  @Column("bytea") sha256!: Buffer;
  /** 16 random bytes. */
  @Column("bytea", { default: () => "uuid_send(gen_random_uuid())" }) salt!: Buffer;
  /** Null, as the position: it waits for the next checkpoint. */
  @Column("integer", { nullable: true }) log!: number | null;
  /** Its index in the log, from 0. */
  @Column("bigint", { nullable: true }) position!: string | null;

  @ManyToOne(() => CertificateLog)
  @JoinColumn({ name: "log", foreignKeyConstraintName: "certificate_log_entry_log" })
  ofLog?: CertificateLog;
}

/** A stretch of the log's tree: up to 256 hashes of one level (c2sp.org/tlog-tiles). It only grows. */
@Entity("certificate_log_tile")
@Check("certificate_log_tile_hashes", "octet_length(hashes) % 32 = 0 AND octet_length(hashes) BETWEEN 32 AND 8192")
export class CertificateLogTile {
  @PrimaryColumn("integer") log!: number;
  @PrimaryColumn("smallint") level!: number;
  @PrimaryColumn("bigint") number!: string;
  @Column("bytea") hashes!: Buffer;

  @ManyToOne(() => CertificateLog)
  @JoinColumn({ name: "log", foreignKeyConstraintName: "certificate_log_tile_log" })
  ofLog?: CertificateLog;
}

/** A head of the log that was signed. */
@Entity("certificate_log_checkpoint")
export class CertificateLogCheckpoint {
  @PrimaryColumn("integer") log!: number;
  /** How many entries there were. */
  @PrimaryColumn("bigint") size!: string;
  /** As it was signed (c2sp.org/tlog-checkpoint). */
  @Column("text") note!: string;
  /** Lines of witnesses. */
  @Column("text", { array: true, default: () => "'{}'" }) cosignatures!: string[];
  @Column("timestamptz") madeAt!: Date;

  @ManyToOne(() => CertificateLog)
  @JoinColumn({ name: "log", foreignKeyConstraintName: "certificate_log_checkpoint_log" })
  ofLog?: CertificateLog;
}

/** How far a witness has followed the log. */
@Entity("certificate_log_witness")
export class CertificateLogWitness {
  @PrimaryColumn("integer") log!: number;
  @PrimaryColumn("text") name!: string;
  /** Entries of the last checkpoint that it signed. */
  @Column("bigint") size!: string;
  /** When it refused one that does not extend what it saw. Null: it never did. */
  @Column("timestamptz", { nullable: true }) refusedAt!: Date | null;

  @ManyToOne(() => CertificateLog)
  @JoinColumn({ name: "log", foreignKeyConstraintName: "certificate_log_witness_log" })
  ofLog?: CertificateLog;
}
