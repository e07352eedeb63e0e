import type { EntityManager } from "typeorm";
import type { Context } from "../core/context.ts";
import { defineLoader, groupByKey } from "../core/lists/loaders.ts";
import { type Fee, FeePolicy, FeePromotion, LedgerEntry } from "./fee.entity.ts";

/**
 * The policy that holds on a day for programs of a type: the last that has begun, of those that are for the type or for all; of two that
 * begin on one day the one for the type. Null: there are no fees.
 */
export async function feePolicyOn(tx: EntityManager, day: string, typeId: string): Promise<FeePolicy | null> {
  return tx
    .createQueryBuilder(FeePolicy, "policy")
    .where("policy.startsOn <= :day AND (policy.typeId = :typeId OR policy.typeId IS NULL)", { day, typeId })
    .orderBy("policy.startsOn", "DESC")
    .addOrderBy("policy.typeId", "ASC", "NULLS LAST")
    .limit(1)
    .getOne();
}

/** The best special rate of a fee on a day; null where there is none. */
export async function feePromotionOn(tx: EntityManager, day: string, fee: Fee): Promise<FeePromotion | null> {
  return tx
    .createQueryBuilder(FeePromotion, "promotion")
    .where("promotion.fee = :fee AND promotion.startsOn <= :day AND promotion.endsOn >= :day", { fee, day })
    .orderBy("promotion.rate", "ASC")
    .addOrderBy("promotion.id", "ASC")
    .limit(1)
    .getOne();
}

/** All policies, the latest first. */
export const listFeePolicies = (ctx: Context): Promise<FeePolicy[]> =>
  ctx.db.manager.find(FeePolicy, { order: { startsOn: "DESC", id: "ASC" }, relations: { type: true } });

/** All special rates, the latest first. */
export const listFeePromotions = (ctx: Context): Promise<FeePromotion[]> =>
  ctx.db.manager.find(FeePromotion, { order: { startsOn: "DESC", id: "ASC" } });

/** A program's ledger, oldest first. */
export const ledgerOfProgram = defineLoader<string, LedgerEntry[]>(async (ctx, programIds) => {
  const entries = await ctx.db.manager
    .createQueryBuilder(LedgerEntry, "entry")
    .leftJoinAndSelect("entry.policy", "policy")
    .where("entry.programId = ANY(:programIds::uuid[])", { programIds })
    .orderBy("entry.at", "ASC")
    .addOrderBy("entry.id", "ASC")
    .getMany();
  return groupByKey(programIds as string[], entries, (entry) => entry.programId);
});

/** The ledger of a program that is locked, oldest first. */
export const readLedger = (tx: EntityManager, programId: string): Promise<LedgerEntry[]> =>
  tx.find(LedgerEntry, { where: { programId }, order: { at: "ASC", id: "ASC" } });

/** Whether fees exist at all: where nobody ever set a policy, nothing about them is shown. */
export const feesAreKnown = (ctx: Context): Promise<boolean> => known(ctx, 1);

const known = defineLoader<1, boolean>(async (ctx, keys) => {
  const [{ some }] = await ctx.db.query("SELECT EXISTS (SELECT FROM fee_policy) AS some");
  return keys.map(() => some);
});
