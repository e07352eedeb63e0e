import { Arg, Ctx, FieldResolver, ID, Int, Mutation, Query, Resolver, Root } from "type-graphql";
import { transcriptReaders } from "../certificates/certificate.policy.ts";
import type { Context } from "../core/context.ts";
import { Allow, everyKey, peopleOnly, signedIn, staff } from "../core/policy.ts";
import { LocalDate } from "../core/scalars.ts";
import { StaffRole } from "../core/staff-roles.ts";
import type { CreditKind } from "../policies/credit-kind.entity.ts";
import { CreditKindObject } from "../policies/credit-kind.object.ts";
import { creditKindById } from "../policies/credit-kind.queries.ts";
import type { JudgedPart } from "./renewal.arithmetic.ts";
import {
  RenewalLeftOutObject,
  RenewalObject,
  RenewalPartObject,
  RenewalProgressObject,
  RenewalRequirementInput,
  RenewalRequirementObject,
} from "./renewal.object.ts";
import { findRenewal, listRenewalRequirements, type Renewal, renewalParts } from "./renewal.queries.ts";
import type { RenewalPart, RenewalRequirement } from "./renewal-requirement.entity.ts";
import { saveRenewalRequirement } from "./save-renewal-requirement.ts";

@Resolver(() => RenewalRequirementObject)
export class RenewalRequirementResolver {
  @Allow(signedIn, everyKey)
  @Query(() => [RenewalRequirementObject], {
    description: "What boards want before they renew, with what they wanted before: by code, the newest row first.",
  })
  renewalRequirements(@Ctx() ctx: Context): Promise<RenewalRequirement[]> {
    return listRenewalRequirements(ctx);
  }

  @FieldResolver(() => CreditKindObject, {
    nullable: true,
    description: "The kind whose credit makes the total; null: the default one.",
  })
  async kind(@Root() { kindId }: RenewalRequirement, @Ctx() ctx: Context): Promise<CreditKind | null> {
    return kindId === null ? null : creditKindById(ctx, kindId);
  }

  @FieldResolver(() => [RenewalPartObject], { description: "What it wants of further kinds, in their order." })
  parts(@Root() { id }: RenewalRequirement, @Ctx() ctx: Context): Promise<RenewalPart[]> {
    return renewalParts(ctx, id);
  }

  @Allow(staff, peopleOnly, "FRESH", [StaffRole.ADMINISTRATOR])
  @Mutation(() => RenewalRequirementObject, {
    description:
      "Adds what a board wants, or changes it. What it wants from a later day on is a new row of the same code. Errors: NOT_FOUND, STALE_VERSION, BAD_INPUT.",
  })
  saveRenewalRequirement(
    @Arg("id", () => ID, { nullable: true, description: "Which row; none: a new one." }) id: string | null,
    @Arg("version", () => Int, { nullable: true, description: "The version that was read, of an old one." })
    version: number | null,
    @Arg("input", () => RenewalRequirementInput, { description: "What it is to be." }) input: RenewalRequirementInput,
    @Ctx() ctx: Context,
  ): Promise<RenewalRequirement> {
    return saveRenewalRequirement(ctx, id ?? null, version ?? null, input);
  }
}

@Resolver(() => RenewalPartObject)
export class RenewalPartResolver {
  @FieldResolver(() => CreditKindObject, { nullable: true, description: "Which kind." })
  kind(@Root() { kindId }: RenewalPart, @Ctx() ctx: Context): Promise<CreditKind | null> {
    return creditKindById(ctx, kindId);
  }
}

@Resolver(() => RenewalProgressObject)
export class RenewalProgressResolver {
  @FieldResolver(() => CreditKindObject, { nullable: true, description: "Which kind; null: the whole." })
  async kind(@Root() { kindId }: JudgedPart, @Ctx() ctx: Context): Promise<CreditKind | null> {
    return kindId === null ? null : creditKindById(ctx, kindId);
  }
}

@Resolver(() => RenewalLeftOutObject)
export class RenewalLeftOutResolver {
  @FieldResolver(() => CreditKindObject, {
    nullable: true,
    description: "Of which kind it is over the maximum; null: over that of credit from elsewhere.",
  })
  async kind(@Root() { kindId }: { kindId: string | null }, @Ctx() ctx: Context): Promise<CreditKind | null> {
    return kindId === null ? null : creditKindById(ctx, kindId);
  }
}

@Resolver(() => RenewalObject)
export class RenewalResolver {
  @Allow(signedIn, transcriptReaders)
  @Query(() => RenewalObject, {
    description:
      "What a member has of what a board wants for the cycle that ends on a day, for the member and for staff. Errors: NOT_FOUND, BAD_INPUT.",
  })
  renewal(
    @Arg("code", () => String, { description: "Of the requirement." }) code: string,
    @Arg("endsOn", () => LocalDate, { description: "Last day of the cycle: when what is renewed expires." })
    endsOn: string,
    @Arg("on", () => LocalDate, { nullable: true, description: "As of which day; none: today." }) on: string | null,
    @Arg("memberId", () => ID, { nullable: true, description: "Whose; none, and no number: the viewer's own." })
    memberId: string | null,
    @Arg("memberNumber", () => String, {
      nullable: true,
      description: "Whose, by the whole number, or by one that the member had before members were merged.",
    })
    memberNumber: string | null,
    @Ctx() ctx: Context,
  ): Promise<Renewal> {
    return findRenewal(ctx, {
      code,
      endsOn,
      on: on ?? null,
      memberId: memberId ?? null,
      memberNumber: memberNumber ?? null,
    });
  }

  @FieldResolver(() => String, {
    description:
      "Where its proof pack is served, with the viewer's sign-in: an index of what counts and the certificates behind it, as one PDF.",
  })
  proofUrl(@Root() renewal: Renewal, @Ctx() ctx: Context): string {
    return proofUrl(ctx, "pdf", renewal);
  }

  @FieldResolver(() => String, {
    description: "Where what counts is served as CSV, with the viewer's sign-in: a row for each award, oldest first.",
  })
  proofTableUrl(@Root() renewal: Renewal, @Ctx() ctx: Context): string {
    return proofUrl(ctx, "csv", renewal);
  }
}

function proofUrl({ config }: Context, ending: string, { requirement, to, on, memberId }: Renewal): string {
  const query = new URLSearchParams({ code: requirement.code, endsOn: to, on, memberId });
  return `${config.publicUrl}/renewal/proof.${ending}?${query}`;
}
