import { Check, Column, Entity, Index, JoinColumn, ManyToOne, PrimaryColumn } from "typeorm";
import type { Moves } from "../core/transitions.ts";
import { Invoice } from "./invoice.entity.ts";

export enum CardPaymentStatus {
  /** Stripe was asked for it. */
  OPEN = "OPEN",
  PAID = "PAID",
  /** Nobody paid in time. */
  EXPIRED = "EXPIRED",
  /** What Stripe said was paid is not what was asked: staff look into it, and nothing is written into the ledger. */
  WRONG = "WRONG",
}

const s = CardPaymentStatus;

/** Which status may follow which: messages of Stripe come in any order. */
export const cardPaymentMoves = {
  OPEN: [s.PAID, s.EXPIRED, s.WRONG],
  PAID: [],
  EXPIRED: [s.PAID],
  WRONG: [s.PAID],
} satisfies Moves<CardPaymentStatus>;

/** A payment of what is due of an invoice, by Stripe Checkout. */
@Entity("card_payment")
@Index("card_payment_by_invoice", ["invoiceId", "createdAt"])
@Index("card_payment_by_intent", ["paymentIntent"])
@Check("card_payment_status", "status IN ('OPEN', 'PAID', 'EXPIRED', 'WRONG')")
@Check(
  "card_payment_amounts",
  "amount > 0 AND refunded >= 0 AND refund_noted BETWEEN 0 AND amount AND dispute_noted BETWEEN 0 AND amount",
)
export class CardPayment {
  /** Stripe has it as `client_reference_id`, and idempotency goes by it. */
  @PrimaryColumn("uuid", { default: () => "uuid_v7()" }) id!: string;
  @Column("uuid") invoiceId!: string;
  /** In cents. */
  @Column("integer") amount!: number;
  @Column("text") currency!: string;
  @Column("text", { default: CardPaymentStatus.OPEN }) status!: CardPaymentStatus;
  /** Stripe's ID of it; null until it was paid. */
  @Column("text", { nullable: true }) paymentIntent!: string | null;
  /** All that Stripe says was given back; it may say so before it says that anything was paid. */
  @Column("integer", { default: 0 }) refunded!: number;
  /** What of it stands in the ledger. */
  @Column("integer", { default: 0 }) refundNoted!: number;
  /** What the ledger says that disputes have taken. */
  @Column("integer", { default: 0 }) disputeNoted!: number;
  @Column("timestamptz") createdAt!: Date;

  @ManyToOne(() => Invoice)
  @JoinColumn({ name: "invoice_id", foreignKeyConstraintName: "card_payment_invoice" })
  invoice?: Invoice;
}

/** A cardholder's objection, as far as Stripe has told of it. Money is gone while it is withdrawn and not reinstated. */
@Entity("card_dispute")
@Index("card_dispute_by_intent", ["paymentIntent"])
export class CardDispute {
  /** Stripe's. */
  @PrimaryColumn("text") id!: string;
  @Column("text") paymentIntent!: string;
  @Column("integer") amount!: number;
  @Column("boolean", { default: false }) withdrawn!: boolean;
  @Column("boolean", { default: false }) reinstated!: boolean;
}
