import type { EntityManager } from "typeorm";
import { actorAs, audit } from "../core/audit.ts";
import type { Context } from "../core/context.ts";
import type { Program } from "../programs/program.entity.ts";
import { type Fee, LedgerEntry, LedgerKind } from "./fee.entity.ts";

type Details = Partial<Pick<LedgerEntry, "reason" | "reference" | "policyId" | "promotionId" | "through">>;

/** An entry about a fee of a program. */
export type Entry = Pick<LedgerEntry, "amount" | "currency"> &
  Details & { kind: Exclude<LedgerKind, LedgerKind.SURPLUS | LedgerKind.PAYOUT>; fee: Fee };

/** An entry about the credit of a provider. */
export type ProviderEntry = Pick<LedgerEntry, "amount" | "currency"> &
  Details & { kind: LedgerKind.SURPLUS | LedgerKind.PAYOUT };

const actions = {
  CHARGE: "ledger.charge",
  PAYMENT: "ledger.record-payment",
  WAIVER: "ledger.waive",
  REFUND: "ledger.refund",
} as const satisfies Record<Entry["kind"], string>;

const providerActions = {
  SURPLUS: "ledger.credit",
  PAYOUT: "ledger.pay-out",
} as const satisfies Record<ProviderEntry["kind"], string>;

/**
 * Adds entries to the ledger of a program that is locked, each with a line in the audit log.
 * @returns their IDs
 */
export async function writeLedger(
  tx: EntityManager,
  ctx: Context,
  { id: programId, providerId }: Pick<Program, "id" | "providerId">,
  entries: readonly Entry[],
): Promise<string[]> {
  const ids: string[] = [];
  for (const entry of entries) {
    ids.push(await write(tx, ctx, { ...entry, programId, providerId }));
    const { kind, fee, amount, currency, reference, reason = null } = entry;
    await audit(tx, ctx, actions[kind], ["program", programId], {
      reason,
      after: { fee, amount, currency, ...(reference ? { reference } : {}) },
    });
  }
  return ids;
}

/**
 * Adds an entry about the credit of a provider that is locked.
 * @returns its ID
 */
export async function writeProviderLedger(
  tx: EntityManager,
  ctx: Context,
  providerId: string,
  entry: ProviderEntry,
): Promise<string> {
  const id = await write(tx, ctx, { ...entry, providerId, programId: null, fee: null });
  const { kind, amount, currency, reference, reason = null } = entry;
  await audit(tx, ctx, providerActions[kind], ["provider", providerId], {
    reason,
    after: { amount, currency, ...(reference ? { reference } : {}) },
  });
  return id;
}

const write = async (
  tx: EntityManager,
  ctx: Context,
  entry: Pick<LedgerEntry, "kind" | "fee" | "amount" | "currency" | "programId" | "providerId"> & Details,
): Promise<string> => {
  const { identifiers } = await tx.insert(LedgerEntry, {
    ...entry,
    at: ctx.now(),
    actorAccountId: ctx.viewer.accountId,
    actorAs: actorAs(ctx.viewer),
  });
  return identifiers[0]?.id;
};
