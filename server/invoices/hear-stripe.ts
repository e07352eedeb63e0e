import type Stripe from "stripe";
import type { EntityManager } from "typeorm";
import { type Context, inTransaction } from "../core/context.ts";
import { isId } from "../core/ids.ts";
import { forChange } from "../core/locks.ts";
import { log } from "../core/log.ts";
import { recorded } from "../core/messages/sentence.ts";
import { LedgerKind, Through } from "../fees/fee.entity.ts";
import { type Owed, spread, takeMoney } from "../fees/take-money.ts";
import { writeLedger, writeProviderLedger } from "../fees/write-ledger.ts";
import { CardPayment, CardPaymentStatus } from "./card-payment.entity.ts";
import { creditOf } from "./invoice.queries.ts";
import { type LockedInvoice, lockInvoice } from "./pay-invoice.ts";

/**
 * Takes in what Stripe says. Messages come twice and in any order: each only adds to what is known of a payment, and the ledger is then
 * brought to what that is, so it ends the same.
 */
export async function hearStripe(ctx: Context, event: Stripe.Event): Promise<void> {
  switch (event.type) {
    case "checkout.session.completed":
    case "checkout.session.async_payment_succeeded":
      if (event.data.object.payment_status === "paid") await hearPaid(ctx, event.data.object);
      return;
    case "checkout.session.expired":
      return withPayment(ctx, event.data.object.client_reference_id, async (tx, payment) => {
        if (payment.status === CardPaymentStatus.OPEN)
          await tx.update(CardPayment, payment.id, { status: CardPaymentStatus.EXPIRED });
      });
    case "charge.refunded": {
      const { metadata, amount_refunded } = event.data.object;
      return withPayment(ctx, metadata.card_payment, async (tx, payment, locked) => {
        // Stripe says how much it is in all: what it said before is part of it.
        const refunded = Math.max(payment.refunded, amount_refunded);
        await tx.update(CardPayment, payment.id, { refunded });
        await settle(tx, ctx, { ...payment, refunded }, locked);
      });
    }
    case "charge.dispute.funds_withdrawn":
      return hearDispute(ctx, event.data.object, { withdrawn: true });
    case "charge.dispute.funds_reinstated":
      return hearDispute(ctx, event.data.object, { reinstated: true });
    default:
  }
}

const idOf = (thing: string | { id: string } | null): string | null =>
  thing === null || typeof thing === "string" ? thing : thing.id;

type Work = (tx: EntityManager, payment: CardPayment, locked: LockedInvoice) => Promise<void>;

/** Works with a payment of ours, with all that it may change locked. Others' payments through the same account are none of ours. */
async function withPayment(ctx: Context, id: string | null | undefined, work: Work): Promise<void> {
  if (!id || !isId(id)) return;
  const known = await ctx.db.manager.findOneBy(CardPayment, { id });
  if (!known) return;
  await inTransaction(ctx, async (tx) => {
    const locked = await lockInvoice(tx, ctx, known.invoiceId);
    await work(tx, await tx.findOneOrFail(CardPayment, { where: { id }, lock: forChange }), locked);
  });
}

async function hearPaid(ctx: Context, session: Stripe.Checkout.Session): Promise<void> {
  await withPayment(ctx, session.client_reference_id, async (tx, payment, locked) => {
    if (payment.status === CardPaymentStatus.PAID) return;
    const { amount, currency, id } = payment;
    if (session.amount_total !== amount || session.currency?.toUpperCase() !== currency) {
      log.warn({ cardPayment: id }, "Stripe says that another amount was paid than was asked for.");
      if (payment.status === CardPaymentStatus.OPEN)
        await tx.update(CardPayment, id, { status: CardPaymentStatus.WRONG });
      return;
    }
    const paymentIntent = idOf(session.payment_intent) ?? session.id;
    await tx.update(CardPayment, id, { status: CardPaymentStatus.PAID, paymentIntent });
    const { providerId } = locked.invoice;
    const money = { providerId, amount, currency, reference: paymentIntent, through: Through.MONEY };
    await takeMoney(tx, ctx, locked.owed, money);
  });
  // What was said before of giving it back; in a transaction of its own, so that nothing is missed that was said meanwhile.
  await withPayment(ctx, session.client_reference_id, (tx, payment, locked) => settle(tx, ctx, payment, locked));
}

async function hearDispute(
  ctx: Context,
  { id, amount, payment_intent }: Stripe.Dispute,
  said: { withdrawn: true } | { reinstated: true },
): Promise<void> {
  const paymentIntent = idOf(payment_intent);
  if (!paymentIntent) return;
  const { withdrawn, reinstated } = { withdrawn: false, reinstated: false, ...said };
  // Kept whether or not its payment was heard of: that message may still be on its way.
  await ctx.db.query(
    `INSERT INTO card_dispute (id, payment_intent, amount, withdrawn, reinstated) VALUES ($1, $2, $3, $4, $5)
     ON CONFLICT (id) DO UPDATE SET withdrawn = card_dispute.withdrawn OR EXCLUDED.withdrawn,
       reinstated = card_dispute.reinstated OR EXCLUDED.reinstated`,
    [id, paymentIntent, amount, withdrawn, reinstated],
  );
  const payment = await ctx.db.manager.findOneBy(CardPayment, { paymentIntent });
  await withPayment(ctx, payment?.id, (tx, known, locked) => settle(tx, ctx, known, locked));
}

/** Brings the ledger to what is known of refunds and disputes of a payment that was made. */
async function settle(
  tx: EntityManager,
  ctx: Context,
  payment: CardPayment,
  { invoice, owed }: LockedInvoice,
): Promise<void> {
  const { id, status, amount, paymentIntent, currency } = payment;
  if (status !== CardPaymentStatus.PAID || !paymentIntent) return;
  const { providerId } = invoice;
  const back = { providerId, currency, reference: paymentIntent };
  const refunded = Math.min(payment.refunded, amount);
  const [{ gone }] = await tx.query(
    `SELECT coalesce(sum(amount), 0)::float8 AS gone FROM card_dispute
     WHERE payment_intent = $1 AND withdrawn AND NOT reinstated`,
    [paymentIntent],
  );
  const disputed = Math.min(gone, amount - refunded);
  const { refundNoted, disputeNoted } = payment;
  // What a dispute has taken less than was noted comes first: it may be what was refunded since.
  if (disputed < disputeNoted)
    await takeMoney(tx, ctx, owed, { ...back, amount: disputeNoted - disputed, through: Through.MONEY });
  if (refunded > refundNoted)
    await giveBack(tx, ctx, owed, { ...back, amount: refunded - refundNoted, isDueAgain: false });
  if (disputed > disputeNoted)
    await giveBack(tx, ctx, owed, { ...back, amount: disputed - disputeNoted, isDueAgain: true });
  await tx.update(CardPayment, id, { refundNoted: refunded, disputeNoted: disputed });
}

interface Taken {
  programId: string | null;
  fee: string | null;
  /** What of the payment is still there. */
  left: number;
  /** Of the fee, paid by whatever and not given back. */
  paid: number;
  /** What credit notes made credit of it. */
  moved: number;
}

/**
 * Notes that money of a card payment went back: first what became the provider's credit, by paying too much or by a credit note, then what
 * is still paid for its fees. What was given back otherwise already is taken from the credit, below 0 where there is none.
 */
async function giveBack(
  tx: EntityManager,
  ctx: Context,
  owed: readonly Owed[],
  back: { providerId: string; amount: number; currency: string; reference: string; isDueAgain: boolean },
): Promise<void> {
  const { providerId, currency, reference, isDueAgain } = back;
  const taken: Taken[] = await tx.query(
    `SELECT program_id AS "programId", fee,
       coalesce(sum(CASE WHEN kind IN ('PAYMENT', 'SURPLUS') THEN amount WHEN kind IN ('REFUND', 'PAYOUT') THEN -amount ELSE 0 END)
         FILTER (WHERE reference = $2 AND through = 'MONEY'), 0)::float8 AS left,
       coalesce(sum(CASE kind WHEN 'PAYMENT' THEN amount WHEN 'REFUND' THEN -amount ELSE 0 END), 0)::float8 AS paid,
       coalesce(sum(amount) FILTER (WHERE kind = 'REFUND' AND through = 'CREDIT'), 0)::float8 AS moved
     FROM ledger_entry WHERE provider_id = $1 AND (program_id IS NULL OR program_id = ANY($3::uuid[])) GROUP BY 1, 2`,
    [providerId, reference, owed.map(({ program }) => program.id)],
  );
  const of = (programId: string | null, fee: string | null) =>
    taken.find((each) => each.programId === programId && each.fee === fee);
  const amount = Math.min(
    back.amount,
    taken.reduce((sum, { left }) => sum + left, 0),
  );
  const surplus = of(null, null)?.left ?? 0;
  const fees = owed.map(({ program, fee }) => ({ left: 0, paid: 0, moved: 0, ...of(program.id, fee), program, fee }));
  const moved = fees.reduce((sum, each) => (each.left > 0 ? sum + each.moved : sum), 0);
  const credit = Math.min(surplus + moved, await creditOf(tx, providerId, currency));
  const fromFees = spread(
    fees.map((each) => ({ ...each, open: Math.min(each.left, each.paid) })),
    amount - Math.max(0, surplus, credit),
  );
  const payout = fromFees.reduce((left, { part }) => left - part, amount);
  if (payout > 0)
    await writeProviderLedger(tx, ctx, providerId, { kind: LedgerKind.PAYOUT, amount: payout, currency, reference });
  const reason = recorded(isDueAgain ? "reason.cardDispute" : "reason.cardRefund");
  for (const { program, fee, part } of fromFees)
    await writeLedger(tx, ctx, program, [
      { kind: LedgerKind.REFUND, fee, amount: part, currency, reference, reason },
      ...(isDueAgain ? [] : [{ kind: LedgerKind.WAIVER as const, fee, amount: part, currency, reason }]),
    ]);
}
