import { Arg, Ctx, FieldResolver, ID, Mutation, Query, Resolver, Root } from "type-graphql";
import type { Context } from "../core/context.ts";
import { Allow, inRoles, peopleOnly, staff } from "../core/policy.ts";
import { StaffRole } from "../core/staff-roles.ts";
import { ProviderStatus } from "../core/viewer.ts";
import { ProviderObject } from "../providers/provider.object.ts";
import { canDecideProvider } from "../providers/provider.policy.ts";
import { type ProviderRow, providerById } from "../providers/provider.queries.ts";
import { ProviderProfileObject } from "../providers/provider-profile.object.ts";
import type { ProviderProfile } from "../providers/provider-profile.queries.ts";
import { mergeProviders } from "./merge-providers.ts";
import { planProviderMerge } from "./plan-provider-merge.ts";
import { ProviderMergePreviewObject } from "./provider-merge.object.ts";

const mayMerge = [StaffRole.REGISTRAR];

@Resolver(() => ProviderProfileObject)
export class ProviderMergeResolver {
  @Allow(staff, peopleOnly)
  @Query(() => ProviderMergePreviewObject, {
    description:
      "What merging two accounts of one provider would do; does nothing. For staff. Errors: NOT_FOUND, BAD_INPUT, ILLEGAL_TRANSITION, CONFLICT_OF_INTEREST.",
  })
  providerMergePreview(
    @Arg("keepId", () => ID, { description: "The provider that stays." }) keepId: string,
    @Arg("mergeId", () => ID, { description: "The provider that becomes another number of it." }) mergeId: string,
    @Ctx() ctx: Context,
  ): Promise<ProviderMergePreviewObject> {
    return planProviderMerge(ctx.db.manager, ctx, keepId, mergeId);
  }

  @Allow(staff, peopleOnly, "FRESH", mayMerge)
  @Mutation(() => ProviderObject, {
    description:
      "Makes one provider of two accounts of it, for good: programs, colleagues, rosters, invoices and money of both are the one's that stays; the other's API keys end. Errors: as providerMergePreview; REASON_REQUIRED, STALE_VERSION; SECOND_PERSON_REQUIRED where it takes two persons.",
  })
  mergeProviders(
    @Arg("keepId", () => ID, { description: "The provider that stays." }) keepId: string,
    @Arg("mergeId", () => ID, { description: "The provider that becomes another number of it." }) mergeId: string,
    @Arg("fingerprint", () => String, { description: "That of the preview that was looked at." }) fingerprint: string,
    @Arg("reason", () => String, { description: "Why they are one." }) reason: string,
    @Ctx() ctx: Context,
  ): Promise<ProviderRow> {
    return mergeProviders(ctx, keepId, mergeId, fingerprint, reason);
  }

  @FieldResolver(() => Boolean, { description: "Whether the viewer can merge it with another one now." })
  mayMerge(@Root() profile: ProviderProfile, @Ctx() ctx: Context): boolean {
    return profile.status !== ProviderStatus.MERGED && canDecideProvider(inRoles(ctx.viewer, mayMerge), profile);
  }

  @FieldResolver(() => ProviderObject, {
    nullable: true,
    description: "The provider that has everything of it, since it was merged into that one; null: it was not.",
  })
  mergedInto(@Root() { mergedIntoId }: ProviderProfile, @Ctx() ctx: Context): Promise<ProviderRow | null> | null {
    return mergedIntoId === null ? null : providerById(ctx, mergedIntoId);
  }
}
