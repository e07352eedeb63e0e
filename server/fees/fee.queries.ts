import type { EntityManager } from "typeorm";
import type { Context } from "../core/context.ts";
import { notFound } from "../core/errors.ts";
import { isId } from "../core/ids.ts";
import { defineLoader, groupByKey } from "../core/lists/loaders.ts";
import { localDay } from "../core/local-day.ts";
import { OutsideFee } from "../moving/outside-fee.entity.ts";
import { settingsOf } from "../policies/load-settings.ts";
import { ProgramType } from "../programs/program.entity.ts";
import { type Fee, FeePolicy, FeePromotion, LedgerEntry } from "./fee.entity.ts";

/**
 * The policy that holds on a day for programs of a type: the last that has begun, of those that are for the type or for all; of two that
 * begin on one day the one for the type. Null: there are no fees.
 */
export async function feePolicyOn(tx: EntityManager, day: string, typeId: string | null): Promise<FeePolicy | null> {
  return tx
    .createQueryBuilder(FeePolicy, "policy")
    .leftJoinAndSelect("policy.type", "type")
    .where("policy.startsOn <= :day AND (policy.typeId = :typeId OR policy.typeId IS NULL)", { day, typeId })
    .orderBy("policy.startsOn", "DESC")
    .addOrderBy("policy.typeId", "ASC", "NULLS LAST")
    .limit(1)
    .getOne();
}

/** The best special rate of a fee of a program on a day, of those without a code and those whose code was named; null where there is none. */
export async function feePromotionOn(
  tx: EntityManager,
  day: string,
  fee: Fee,
  programId: string,
): Promise<FeePromotion | null> {
  return tx
    .createQueryBuilder(FeePromotion, "promotion")
    .where("promotion.fee = :fee AND promotion.startsOn <= :day AND promotion.endsOn >= :day", { fee, day })
    .andWhere(
      "(promotion.code IS NULL OR EXISTS (SELECT FROM promotion_use u WHERE u.promotion_id = promotion.id AND u.program_id = :programId))",
      { programId },
    )
    .orderBy("promotion.rate", "ASC")
    .addOrderBy("promotion.id", "ASC")
    .limit(1)
    .getOne();
}

/**
 * The policy that holds on a day.
 * @throws NOT_FOUND for the type
 */
export async function findFeePolicy(
  ctx: Context,
  day: string | null,
  typeId: string | null,
): Promise<FeePolicy | null> {
  const { timeZone } = await settingsOf(ctx);
  const tx = ctx.db.manager;
  if (typeId && !(isId(typeId) && (await tx.existsBy(ProgramType, { id: typeId })))) throw notFound("programType");
  // The database knows no year 0.
  if (day && day < "0001") return null;
  return feePolicyOn(tx, day ?? localDay(ctx.now(), timeZone), typeId);
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
  return groupByKey(programIds as string[], entries, (entry) => entry.programId ?? "");
});

/** The ledger of a program that is locked, oldest first. */
export const readLedger = (tx: EntityManager, programId: string): Promise<LedgerEntry[]> =>
  tx.find(LedgerEntry, { where: { programId }, order: { at: "ASC", id: "ASC" } });

/** What was paid for a program in the system that it came from, the earliest first. */
export const outsideFeesOfProgram = defineLoader<string, OutsideFee[]>(async (ctx, programIds) => {
  const fees = await ctx.db.manager
    .createQueryBuilder(OutsideFee, "paid")
    .where("paid.programId = ANY(:programIds::uuid[])", { programIds })
    .orderBy("paid.paidOn", "ASC")
    .addOrderBy("paid.id", "ASC")
    .getMany();
  return groupByKey(programIds as string[], fees, (fee) => fee.programId);
});

/** How much of each fee was paid there in this currency, in cents. */
export async function paidElsewhere(
  tx: EntityManager,
  programId: string,
  currency: string,
): Promise<Partial<Record<Fee, number>>> {
  const sums: { fee: Fee; paid: number }[] = await tx.query(
    "SELECT fee, sum(amount)::int AS paid FROM outside_fee WHERE program_id = $1 AND currency = $2 GROUP BY fee",
    [programId, currency],
  );
  return Object.fromEntries(sums.map(({ fee, paid }) => [fee, paid]));
}

/** Whether fees exist at all: where nobody ever set a policy, nothing about them is shown. */
export const feesAreKnown = (ctx: Context): Promise<boolean> => known(ctx, 1);

const known = defineLoader<1, boolean>(async (ctx, keys) => {
  const [{ some }] = await ctx.db.query("SELECT EXISTS (SELECT FROM fee_policy) AS some");
  return keys.map(() => some);
});

/** Whether some special rate that holds today wants its code. */
export const codesHold = (ctx: Context): Promise<boolean> => codes(ctx, 1);

const codes = defineLoader<1, boolean>(async (ctx, keys) => {
  const { timeZone } = await settingsOf(ctx);
  const [{ some }] = await ctx.db.query(
    "SELECT EXISTS (SELECT FROM fee_promotion WHERE code IS NOT NULL AND $1 BETWEEN starts_on AND ends_on) AS some",
    [localDay(ctx.now(), timeZone)],
  );
  return keys.map(() => some);
});
