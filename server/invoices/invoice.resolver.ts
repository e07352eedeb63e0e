import { Arg, Args, Ctx, FieldResolver, Float, ID, Int, Mutation, Query, Resolver, Root } from "type-graphql";
import type { Context } from "../core/context.ts";
import type { OrderingOf } from "../core/lists/define-list.ts";
import { orderByDescription } from "../core/lists/order.ts";
import { type Connection, PageArgs } from "../core/lists/page.ts";
import { Allow, peopleOnly, staffOrProvider } from "../core/policy.ts";
import { LocalDate } from "../core/scalars.ts";
import { StaffRole } from "../core/staff-roles.ts";
import { keepsFees } from "../fees/fee.policy.ts";
import {
  CreditNoteObject,
  InvoiceConnection,
  InvoiceFilter,
  InvoiceLineObject,
  InvoiceObject,
  LedgerConnection,
  LedgerFilter,
  OutstandingObject,
  ProviderCreditObject,
} from "./invoice.object.ts";
import { InvoiceAction, invoiceActions } from "./invoice.policy.ts";
import {
  type Credit,
  creditableOfInvoice,
  creditNotesOfInvoice,
  creditsOfProvider,
  hasWrongCardPayment,
  type InvoiceRow,
  invoiceList,
  linesOfInvoice,
  type Outstanding,
  outstanding,
  providerCredit,
} from "./invoice.queries.ts";
import { issueInvoice } from "./issue-invoice.ts";
import { type LedgerRow, ledgerList } from "./ledger.queries.ts";
import { creditInvoice, payOutCredit, recordInvoicePayment, spendCredit } from "./pay-invoice.ts";
import { startCheckout } from "./start-checkout.ts";

const invoiceId = "The invoice's ID.";

@Resolver(() => InvoiceObject)
export class InvoiceResolver {
  @Allow(staffOrProvider, peopleOnly)
  @Query(() => InvoiceConnection, { description: "Invoices that the viewer may see, the newest first by default." })
  invoices(
    @Arg("filter", () => InvoiceFilter, { nullable: true, description: "Which invoices." })
    filter: InvoiceFilter | null,
    @Arg("orderBy", () => [invoiceList.Order], { nullable: true, description: orderByDescription })
    orderBy: OrderingOf<typeof invoiceList>[] | null,
    @Args(() => PageArgs) page: PageArgs,
    @Ctx() ctx: Context,
  ): Promise<Connection<InvoiceRow>> {
    return invoiceList.page(ctx, filter ?? {}, orderBy, page);
  }

  @Allow(staffOrProvider, peopleOnly)
  @Query(() => LedgerConnection, {
    description: "The ledger, the newest entry first by default: of all providers for staff, else of the viewer's own.",
  })
  ledger(
    @Arg("filter", () => LedgerFilter, { nullable: true, description: "Which entries." }) filter: LedgerFilter | null,
    @Arg("orderBy", () => [ledgerList.Order], { nullable: true, description: orderByDescription })
    orderBy: OrderingOf<typeof ledgerList>[] | null,
    @Args(() => PageArgs) page: PageArgs,
    @Ctx() ctx: Context,
  ): Promise<Connection<LedgerRow>> {
    return ledgerList.page(ctx, filter ?? {}, orderBy, page);
  }

  @Allow(staffOrProvider, peopleOnly)
  @Query(() => [OutstandingObject], { description: "What is outstanding, by age: one row for each currency." })
  outstandingFees(
    @Arg("providerId", () => ID, {
      nullable: true,
      description: "Of this provider; left out: of all that the viewer sees.",
    })
    providerId: string | null,
    @Arg("asOf", () => LocalDate, {
      nullable: true,
      description: "At the end of this day in the accreditor's time zone; left out: now.",
    })
    asOf: string | null,
    @Ctx() ctx: Context,
  ): Promise<Outstanding[]> {
    return outstanding(ctx, providerId, asOf);
  }

  @Allow(staffOrProvider, peopleOnly)
  @Query(() => [ProviderCreditObject], {
    description:
      "What a provider has paid beyond what it owed and not used: one row for each currency in which there is any. Errors: NOT_FOUND.",
  })
  providerCredit(
    @Arg("providerId", () => ID, { description: "The provider's ID." }) providerId: string,
    @Ctx() ctx: Context,
  ): Promise<Credit[]> {
    return providerCredit(ctx, providerId);
  }

  @FieldResolver(() => [InvoiceLineObject], { description: "Its lines." })
  lines(@Root() invoice: InvoiceRow, @Ctx() ctx: Context): Promise<InvoiceLineObject[]> {
    return linesOfInvoice(ctx, invoice.id);
  }

  @FieldResolver(() => [CreditNoteObject], { description: "What takes back parts of it, the oldest first." })
  async creditNotes(@Root() invoice: InvoiceRow, @Ctx() ctx: Context): Promise<CreditNoteObject[]> {
    const notes = await creditNotesOfInvoice(ctx, invoice.id);
    return notes.map((note) => ({ ...note, url: `${ctx.config.publicUrl}/credit-notes/${note.id}.pdf` }));
  }

  @FieldResolver(() => Boolean, {
    description:
      "Whether Stripe says that another amount or currency was paid by card than was asked for. It counts for nothing until staff have looked into it.",
  })
  hasWrongCardPayment(@Root() { id }: InvoiceRow, @Ctx() ctx: Context): Promise<boolean> {
    return hasWrongCardPayment(ctx, id);
  }

  @FieldResolver(() => [InvoiceAction], { description: "What the viewer can do with it now." })
  async availableActions(@Root() invoice: InvoiceRow, @Ctx() ctx: Context): Promise<InvoiceAction[]> {
    const [creditable, credits] = await Promise.all([
      creditableOfInvoice(ctx, invoice.id),
      creditsOfProvider(ctx, invoice.providerId),
    ]);
    const credit = credits.find(({ currency }) => currency === invoice.currency)?.amount ?? 0;
    return invoiceActions(ctx.viewer, { ...invoice, creditable, credit }, ctx.config.stripe !== null);
  }

  @FieldResolver(() => String, { description: "Address of the PDF." })
  url(@Root() { id }: InvoiceRow, @Ctx() ctx: Context): string {
    return `${ctx.config.publicUrl}/invoices/${id}.pdf`;
  }

  @Allow(staffOrProvider, peopleOnly, "NONE", [StaffRole.FINANCE, StaffRole.ADMINISTRATOR])
  @Mutation(() => InvoiceObject, {
    description:
      "Writes an invoice over what is due for programs of one provider and stands on no invoice yet. Errors: NOT_FOUND, FORBIDDEN, BAD_INPUT, NOTHING_DUE.",
  })
  issueInvoice(
    @Arg("programIds", () => [ID], { description: "The programs, at most 100." }) programIds: string[],
    @Ctx() ctx: Context,
  ): Promise<InvoiceRow> {
    return issueInvoice(ctx, programIds);
  }

  @Allow(keepsFees, peopleOnly, "NONE", [StaffRole.FINANCE, StaffRole.ADMINISTRATOR])
  @Mutation(() => InvoiceObject, {
    description:
      "Notes money that came in for an invoice; what is more than is due becomes the provider's credit. Errors: NOT_FOUND, BAD_INPUT, REASON_REQUIRED.",
  })
  recordInvoicePayment(
    @Arg("id", () => ID, { description: invoiceId }) id: string,
    @Arg("amount", () => Int, { description: "In cents." }) amount: number,
    @Arg("reference", () => String, { description: "Number of the cheque or transfer." }) reference: string,
    @Ctx() ctx: Context,
  ): Promise<InvoiceRow> {
    return recordInvoicePayment(ctx, id, amount, reference);
  }

  @Allow(staffOrProvider, peopleOnly, "NONE", [StaffRole.FINANCE, StaffRole.ADMINISTRATOR])
  @Mutation(() => InvoiceObject, {
    description:
      "Pays what is due of an invoice from the provider's credit, as far as that goes. Errors: NOT_FOUND, FORBIDDEN, NOTHING_DUE.",
  })
  spendCredit(@Arg("id", () => ID, { description: invoiceId }) id: string, @Ctx() ctx: Context): Promise<InvoiceRow> {
    return spendCredit(ctx, id);
  }

  @Allow(staffOrProvider, peopleOnly, "NONE", [StaffRole.FINANCE, StaffRole.ADMINISTRATOR])
  @Mutation(() => String, {
    description:
      "Begins to pay what is due of an invoice by card; answers the address of the page where that is done. Errors: UNAVAILABLE, NOT_FOUND, FORBIDDEN, NOTHING_DUE.",
  })
  startCheckout(
    @Arg("invoiceId", () => ID, { description: invoiceId }) id: string,
    @Ctx() ctx: Context,
  ): Promise<string> {
    return startCheckout(ctx, id);
  }

  @Allow(keepsFees, peopleOnly, "FRESH", [StaffRole.FINANCE, StaffRole.ADMINISTRATOR])
  @Mutation(() => InvoiceObject, {
    description:
      "Takes back a part of an invoice by a credit note: what is open is waived, what was paid becomes credit. Errors: NOT_FOUND, BAD_INPUT, REASON_REQUIRED.",
  })
  creditInvoice(
    @Arg("id", () => ID, { description: invoiceId }) id: string,
    @Arg("amount", () => Int, { description: "In cents." }) amount: number,
    @Arg("reason", () => String, { description: "Stands on the credit note." }) reason: string,
    @Ctx() ctx: Context,
  ): Promise<InvoiceRow> {
    return creditInvoice(ctx, id, amount, reason);
  }

  @Allow(keepsFees, peopleOnly, "FRESH", [StaffRole.FINANCE, StaffRole.ADMINISTRATOR])
  @Mutation(() => Float, {
    description:
      "Notes that credit was paid out to its provider; answers what is left of it in cents. Errors: NOT_FOUND, BAD_INPUT, REASON_REQUIRED.",
  })
  payOutCredit(
    @Arg("providerId", () => ID, { description: "The provider's ID." }) providerId: string,
    @Arg("amount", () => Int, { description: "In cents, at most the credit." }) amount: number,
    @Arg("reference", () => String, { description: "Number of the cheque or transfer." }) reference: string,
    @Arg("currency", () => String, {
      nullable: true,
      description: "ISO 4217; may be left out where there is credit in one currency alone.",
    })
    currency: string | null,
    @Ctx() ctx: Context,
  ): Promise<number> {
    return payOutCredit(ctx, providerId, amount, reference, currency);
  }
}
