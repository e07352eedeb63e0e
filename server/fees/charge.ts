import type { EntityManager } from "typeorm";
import type { Context } from "../core/context.ts";
import type { Program } from "../programs/program.entity.ts";
import { type Fee, type FeePolicy, LedgerKind } from "./fee.entity.ts";
import { tellDue } from "./fee.mail.ts";
import { writeLedger } from "./write-ledger.ts";

/** Charges an amount, if there is any. */
export async function charge(
  tx: EntityManager,
  ctx: Context,
  program: Program,
  policy: FeePolicy,
  fee: Fee,
  amount: number,
  promotionId: string | null = null,
): Promise<void> {
  if (amount <= 0) return;
  const { id: policyId, currency } = policy;
  await writeLedger(tx, ctx, program, [{ kind: LedgerKind.CHARGE, fee, amount, currency, policyId, promotionId }]);
  await tellDue(tx, ctx, program, { ...policy, fee, amount });
}
