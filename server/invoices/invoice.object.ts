import { Field, Float, ID, InputType, Int, ObjectType, registerEnumType } from "type-graphql";
import { ActorKind } from "../core/actor-kind.ts";
import { EventDay } from "../core/input-rules.ts";
import { connectionOf } from "../core/lists/page.ts";
import { NodeObject } from "../core/node.ts";
import { DateTime, LocalDate } from "../core/scalars.ts";
import { Fee, LedgerKind } from "../fees/fee.entity.ts";
import { InvoiceAction } from "./invoice.policy.ts";
import type {
  Credit,
  CreditNoteRow,
  InvoiceConditions,
  InvoiceLineRow,
  InvoiceRow,
  Outstanding,
} from "./invoice.queries.ts";
import type { LedgerConditions, LedgerRow } from "./ledger.queries.ts";

registerEnumType(InvoiceAction, {
  name: "InvoiceAction",
  description: "What can be done with an invoice.",
  valuesConfig: {
    RECORD_PAYMENT: { description: "recordInvoicePayment" },
    PAY_BY_CARD: { description: "startCheckout" },
    SPEND_CREDIT: { description: "spendCredit, as far as there is credit" },
    CREDIT: { description: "creditInvoice" },
  },
});

@ObjectType("InvoiceLine", {
  description: "A fee of a program on an invoice. Amounts are cents.",
  simpleResolvers: true,
})
export class InvoiceLineObject implements Omit<InvoiceLineRow, "invoiceId"> {
  @Field(() => ID, { description: "The program." }) programId!: string;
  @Field(() => String, { nullable: true, description: "The program's number." }) programNumber!: string | null;
  @Field(() => String, { description: "Its name." }) programName!: string;
  @Field(() => Fee, { description: "For what." }) fee!: Fee;
  @Field(() => Int, { description: "What was asked." }) amount!: number;
  @Field(() => Int, { description: "What is to be paid." }) due!: number;
}

@ObjectType("CreditNote", { description: "Takes back a part of an invoice, or all of it.", simpleResolvers: true })
export class CreditNoteObject implements Omit<CreditNoteRow, "invoiceId"> {
  @Field(() => ID, { description: "Opaque." }) id!: string;
  @Field(() => String, { description: "Its number." }) number!: string;
  @Field(() => Int, { description: "In cents." }) amount!: number;
  @Field(() => String, { description: "Why." }) reason!: string;
  @Field(() => DateTime, { description: "When." }) issuedAt!: Date;
  @Field(() => String, { description: "Address of the PDF." }) url!: string;
}

@ObjectType("Invoice", {
  implements: NodeObject,
  description: "A bill for fees. It is never changed. Amounts are cents.",
  simpleResolvers: true,
})
export class InvoiceObject implements InvoiceRow {
  @Field(() => ID, { description: "Opaque." }) id!: string;
  @Field(() => String, { description: "Numbers have no gaps, and begin anew each year." }) number!: string;
  @Field(() => ID, { description: "Whose it is." }) providerId!: string;
  @Field(() => String, { description: "The provider's name." }) providerName!: string;
  @Field(() => String, { description: "ISO 4217, such as USD." }) currency!: string;
  @Field(() => Int, { description: "What was asked, tax included." }) total!: number;
  @Field(() => Int, { description: "What of it is tax." }) tax!: number;
  @Field(() => Int, { description: "What is to be paid." }) due!: number;
  @Field(() => DateTime, { description: "When it was issued." }) issuedAt!: Date;
  @Field(() => LocalDate, { description: "Until when to pay." }) dueOn!: string;
}

export const InvoiceConnection = connectionOf("Invoice", () => InvoiceObject);

@InputType({ description: "Which invoices." })
export class InvoiceFilter implements InvoiceConditions {
  @Field(() => ID, { nullable: true, description: "Of this provider." }) providerId?: string | null;
  @Field(() => ID, { nullable: true, description: "With a fee of this program." }) programId?: string | null;
  @Field(() => Boolean, { nullable: true, description: "Of which something is to be paid, or nothing." })
  isOpen?: boolean | null;
}

@ObjectType("OutstandingFees", {
  description: "What is outstanding in one currency, by how many days ago it was charged. Amounts are cents.",
  simpleResolvers: true,
})
export class OutstandingObject implements Outstanding {
  @Field(() => String, { description: "ISO 4217." }) currency!: string;
  @Field(() => Float, { description: "Up to 30 days ago." }) upTo30!: number;
  @Field(() => Float, { description: "31 to 60 days ago." }) upTo60!: number;
  @Field(() => Float, { description: "61 to 90 days ago." }) upTo90!: number;
  @Field(() => Float, { description: "More than 90 days ago." }) older!: number;
  @Field(() => Float, { description: "All of it." }) total!: number;
}

@ObjectType("ProviderCredit", {
  description: "What a provider has paid beyond what it owed and not used, in one currency.",
  simpleResolvers: true,
})
export class ProviderCreditObject implements Credit {
  @Field(() => String, { description: "ISO 4217." }) currency!: string;
  @Field(() => Float, { description: "In cents; below 0 where more was given back by card than was left." })
  amount!: number;
}

@ObjectType("LedgerLine", { description: "An entry of the ledger in the books.", simpleResolvers: true })
export class LedgerLineObject implements Omit<LedgerRow, "through"> {
  @Field(() => ID, { description: "Opaque." }) id!: string;
  @Field(() => DateTime, { description: "When." }) at!: Date;
  @Field(() => LedgerKind, { description: "Which way." }) kind!: LedgerKind;
  @Field(() => Fee, { nullable: true, description: "For what." }) fee!: Fee | null;
  @Field(() => Int, { description: "In cents, over 0." }) amount!: number;
  @Field(() => String, { description: "ISO 4217." }) currency!: string;
  @Field(() => String, { description: "The account that it is debited to." }) debitAccount!: string;
  @Field(() => String, { description: "The account that it is credited to." }) creditAccount!: string;
  @Field(() => String, { nullable: true, description: "The program's number." }) programNumber!: string | null;
  @Field(() => String, { description: "The provider's number." }) providerNumber!: string;
  @Field(() => String, { description: "The provider's name." }) providerName!: string;
  @Field(() => String, { nullable: true, description: "Number of a cheque, transfer or invoice." })
  reference!: string | null;
  @Field(() => String, { nullable: true, description: "Why, where it was said." }) reason!: string | null;
  @Field(() => ActorKind, { description: "As what whoever entered it acted." }) actorAs!: ActorKind;
}

export const LedgerConnection = connectionOf("Ledger", () => LedgerLineObject);

@InputType({ description: "Which entries of the ledger." })
export class LedgerFilter implements LedgerConditions {
  @Field(() => ID, { nullable: true, description: "Of this provider." }) providerId?: string | null;
  @Field(() => LocalDate, { nullable: true, description: "From this day on, in the accreditor's time zone." })
  @EventDay()
  from?: string | null;
  @Field(() => LocalDate, { nullable: true, description: "To the end of this day." })
  @EventDay()
  to?: string | null;
}
