import { Check, Column, Entity, Index, JoinColumn, ManyToOne, PrimaryColumn, Unique } from "typeorm";
import { Account } from "../accounts/account.entity.ts";
import { Event } from "./event.entity.ts";
import type { EventType } from "./event.types.ts";

/** Why nothing is sent to a webhook any more. */
export enum StopReason {
  BY_HAND = "BY_HAND",
  FAILING = "FAILING",
  GONE = "GONE",
  MAKER_GONE = "MAKER_GONE",
}

/** An address to which events are sent. */
@Entity("webhook")
@Index("webhook_by_provider", ["providerId", "createdAt"])
@Index("webhook_active", ["spreadTo"], { where: "stopped_at IS NULL" })
@Check("webhook_stopped", "(stopped_at IS NULL) = (stopped_because IS NULL)")
@Check("webhook_stop_reason", "stopped_because IN ('BY_HAND', 'FAILING', 'GONE', 'MAKER_GONE')")
@Check("webhook_overlap", "(previous_secret IS NULL) = (previous_until IS NULL)")
export class Webhook {
  @PrimaryColumn("uuid", { default: () => "uuid_v7()" }) id!: string;
  @Column("text") url!: string;
  /** Empty: all. */
  @Column("text", { array: true }) types!: EventType[];
  /** Whose events it is sent. Null: the accreditor's, who is sent all. */
  @Column("uuid", { nullable: true }) providerId!: string | null;
  /** Who stands for it: it is sent something for as long as that account could make it. */
  @Column("uuid") createdByAccountId!: string;
  @Column("timestamptz") createdAt!: Date;
  /** Signs what is sent; sealed. */
  @Column("bytea") secret!: Buffer;
  /** The secret before, which signs as well until then. */
  @Column("bytea", { nullable: true }) previousSecret!: Buffer | null;
  @Column("timestamptz", { nullable: true }) previousUntil!: Date | null;
  /** The number of the last event of which it is known whether it is sent here. */
  @Column("bigint") spreadTo!: string;
  /** Tries in a row of which none was taken. */
  @Column("integer", { default: 0 }) failures!: number;
  /** Nothing is tried before then. */
  @Column("timestamptz", { nullable: true }) resumeAt!: Date | null;
  @Column("timestamptz", { nullable: true }) lastSuccessAt!: Date | null;
  @Column("timestamptz", { nullable: true }) stoppedAt!: Date | null;
  @Column("text", { nullable: true }) stoppedBecause!: StopReason | null;

  @ManyToOne(() => Account)
  @JoinColumn({ name: "created_by_account_id", foreignKeyConstraintName: "webhook_creator" })
  createdBy?: Account;
}

/** Why a try was no success, where nobody answered. */
export enum DeliveryProblem {
  /** The address leads to a network that is not public. */
  PRIVATE_ADDRESS = "PRIVATE_ADDRESS",
  UNKNOWN_HOST = "UNKNOWN_HOST",
  UNREACHABLE = "UNREACHABLE",
  TIMEOUT = "TIMEOUT",
  CERTIFICATE = "CERTIFICATE",
  /** There was an answer, and it is none that says that the event was taken. */
  ANSWER = "ANSWER",
}

/** One event on its way to one webhook. */
@Entity("webhook_delivery")
@Unique("webhook_delivery_once", ["webhookId", "eventId"])
@Index("webhook_delivery_by_number", ["webhookId", "number"])
@Index("webhook_delivery_waiting", ["webhookId", "number"], { where: "done_at IS NULL" })
@Index("webhook_delivery_of_subject", ["webhookId", "subjectId", "number"], { where: "done_at IS NULL" })
@Index("webhook_delivery_of_event", ["eventId"])
@Check(
  "webhook_delivery_problem",
  "problem IN ('PRIVATE_ADDRESS', 'UNKNOWN_HOST', 'UNREACHABLE', 'TIMEOUT', 'CERTIFICATE', 'ANSWER')",
)
export class WebhookDelivery {
  @PrimaryColumn("uuid", { default: () => "uuid_v7()" }) id!: string;
  @Column("uuid") webhookId!: string;
  @Column("uuid") eventId!: string;
  /** The event's. */
  @Column("bigint") number!: string;
  /** The event's: what happened to one thing is sent in order. */
  @Column("uuid") subjectId!: string;
  @Column("integer", { default: 0 }) attempts!: number;
  /** Not tried before then. */
  @Column("timestamptz") nextAt!: Date;
  @Column("timestamptz", { nullable: true }) firstAt!: Date | null;
  @Column("timestamptz", { nullable: true }) triedAt!: Date | null;
  /** When it was taken, or given up. Null: it waits. */
  @Column("timestamptz", { nullable: true }) doneAt!: Date | null;
  @Column("boolean", { default: false }) gaveUp!: boolean;
  /** The status of the last answer. */
  @Column("integer", { nullable: true }) answer!: number | null;
  @Column("text", { nullable: true }) problem!: DeliveryProblem | null;
  @Column("integer", { nullable: true }) tookMs!: number | null;

  @ManyToOne(() => Webhook, { onDelete: "CASCADE" })
  @JoinColumn({ name: "webhook_id", foreignKeyConstraintName: "webhook_delivery_to" })
  webhook?: Webhook;
  @ManyToOne(() => Event, { onDelete: "CASCADE" })
  @JoinColumn({ name: "event_id", foreignKeyConstraintName: "webhook_delivery_event" })
  event?: Event;
}
