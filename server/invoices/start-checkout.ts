import { type Context, inTransaction } from "../core/context.ts";
import { DomainError, ErrorCode } from "../core/errors.ts";
import { log } from "../core/log.ts";
import { assertMay } from "../core/policy.ts";
import { retryAfterSeconds } from "../core/unavailable.ts";
import { CardPayment, CardPaymentStatus } from "./card-payment.entity.ts";
import { canAskForInvoice } from "./invoice.policy.ts";
import { lockInvoice } from "./pay-invoice.ts";
import { stripeClient } from "./stripe.ts";

/** For how long a payment that was begun is gone on with, in hours: Stripe keeps an idempotency key for a day. */
const sameHours = 23;

/**
 * Begins to pay what is due of an invoice by card. Begun again while the same is due it is the same payment, so that nobody pays twice. That
 * it was paid is heard from Stripe's signed message alone.
 * @returns address of Stripe's page
 * @throws UNAVAILABLE where cards are not taken or Stripe does not answer; NOT_FOUND; FORBIDDEN; NOTHING_DUE
 */
export async function startCheckout(ctx: Context, invoiceId: string): Promise<string> {
  const { stripe, publicUrl } = ctx.config;
  const { payment, number, settings } = await inTransaction(ctx, async (tx) => {
    const { invoice } = await lockInvoice(tx, ctx, invoiceId);
    assertMay(ctx, canAskForInvoice, invoice);
    if (!stripe) throw new DomainError(ErrorCode.UNAVAILABLE, "invoices.noCards");
    const { due: amount, currency, number } = invoice;
    if (amount <= 0) throw new DomainError(ErrorCode.NOTHING_DUE, "fees.nothingDue");
    const begun = await tx
      .createQueryBuilder(CardPayment, "p")
      .where("p.invoiceId = :invoiceId AND p.status = :open AND p.amount = :amount AND p.createdAt > :since", {
        invoiceId,
        open: CardPaymentStatus.OPEN,
        amount,
        since: new Date(ctx.now().getTime() - sameHours * 3_600_000),
      })
      .orderBy("p.createdAt", "DESC")
      .limit(1)
      .getOne();
    if (begun) return { payment: begun, number, settings: stripe };
    const payment = await tx.save(tx.create(CardPayment, { invoiceId, amount, currency, createdAt: ctx.now() }));
    return { payment, number, settings: stripe };
  });
  try {
    const back = `${publicUrl}/admin/fees`;
    const session = await stripeClient(settings).checkout.sessions.create(
      {
        mode: "payment",
        client_reference_id: payment.id,
        line_items: [
          {
            quantity: 1,
            price_data: {
              currency: payment.currency.toLowerCase(),
              unit_amount: payment.amount,
              product_data: { name: number },
            },
          },
        ],
        payment_intent_data: { metadata: { card_payment: payment.id } },
        success_url: back,
        cancel_url: back,
      },
      { idempotencyKey: `accrue-${payment.id}` },
    );
    if (session.url) return session.url;
  } catch (error) {
    log.warn({ err: error }, "Stripe did not begin a payment.");
  }
  throw new DomainError(ErrorCode.UNAVAILABLE, "invoices.stripeSilent", { retryAfterSeconds });
}
