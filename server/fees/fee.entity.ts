import { Check, Column, Entity, Index, JoinColumn, ManyToOne, PrimaryColumn } from "typeorm";
import type { ActorKind } from "../core/actor-kind.ts";
import { Program, ProgramType } from "../programs/program.entity.ts";
import { Provider } from "../providers/provider.entity.ts";

/** What a fee is for. */
export enum Fee {
  /** An application is handed in. */
  APPLICATION = "APPLICATION",
  /** Attendance is reported. */
  FILING = "FILING",
  /** It is reported after the time that everybody has. */
  LATE = "LATE",
}

/** What fees there are from a day on, until the next policy. Amounts are whole cents. */
@Entity("fee_policy")
@Check("fee_policy_currency", "currency ~ '^[A-Z]{3}$'")
@Check(
  "fee_policy_amounts",
  "application_fee >= 0 AND filing_fee >= 0 AND filing_fee_per_credit >= 0 AND filing_fee_per_attendee >= 0 AND filing_fee_most >= 0 AND late_fee >= 0",
)
@Check("fee_policy_tax", "tax_percent BETWEEN 0 AND 50 AND (tax_percent = 0 OR tax_name <> '')")
@Index("fee_policy_one_a_day", { synchronize: false })
export class FeePolicy {
  @PrimaryColumn("uuid", { default: () => "uuid_v7()" }) id!: string;
  /** In the accreditor's time zone. */
  @Column("date") startsOn!: string;
  /** The type of program that it is for; null: every type. */
  @Column("uuid", { nullable: true }) typeId!: string | null;
  /** ISO 4217. */
  @Column("text") currency!: string;
  @Column("integer", { default: 0 }) applicationFee!: number;
  @Column("integer", { default: 0 }) filingFee!: number;
  /** For each credit that the program is approved for, the part of one counts as its part, rounded half up. */
  @Column("integer", { default: 0 }) filingFeePerCredit!: number;
  /** For each person whose attendance is on record. */
  @Column("integer", { default: 0 }) filingFeePerAttendee!: number;
  /** The filing fee is at most so much; null: no limit. */
  @Column("integer", { nullable: true }) filingFeeMost!: number | null;
  @Column("integer", { default: 0 }) lateFee!: number;
  /** Whether certificates wait until filing and late fee are settled. */
  @Column("boolean") holdsCertificates!: boolean;
  /** Whether filing and late fees that are open on its first day are waived. */
  @Column("boolean", { default: false }) waivesOpenFees!: boolean;
  /** What a provider is told. */
  @Column("text", { default: "" }) howToPay!: string;
  /** What the tax that fees include is called on an invoice; empty: there is none. */
  @Column("text", { default: "" }) taxName!: string;
  @Column("numeric", { precision: 5, scale: 2, default: 0 }) taxPercent!: string;
  @Column("timestamptz") createdAt!: Date;

  @ManyToOne(() => ProgramType)
  @JoinColumn({ name: "type_id", foreignKeyConstraintName: "fee_policy_type" })
  type?: ProgramType;
}

/** A special rate of one fee, from its first day to the end of its last in the accreditor's time zone. */
@Entity("fee_promotion")
@Check("fee_promotion_days", "starts_on <= ends_on")
@Check("fee_promotion_fee", "fee IN ('APPLICATION', 'FILING')")
@Check("fee_promotion_rate", "rate >= 0")
@Check("fee_promotion_code", "code ~ '^[A-Z0-9]{4,20}$'")
@Index("fee_promotion_by_code", ["code"], { where: "code IS NOT NULL" })
export class FeePromotion {
  @PrimaryColumn("uuid", { default: () => "uuid_v7()" }) id!: string;
  @Column("text") name!: string;
  @Column("text") fee!: Fee.APPLICATION | Fee.FILING;
  @Column("date") startsOn!: string;
  @Column("date") endsOn!: string;
  /** In cents: the fee is at most so much. */
  @Column("integer") rate!: number;
  /** Holds only for programs for which it was named; null: for all. */
  @Column("text", { nullable: true }) code!: string | null;
  @Column("timestamptz") createdAt!: Date;
}

/** The code of a special rate was named for a program. */
@Entity("promotion_use")
export class PromotionUse {
  @PrimaryColumn("uuid") programId!: string;
  @PrimaryColumn("uuid") promotionId!: string;
  @Column("timestamptz") at!: Date;

  @ManyToOne(() => Program)
  @JoinColumn({ name: "program_id", foreignKeyConstraintName: "promotion_use_program" })
  program?: Program;
  @ManyToOne(() => FeePromotion)
  @JoinColumn({ name: "promotion_id", foreignKeyConstraintName: "promotion_use_promotion" })
  promotion?: FeePromotion;
}

export enum LedgerKind {
  CHARGE = "CHARGE",
  PAYMENT = "PAYMENT",
  WAIVER = "WAIVER",
  /** Paid money that is given back. */
  REFUND = "REFUND",
  /** Money of a provider beyond what it owed: its credit. */
  SURPLUS = "SURPLUS",
  /** Credit that is given back as money. */
  PAYOUT = "PAYOUT",
}

/** What a payment or refund moved. */
export enum Through {
  MONEY = "MONEY",
  /** The provider's credit: nothing came in or went out. */
  CREDIT = "CREDIT",
}

/** One line of the ledger. The database refuses to change or delete it. */
@Entity("ledger_entry")
@Index("ledger_entry_by_program", ["programId", "at", "id"])
@Index("ledger_entry_by_provider", ["providerId", "at", "id"])
@Index("ledger_entry_by_time", ["at", "id"])
@Check("ledger_entry_kind", "kind IN ('CHARGE', 'PAYMENT', 'WAIVER', 'REFUND', 'SURPLUS', 'PAYOUT')")
@Check("ledger_entry_through", "through IN ('MONEY', 'CREDIT')")
@Check(
  "ledger_entry_about",
  "(kind IN ('SURPLUS', 'PAYOUT')) = (program_id IS NULL) AND (program_id IS NULL) = (fee IS NULL)",
)
@Check("ledger_entry_fee", "fee IN ('APPLICATION', 'FILING', 'LATE')")
@Check("ledger_entry_amount", "amount > 0")
@Check("ledger_entry_policy_of_charge", "kind <> 'CHARGE' OR policy_id IS NOT NULL")
@Check("ledger_entry_reason", "kind = 'CHARGE' OR coalesce(reason, reference) IS NOT NULL")
export class LedgerEntry {
  @PrimaryColumn("uuid", { default: () => "uuid_v7()" }) id!: string;
  @Column("uuid") providerId!: string;
  /** Null where it is about the provider's credit alone. */
  @Column("uuid", { nullable: true }) programId!: string | null;
  @Column("text") kind!: LedgerKind;
  /** Null as the program is. */
  @Column("text", { nullable: true }) fee!: Fee | null;
  /** In cents, over 0: the kind says which way. */
  @Column("integer") amount!: number;
  @Column("text") currency!: string;
  @Column("timestamptz") at!: Date;
  @Column("uuid", { nullable: true }) actorAccountId!: string | null;
  /** STAFF or SYSTEM. */
  @Column("text") actorAs!: ActorKind;
  @Column("text", { nullable: true }) reason!: string | null;
  /** Number of a cheque or transfer. */
  @Column("text", { nullable: true }) reference!: string | null;
  @Column("text", { default: Through.MONEY }) through!: Through;
  @Column("uuid", { nullable: true }) policyId!: string | null;
  @Column("uuid", { nullable: true }) promotionId!: string | null;

  @ManyToOne(() => Provider)
  @JoinColumn({ name: "provider_id", foreignKeyConstraintName: "ledger_entry_provider" })
  provider?: Provider;
  @ManyToOne(() => Program)
  @JoinColumn({ name: "program_id", foreignKeyConstraintName: "ledger_entry_program" })
  program?: Program;
  @ManyToOne(() => FeePolicy)
  @JoinColumn({ name: "policy_id", foreignKeyConstraintName: "ledger_entry_policy" })
  policy?: FeePolicy;
  @ManyToOne(() => FeePromotion)
  @JoinColumn({ name: "promotion_id", foreignKeyConstraintName: "ledger_entry_promotion" })
  promotion?: FeePromotion;
}
