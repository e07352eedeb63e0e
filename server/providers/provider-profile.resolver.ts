import { Arg, Ctx, FieldResolver, ID, Int, Mutation, Query, Resolver, Root } from "type-graphql";
import { canManageApiKeys } from "../accounts/api-keys/api-key.policy.ts";
import type { Context } from "../core/context.ts";
import { Allow, inRoles, peopleOnly, staffOrProvider } from "../core/policy.ts";
import { StaffRole } from "../core/staff-roles.ts";
import { canInviteColleagues, canManageColleagues } from "./colleague.policy.ts";
import { canUpdateProvider } from "./provider.policy.ts";
import { ProviderEventObject, ProviderProfileObject } from "./provider-profile.object.ts";
import {
  type ProviderEvent,
  type ProviderProfile,
  readProfile,
  timelineOfProvider,
} from "./provider-profile.queries.ts";
import { ProviderProfileInput } from "./update-provider.input.ts";
import { updateProvider } from "./update-provider.ts";

const mayUpdate = [StaffRole.REGISTRAR, StaffRole.ADMINISTRATOR];

@Resolver(() => ProviderProfileObject)
export class ProviderProfileResolver {
  @Allow(staffOrProvider, peopleOnly)
  @Query(() => ProviderProfileObject, { description: "What a provider says of itself. Errors: NOT_FOUND." })
  providerProfile(
    @Arg("providerId", () => ID, { description: "The provider." }) providerId: string,
    @Ctx() ctx: Context,
  ): Promise<ProviderProfile> {
    return readProfile(ctx, providerId);
  }

  @Allow(staffOrProvider, peopleOnly, "NONE", mayUpdate)
  @Mutation(() => ProviderProfileObject, {
    description:
      "Changes what a provider says of itself; for its owners, and staff. Certificates keep what they say. Errors: NOT_FOUND, FORBIDDEN, PROVIDER_NOT_ACTIVE, STALE_VERSION, BAD_INPUT.",
  })
  updateProvider(
    @Arg("id", () => ID, { description: "The provider." }) id: string,
    @Arg("version", () => Int, { description: "The version that was read." }) version: number,
    @Arg("input", () => ProviderProfileInput, { description: "The whole profile, as it is to be." })
    input: ProviderProfileInput,
    @Ctx() ctx: Context,
  ): Promise<ProviderProfile> {
    return updateProvider(ctx, id, version, input);
  }

  @FieldResolver(() => Boolean, { description: "Whether the viewer can change it now." })
  mayChange(@Root() profile: ProviderProfile, @Ctx() ctx: Context): boolean {
    return canUpdateProvider(inRoles(ctx.viewer, mayUpdate), profile.id);
  }

  @FieldResolver(() => Boolean, { description: "Whether the viewer says who else acts for it." })
  mayManageColleagues(@Root() profile: ProviderProfile, @Ctx() { viewer }: Context): boolean {
    return canManageColleagues(viewer, profile.id);
  }

  @FieldResolver(() => Boolean, { description: "Whether the viewer can invite somebody to act for it now." })
  mayInvite(@Root() profile: ProviderProfile, @Ctx() { viewer }: Context): boolean {
    return canInviteColleagues(viewer, profile.id);
  }

  @FieldResolver(() => Boolean, { description: "Whether the viewer makes and ends API keys of it." })
  mayManageKeys(@Root() profile: ProviderProfile, @Ctx() { viewer }: Context): boolean {
    return canManageApiKeys(viewer, { providerId: profile.id });
  }

  @FieldResolver(() => [ProviderEventObject], { description: "What happened to it, newest first, at most 200." })
  timeline(@Root() profile: ProviderProfile, @Ctx() ctx: Context): Promise<ProviderEvent[]> {
    return timelineOfProvider(ctx, profile.id);
  }
}
