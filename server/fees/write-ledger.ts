import type { EntityManager } from "typeorm";
import { actorAs, audit } from "../core/audit.ts";
import type { Context } from "../core/context.ts";
import type { Program } from "../programs/program.entity.ts";
import { LedgerEntry, type LedgerKind } from "./fee.entity.ts";

type Entry = Pick<LedgerEntry, "kind" | "fee" | "amount" | "currency"> &
  Partial<Pick<LedgerEntry, "reason" | "reference" | "policyId" | "promotionId">>;

const actions = {
  CHARGE: "ledger.charge",
  PAYMENT: "ledger.record-payment",
  WAIVER: "ledger.waive",
  REFUND: "ledger.refund",
} as const satisfies Record<LedgerKind, string>;

/** Adds entries to the ledger of a program that is locked, each with a line in the audit log. */
export async function writeLedger(
  tx: EntityManager,
  ctx: Context,
  program: Pick<Program, "id">,
  entries: readonly Entry[],
): Promise<void> {
  for (const { reason = null, ...entry } of entries) {
    await tx.insert(LedgerEntry, {
      ...entry,
      reason,
      programId: program.id,
      at: ctx.now(),
      actorAccountId: ctx.viewer.accountId,
      actorAs: actorAs(ctx.viewer),
    });
    const { kind, fee, amount, currency, reference } = entry;
    await audit(tx, ctx, actions[kind], ["program", program.id], {
      reason,
      after: { fee, amount, currency, ...(reference ? { reference } : {}) },
    });
  }
}
