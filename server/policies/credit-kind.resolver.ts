import { Arg, Ctx, FieldResolver, ID, Int, Mutation, Query, Resolver, Root } from "type-graphql";
import type { Context } from "../core/context.ts";
import { Allow, everyKey, peopleOnly, signedIn, staff } from "../core/policy.ts";
import { StaffRole } from "../core/staff-roles.ts";
import type { CreditKind } from "./credit-kind.entity.ts";
import { CreditKindInput, CreditKindObject } from "./credit-kind.object.ts";
import { creditKindById, listCreditKinds } from "./credit-kind.queries.ts";
import { saveCreditKind } from "./save-credit-kind.ts";

@Resolver(() => CreditKindObject)
export class CreditKindResolver {
  @Allow(signedIn, everyKey)
  @Query(() => [CreditKindObject], {
    description: "Every kind of credit, also those that are not earned any more, in the order that staff set.",
  })
  creditKinds(@Ctx() ctx: Context): Promise<CreditKind[]> {
    return listCreditKinds(ctx);
  }

  @FieldResolver(() => CreditKindObject, {
    nullable: true,
    description: "The kind whose credit includes it: nobody earns more of it than of that one.",
  })
  async partOf(@Root() { partOfId }: CreditKind, @Ctx() ctx: Context): Promise<CreditKind | null> {
    return partOfId === null ? null : creditKindById(ctx, partOfId);
  }

  @Allow(staff, peopleOnly, "FRESH", [StaffRole.ADMINISTRATOR])
  @Mutation(() => CreditKindObject, {
    description: "Adds a kind of credit, or changes one. Errors: NOT_FOUND, STALE_VERSION, BAD_INPUT.",
  })
  saveCreditKind(
    @Arg("id", () => ID, { nullable: true, description: "Which; none: a new one." }) id: string | null,
    @Arg("version", () => Int, { nullable: true, description: "The version that was read, of an old one." })
    version: number | null,
    @Arg("input", () => CreditKindInput, { description: "What it is to be." }) input: CreditKindInput,
    @Ctx() ctx: Context,
  ): Promise<CreditKind> {
    return saveCreditKind(ctx, id ?? null, version ?? null, input);
  }
}
