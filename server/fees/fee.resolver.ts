import { Arg, Ctx, FieldResolver, ID, Int, Mutation, Query, Resolver, Root } from "type-graphql";
import type { Context } from "../core/context.ts";
import { localDay } from "../core/local-day.ts";
import { Allow, peopleOnly, signedIn, staff } from "../core/policy.ts";
import { LocalDate } from "../core/scalars.ts";
import { StaffRole } from "../core/staff-roles.ts";
import { settingsOf } from "../policies/load-settings.ts";
import { ProgramObject } from "../programs/program.object.ts";
import { canViewProgram, programKeys } from "../programs/program.policy.ts";
import type { ProgramRow } from "../programs/program.queries.ts";
import { addFeePolicy, addFeePromotion } from "./add-fee-policy.ts";
import { applyPromotionCode } from "./apply-promotion-code.ts";
import { recordFeePayment, refundFee, waiveFee } from "./change-ledger.ts";
import { Fee, type FeePolicy, type FeePromotion, LedgerKind } from "./fee.entity.ts";
import {
  FeePolicyInput,
  FeePolicyObject,
  FeePromotionInput,
  FeePromotionObject,
  FeeSimulationObject,
  ProgramFeesObject,
} from "./fee.object.ts";
import { feeActions, keepsFees } from "./fee.policy.ts";
import {
  codesHold,
  feesAreKnown,
  findFeePolicy,
  ledgerOfProgram,
  listFeePolicies,
  listFeePromotions,
  outsideFeesOfProgram,
} from "./fee.queries.ts";
import { type FeeSimulation, feeStatus, filingFees, sumsOf } from "./fee.rules.ts";
import { simulateFeePolicy } from "./simulate-fee-policy.ts";
import { isToInvoice } from "./uninvoiced.ts";

const programId = "The program's ID.";
const inCents = "In cents.";

@Resolver(() => ProgramObject)
export class ProgramFeesResolver {
  @Allow(canViewProgram, programKeys)
  @FieldResolver(() => ProgramFeesObject, {
    nullable: true,
    description: "What was charged, paid, waived and is due. Null where there are no fees.",
  })
  async fees(
    @Root() program: ProgramRow,
    @Arg("asOf", () => LocalDate, {
      nullable: true,
      description: "As it stood at the end of this day in the accreditor's time zone; left out: now.",
    })
    asOf: string | null,
    @Ctx() ctx: Context,
  ): Promise<ProgramFeesObject | null> {
    const all = await ledgerOfProgram(ctx, program.id);
    const elsewhere = await outsideFeesOfProgram(ctx, program.id);
    if (all.length === 0 && elsewhere.length === 0 && !(await feesAreKnown(ctx))) return null;
    const { timeZone } = await settingsOf(ctx);
    const entries = asOf ? all.filter(({ at }) => localDay(at, timeZone) <= asOf) : all;
    const sums = sumsOf(entries);
    const charges = entries.filter(({ kind }) => kind === LedgerKind.CHARGE);
    const lastFiling = charges.findLast(({ fee }) => fee !== null && filingFees.includes(fee));
    return {
      ...sums,
      status: feeStatus(sums),
      availableActions: feeActions(ctx.viewer, program, {
        ...sums,
        codesHold: await codesHold(ctx),
        isToInvoice: await isToInvoice(ctx, program.id),
      }),
      currency: charges[0]?.currency ?? "",
      holdsCertificates: sumsOf(entries, filingFees).due > 0 && (lastFiling?.policy?.holdsCertificates ?? false),
      howToPay: charges.at(-1)?.policy?.howToPay ?? "",
      entries,
      paidElsewhere: asOf ? elsewhere.filter(({ paidOn }) => paidOn <= asOf) : elsewhere,
    };
  }
}

@Resolver()
export class FeeResolver {
  @Allow(staff, peopleOnly)
  @Query(() => [FeePolicyObject], { description: "All fee policies, the latest first." })
  feePolicies(@Ctx() ctx: Context): Promise<FeePolicy[]> {
    return listFeePolicies(ctx);
  }

  @Allow(signedIn, peopleOnly)
  @Query(() => FeePolicyObject, {
    nullable: true,
    description: "The fee policy that holds on a day; null where there are no fees. Errors: NOT_FOUND.",
  })
  feePolicyOn(
    @Arg("day", () => LocalDate, { nullable: true, description: "In the accreditor's time zone; left out: today." })
    day: string | null,
    @Arg("typeId", () => ID, { nullable: true, description: "For programs of this type; left out: those for all." })
    typeId: string | null,
    @Ctx() ctx: Context,
  ): Promise<FeePolicy | null> {
    return findFeePolicy(ctx, day, typeId);
  }

  @Allow(keepsFees, peopleOnly)
  @Query(() => FeeSimulationObject, {
    description: "What a policy would have cost the programs of the last twelve months. Nothing is written.",
  })
  feePolicySimulation(
    @Arg("input", () => FeePolicyInput, { description: "The policy; its first day does not matter." })
    input: FeePolicyInput,
    @Ctx() ctx: Context,
  ): Promise<FeeSimulation> {
    return simulateFeePolicy(ctx, input);
  }

  @Allow(staff, peopleOnly)
  @Query(() => [FeePromotionObject], { description: "All special rates, the latest first." })
  feePromotions(@Ctx() ctx: Context): Promise<FeePromotion[]> {
    return listFeePromotions(ctx);
  }

  @Allow(keepsFees, peopleOnly, "FRESH", [StaffRole.FINANCE, StaffRole.ADMINISTRATOR])
  @Mutation(() => FeePolicyObject, {
    description: "Says what fees there are from a day to come on. Errors: BAD_INPUT, NOT_FOUND.",
  })
  addFeePolicy(
    @Arg("input", () => FeePolicyInput, { description: "The policy." }) input: FeePolicyInput,
    @Ctx() ctx: Context,
  ): Promise<FeePolicy> {
    return addFeePolicy(ctx, input);
  }

  @Allow(keepsFees, peopleOnly, "FRESH", [StaffRole.FINANCE, StaffRole.ADMINISTRATOR])
  @Mutation(() => FeePromotionObject, { description: "Sets a special rate of a fee. Errors: BAD_INPUT." })
  addFeePromotion(
    @Arg("input", () => FeePromotionInput, { description: "The rate." }) input: FeePromotionInput,
    @Ctx() ctx: Context,
  ): Promise<FeePromotion> {
    return addFeePromotion(ctx, input);
  }

  @Allow(signedIn, peopleOnly, "NONE")
  @Mutation(() => ProgramObject, {
    description:
      "Names the code of a special rate for a program: what is charged or open on its days is lowered. Errors: NOT_FOUND, FORBIDDEN, BAD_INPUT, TOO_MANY_REQUESTS.",
  })
  applyPromotionCode(
    @Arg("programId", () => ID, { description: programId }) id: string,
    @Arg("code", () => String, { description: "In either case." }) code: string,
    @Ctx() ctx: Context,
  ): Promise<ProgramRow> {
    return applyPromotionCode(ctx, id, code);
  }

  @Allow(keepsFees, peopleOnly, "NONE", [StaffRole.FINANCE, StaffRole.ADMINISTRATOR])
  @Mutation(() => ProgramObject, {
    description:
      "Notes money that came in for a program's fees, by cheque or transfer; the program goes on once nothing is due. Errors: NOT_FOUND, NOTHING_DUE, BAD_INPUT, REASON_REQUIRED.",
  })
  recordFeePayment(
    @Arg("programId", () => ID, { description: programId }) id: string,
    @Arg("amount", () => Int, { description: `${inCents} At most what is due.` }) amount: number,
    @Arg("reference", () => String, { description: "Number of the cheque or transfer." }) reference: string,
    @Ctx() ctx: Context,
  ): Promise<ProgramRow> {
    return recordFeePayment(ctx, id, amount, reference);
  }

  @Allow(keepsFees, peopleOnly, "NONE", [StaffRole.FINANCE, StaffRole.ADMINISTRATOR])
  @Mutation(() => ProgramObject, {
    description: "Lets a provider off what is due for a program. Errors: NOT_FOUND, NOTHING_DUE, REASON_REQUIRED.",
  })
  waiveFee(
    @Arg("programId", () => ID, { description: programId }) id: string,
    @Arg("fee", () => Fee, { nullable: true, description: "Which fee; left out: all that is due." }) fee: Fee | null,
    @Arg("reason", () => String, { description: "Stands in the ledger, and the provider sees it." }) reason: string,
    @Ctx() ctx: Context,
  ): Promise<ProgramRow> {
    return waiveFee(ctx, id, fee, reason);
  }

  @Allow(keepsFees, peopleOnly, "NONE", [StaffRole.FINANCE, StaffRole.ADMINISTRATOR])
  @Mutation(() => ProgramObject, {
    description:
      "Notes that paid money was given back; it is not due again. Errors: NOT_FOUND, BAD_INPUT, REASON_REQUIRED.",
  })
  refundFee(
    @Arg("programId", () => ID, { description: programId }) id: string,
    @Arg("amount", () => Int, { description: `${inCents} At most what was paid.` }) amount: number,
    @Arg("reason", () => String, { description: "Stands in the ledger, and the provider sees it." }) reason: string,
    @Arg("reference", () => String, { nullable: true, description: "Number of the transfer." })
    reference: string | null,
    @Ctx() ctx: Context,
  ): Promise<ProgramRow> {
    return refundFee(ctx, id, amount, reason, reference);
  }
}
