import { type EntityManager, LessThanOrEqual, MoreThanOrEqual } from "typeorm";
import { audit } from "../core/audit.ts";
import { type Context, inTransaction } from "../core/context.ts";
import { DomainError, ErrorCode, notFound } from "../core/errors.ts";
import { isId } from "../core/ids.ts";
import { localDay } from "../core/local-day.ts";
import { advisoryLocks } from "../core/locks.ts";
import { assertMay } from "../core/policy.ts";
import { loadSettings } from "../policies/load-settings.ts";
import { settingsId } from "../policies/settings-page.object.ts";
import { ProgramType } from "../programs/program.entity.ts";
import { FeePolicy, FeePromotion } from "./fee.entity.ts";
import type { FeePolicyInput, FeePromotionInput } from "./fee.object.ts";
import { keepsFees } from "./fee.policy.ts";

/**
 * Says what fees there are from a day to come on. What holds today stays: a policy that has begun is never changed.
 * @throws FORBIDDEN; BAD_INPUT where the day is not to come, or has a policy for this type already; NOT_FOUND for the type
 */
export async function addFeePolicy(ctx: Context, input: FeePolicyInput): Promise<FeePolicy> {
  assertMay(ctx, keepsFees, null);
  return inTransaction(ctx, async (tx) => {
    const { timeZone } = await loadSettings(tx);
    const today = localDay(ctx.now(), timeZone);
    if (input.startsOn <= today)
      throw new DomainError(ErrorCode.BAD_INPUT, "fees.toCome", { field: "input.startsOn", today });
    const typeId = input.typeId ?? null;
    if (typeId && !(isId(typeId) && (await tx.existsBy(ProgramType, { id: typeId })))) throw notFound("programType");
    const taxName = input.taxName?.trim() ?? "";
    if (Number(input.taxPercent) > 50 || (Number(input.taxPercent) > 0 && !taxName))
      throw new DomainError(ErrorCode.BAD_INPUT, "fees.tax", { field: "input.taxPercent" });
    const inserted = await tx
      .createQueryBuilder()
      .insert()
      .into(FeePolicy)
      .values({
        ...input,
        typeId,
        filingFeeMost: input.filingFeeMost ?? null,
        howToPay: input.howToPay?.trim() ?? "",
        taxName,
        createdAt: ctx.now(),
      })
      .orIgnore()
      .returning("id")
      .execute();
    const id: string | undefined = inserted.raw[0]?.id;
    if (!id) throw new DomainError(ErrorCode.BAD_INPUT, "fees.oneADay", { field: "input.startsOn" });
    const policy = await tx.findOneOrFail(FeePolicy, { where: { id }, relations: { type: true } });
    const { type: _type, createdAt: _createdAt, ...said } = policy;
    await audit(tx, ctx, "fee.add-policy", ["settings", settingsId], { after: said });
    return policy;
  });
}

/**
 * Sets a special rate of a fee, for days from today on.
 * @throws FORBIDDEN; BAD_INPUT for days that are over, or a code that another rate has on some of them
 */
export async function addFeePromotion(ctx: Context, input: FeePromotionInput): Promise<FeePromotion> {
  assertMay(ctx, keepsFees, null);
  return inTransaction(ctx, async (tx) => {
    const { timeZone } = await loadSettings(tx);
    const today = localDay(ctx.now(), timeZone);
    if (input.startsOn < today)
      throw new DomainError(ErrorCode.BAD_INPUT, "fees.notOver", { field: "input.startsOn", today });
    const code = input.code?.toUpperCase() ?? null;
    if (code !== null) await assertCodeFree(tx, code, input);
    const promotion = await tx.save(
      tx.create(FeePromotion, {
        ...input,
        name: input.name.trim(),
        code,
        createdAt: ctx.now(),
      }),
    );
    const { createdAt: _createdAt, ...said } = promotion;
    await audit(tx, ctx, "fee.add-promotion", ["settings", settingsId], { after: said });
    return promotion;
  });
}

/** @throws BAD_INPUT where the code would mean two rates on one day */
async function assertCodeFree(
  tx: EntityManager,
  code: string,
  { startsOn, endsOn }: Pick<FeePromotion, "startsOn" | "endsOn">,
): Promise<void> {
  await tx.query("SELECT pg_advisory_xact_lock($1)", [advisoryLocks.promotionCodes]);
  const other = await tx.findOne(FeePromotion, {
    where: { code, startsOn: LessThanOrEqual(endsOn), endsOn: MoreThanOrEqual(startsOn) },
    order: { startsOn: "ASC" },
  });
  if (!other) return;
  const { name, startsOn: first, endsOn: last } = other;
  throw new DomainError(ErrorCode.BAD_INPUT, "fees.codeTaken", { field: "input.code", name, first, last });
}
