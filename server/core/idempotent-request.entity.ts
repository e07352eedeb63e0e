import { Column, Entity, Index, PrimaryColumn } from "typeorm";

/** How long an answer is kept to be given again. Stripe keeps them as long. */
export const idempotencyHours = 24;

/** A mutation that came with an `Idempotency-Key`, and how it was answered. */
@Entity("idempotent_request")
@Index("idempotent_request_by_time", ["createdAt"])
export class IdempotentRequest {
  /** Whose: the ID of an API key or account. */
  @PrimaryColumn("text") owner!: string;
  /** SHA-256 of the header. */
  @PrimaryColumn("bytea") keyHash!: Buffer;
  /** SHA-256 of what was asked. */
  @Column("bytea") fingerprint!: Buffer;
  /** Of the answer; null while the first request is under way. */
  @Column("integer", { nullable: true }) status!: number | null;
  /** The answer; null while it is under way, and where it had a secret. */
  @Column("text", { nullable: true }) body!: string | null;
  /** Whether a transaction of it was committed: from then on it must not be carried out again. */
  @Column("boolean", { default: false }) carriedOut!: boolean;
  @Column("timestamptz") createdAt!: Date;
}
