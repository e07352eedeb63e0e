import { type Context, inTransaction } from "../core/context.ts";
import { DomainError, ErrorCode } from "../core/errors.ts";
import { givenReason, requiredReason } from "../core/input-rules.ts";
import { say } from "../core/messages/message.ts";
import { type ProgramRow, readProgram } from "../programs/program.queries.ts";
import { Fee, type LedgerEntry, LedgerKind, Through } from "./fee.entity.ts";
import { readLedger } from "./fee.queries.ts";
import { sumsOf } from "./fee.rules.ts";
import { lockFees } from "./lock-fees.ts";
import { assertAmount } from "./money.ts";
import { settleProgram } from "./settle-program.ts";
import { spread, takeMoney } from "./take-money.ts";
import { writeLedger } from "./write-ledger.ts";

const nothingDue = () => new DomainError(ErrorCode.NOTHING_DUE, "fees.nothingDue");

/** What is open of each fee, in the order in which money is taken for them. */
const openOf = (ledger: readonly LedgerEntry[], fees: readonly Fee[]) =>
  fees.map((fee) => ({ fee, open: sumsOf(ledger, [fee]).due })).filter(({ open }) => open > 0);

/**
 * Notes money that came in, a part of what is due or all of it. With nothing due any more the program goes on.
 * @param amount in cents
 * @param reference number of the cheque or transfer
 * @throws what lockFees refuses; NOTHING_DUE; BAD_INPUT for more than is due
 */
export async function recordFeePayment(
  ctx: Context,
  programId: string,
  amount: number,
  reference: string,
): Promise<ProgramRow> {
  return inTransaction(ctx, async (tx) => {
    const program = await lockFees(tx, ctx, programId);
    const ledger = await readLedger(tx, programId);
    const open = openOf(ledger, Object.values(Fee));
    const { due } = sumsOf(ledger);
    if (due <= 0) throw nothingDue();
    assertAmount(amount, due);
    await takeMoney(
      tx,
      ctx,
      open.map((each) => ({ ...each, program })),
      {
        providerId: program.providerId,
        amount,
        currency: ledger[0]?.currency ?? "",
        reference: requiredReason(reference, say("fees.giveReference")),
        through: Through.MONEY,
      },
    );
    return readProgram(tx, programId);
  });
}

/**
 * Lets a provider off what is due, or off one fee.
 * @throws what lockFees refuses; NOTHING_DUE; REASON_REQUIRED
 */
export async function waiveFee(ctx: Context, programId: string, fee: Fee | null, reason: string): Promise<ProgramRow> {
  return inTransaction(ctx, async (tx) => {
    const program = await lockFees(tx, ctx, programId);
    const ledger = await readLedger(tx, programId);
    const open = openOf(ledger, fee ? [fee] : Object.values(Fee));
    if (open.length === 0) throw nothingDue();
    const given = requiredReason(reason);
    const currency = ledger[0]?.currency ?? "";
    await writeLedger(
      tx,
      ctx,
      program,
      open.map((each) => ({ kind: LedgerKind.WAIVER, fee: each.fee, amount: each.open, currency, reason: given })),
    );
    await settleProgram(tx, ctx, program);
    return readProgram(tx, programId);
  });
}

/**
 * Notes that paid money was given back. What is given back is waived with it, so that it is not due again.
 * @param amount in cents
 * @throws what lockFees refuses; BAD_INPUT for more than was paid; REASON_REQUIRED
 */
export async function refundFee(
  ctx: Context,
  programId: string,
  amount: number,
  reason: string,
  reference: string | null,
): Promise<ProgramRow> {
  return inTransaction(ctx, async (tx) => {
    const program = await lockFees(tx, ctx, programId);
    const ledger = await readLedger(tx, programId);
    const paid = Object.values(Fee).map((fee) => ({ fee, open: sumsOf(ledger, [fee]).paid }));
    assertAmount(amount, sumsOf(ledger).paid);
    const given = requiredReason(reason);
    const currency = ledger[0]?.currency ?? "";
    await writeLedger(
      tx,
      ctx,
      program,
      spread(paid, amount).flatMap(({ fee, part }) => [
        { kind: LedgerKind.REFUND, fee, amount: part, currency, reason: given, reference: givenReason(reference) },
        { kind: LedgerKind.WAIVER, fee, amount: part, currency, reason: given },
      ]),
    );
    return readProgram(tx, programId);
  });
}
