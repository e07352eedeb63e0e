import { Check, Column, Entity, Index, JoinColumn, ManyToOne, PrimaryColumn, Unique } from "typeorm";
import { StoredFile } from "../core/stored-file.entity.ts";
import type { Fee } from "../fees/fee.entity.ts";
import { Program } from "../programs/program.entity.ts";
import { Provider } from "../providers/provider.entity.ts";

/** A bill for fees of one provider's programs. The database refuses to change or delete it; what is due of it follows from the ledger. */
@Entity("invoice")
@Unique("invoice_number_once", ["number"])
@Index("invoice_by_provider", ["providerId", "issuedAt", "id"])
@Index("invoice_by_time", ["issuedAt", "id"])
@Index("invoice_by_file", ["fileId"])
@Check("invoice_amounts", "total > 0 AND tax >= 0 AND tax < total")
export class Invoice {
  @PrimaryColumn("uuid", { default: () => "uuid_v7()" }) id!: string;
  /** I2026-0001 and on, by the year in the accreditor's zone, without gaps. */
  @Column("text") number!: string;
  @Column("uuid") providerId!: string;
  /** ISO 4217. */
  @Column("text") currency!: string;
  /** In cents, tax included. */
  @Column("integer") total!: number;
  @Column("text") taxName!: string;
  @Column("numeric", { precision: 5, scale: 2 }) taxPercent!: string;
  /** What of the total is tax. */
  @Column("integer") tax!: number;
  @Column("timestamptz") issuedAt!: Date;
  @Column("date") dueOn!: string;
  @Column("uuid") fileId!: string;

  @ManyToOne(() => Provider)
  @JoinColumn({ name: "provider_id", foreignKeyConstraintName: "invoice_provider" })
  provider?: Provider;
  @ManyToOne(() => StoredFile)
  @JoinColumn({ name: "file_id", foreignKeyConstraintName: "invoice_file" })
  file?: StoredFile;
}

/** A stretch of what was charged for one fee of one program: the cents after `chargedFrom` up to `chargedTo`, counted from its first charge. */
@Entity("invoice_line")
@Unique("invoice_line_once", ["programId", "fee", "chargedFrom"])
@Check("invoice_line_range", "charged_from >= 0 AND charged_from < charged_to")
export class InvoiceLine {
  @PrimaryColumn("uuid") invoiceId!: string;
  @PrimaryColumn("integer") position!: number;
  @Column("uuid") programId!: string;
  @Column("text") fee!: Fee;
  @Column("integer") chargedFrom!: number;
  @Column("integer") chargedTo!: number;

  @ManyToOne(() => Invoice)
  @JoinColumn({ name: "invoice_id", foreignKeyConstraintName: "invoice_line_invoice" })
  invoice?: Invoice;
  @ManyToOne(() => Program)
  @JoinColumn({ name: "program_id", foreignKeyConstraintName: "invoice_line_program" })
  program?: Program;
}

/** Takes back a part of an invoice, or all of it. */
@Entity("credit_note")
@Unique("credit_note_number_once", ["number"])
@Index("credit_note_by_invoice", ["invoiceId"])
@Index("credit_note_by_file", ["fileId"])
@Check("credit_note_amount", "amount > 0")
export class CreditNote {
  @PrimaryColumn("uuid", { default: () => "uuid_v7()" }) id!: string;
  /** C2026-0001 and on, without gaps. */
  @Column("text") number!: string;
  @Column("uuid") invoiceId!: string;
  @Column("integer") amount!: number;
  @Column("text") reason!: string;
  @Column("timestamptz") issuedAt!: Date;
  @Column("uuid") fileId!: string;

  @ManyToOne(() => Invoice)
  @JoinColumn({ name: "invoice_id", foreignKeyConstraintName: "credit_note_invoice" })
  invoice?: Invoice;
  @ManyToOne(() => StoredFile)
  @JoinColumn({ name: "file_id", foreignKeyConstraintName: "credit_note_file" })
  file?: StoredFile;
}
