import type { EntityManager } from "typeorm";
import type { Context } from "../core/context.ts";
import type { Program } from "../programs/program.entity.ts";
import { type Fee, LedgerKind, Through } from "./fee.entity.ts";
import { tellPaid } from "./fee.mail.ts";
import { settleProgram } from "./settle-program.ts";
import { writeLedger, writeProviderLedger } from "./write-ledger.ts";

/** A fee of a program that is locked, and what of it is to be paid. */
export interface Owed {
  program: Program;
  fee: Fee;
  /** In cents. */
  open: number;
}

export interface Money {
  providerId: string;
  /** In cents. */
  amount: number;
  currency: string;
  /** Number of the cheque, transfer or card payment. */
  reference: string;
  through: Through;
}

/** Spreads an amount over what is open, the first first. */
export function spread<T extends { open: number }>(over: readonly T[], amount: number): (T & { part: number })[] {
  let left = amount;
  return over.flatMap((each) => {
    const part = Math.max(0, Math.min(left, each.open));
    left -= part;
    return part > 0 ? [{ ...each, part }] : [];
  });
}

/**
 * Takes money for fees of programs that are locked; what is more than they owe is the provider's credit from then on. Programs that owe
 * nothing any more go on, and the provider gets a receipt.
 */
export async function takeMoney(tx: EntityManager, ctx: Context, owed: readonly Owed[], money: Money): Promise<void> {
  const { amount, currency, reference, through, providerId } = money;
  const parts = spread(owed, amount);
  const entries: string[] = [];
  for (const { program, fee, part } of parts)
    entries.push(
      ...(await writeLedger(tx, ctx, program, [
        { kind: LedgerKind.PAYMENT, fee, amount: part, currency, reference, through },
      ])),
    );
  const rest = parts.reduce((left, { part }) => left - part, amount);
  if (rest > 0 && through === Through.MONEY)
    entries.push(
      await writeProviderLedger(tx, ctx, providerId, { kind: LedgerKind.SURPLUS, amount: rest, currency, reference }),
    );
  const programs = [...new Map(parts.map(({ program }) => [program.id, program])).values()];
  for (const program of programs) await settleProgram(tx, ctx, program);
  const [entryId = ""] = entries;
  await tellPaid(tx, ctx, money, { entryId, programs, credited: through === Through.MONEY ? rest : 0 });
}
