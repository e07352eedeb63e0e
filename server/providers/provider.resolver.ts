import { Arg, Args, Ctx, FieldResolver, ID, Mutation, Query, Resolver, Root } from "type-graphql";
import type { ApiKey } from "../accounts/api-keys/api-key.entity.ts";
import { ApiKeyObject } from "../accounts/api-keys/api-key.object.ts";
import { ViewerObject } from "../accounts/viewer.object.ts";
import { ApiScope } from "../core/api-scopes.ts";
import type { Context } from "../core/context.ts";
import { type Connection, PageArgs } from "../core/lists/page.ts";
import { Allow, inRoles, keysWith, ownAccount, peopleOnly, ShownTo, staff, staffOrProvider } from "../core/policy.ts";
import { StaffRole } from "../core/staff-roles.ts";
import type { Viewer } from "../core/viewer.ts";
import { activateProvider } from "./activate-provider.ts";
import { ProviderConnection, ProviderFilter, ProviderObject } from "./provider.object.ts";
import { availableProviderActions, ProviderAction } from "./provider.policy.ts";
import { type ProviderRow, providerById, providerList, providersOfViewer } from "./provider.queries.ts";
import { reinstateProvider } from "./reinstate-provider.ts";
import { suspendProvider } from "./suspend-provider.ts";

@Resolver(() => ProviderObject)
export class ProviderResolver {
  @Allow(staffOrProvider, keysWith(ApiScope.PROGRAMS_READ))
  @Query(() => ProviderConnection, {
    description: "Providers by number: all for staff, one's own for those who act for a provider.",
  })
  providers(
    @Arg("filter", () => ProviderFilter, { nullable: true, description: "Which providers." })
    filter: ProviderFilter | null,
    @Args(() => PageArgs) page: PageArgs,
    @Ctx() ctx: Context,
  ): Promise<Connection<ProviderRow>> {
    return providerList.page(ctx, filter ?? {}, page);
  }
}

@Resolver(() => ProviderObject)
export class ProviderDecisionResolver {
  @ShownTo(peopleOnly)
  @FieldResolver(() => [ProviderAction], { description: "What the viewer can decide about it now; for staff." })
  availableActions(@Root() provider: ProviderRow, @Ctx() ctx: Context): ProviderAction[] {
    return availableProviderActions(inRoles(ctx.viewer, [StaffRole.REGISTRAR, StaffRole.ADMINISTRATOR]), provider);
  }

  @Allow(staff, peopleOnly, "NONE", [StaffRole.REGISTRAR, StaffRole.ADMINISTRATOR])
  @Mutation(() => ProviderObject, {
    description:
      "Lets a provider in that has applied. Its owners get a mail. Errors: NOT_FOUND, CONFLICT_OF_INTEREST, ILLEGAL_TRANSITION.",
  })
  activateProvider(
    @Arg("id", () => ID, { description: "Which." }) id: string,
    @Arg("reason", () => String, { nullable: true, description: "Why, for the mail and the audit log." })
    reason: string | null,
    @Ctx() ctx: Context,
  ): Promise<ProviderRow> {
    return activateProvider(ctx, id, reason);
  }

  @Allow(staff, peopleOnly, "NONE", [StaffRole.REGISTRAR, StaffRole.ADMINISTRATOR])
  @Mutation(() => ProviderObject, {
    description:
      "Suspends a provider, or turns one away that has applied: it reads what is its own and changes nothing; its keys and invitations don't work meanwhile. Its owners get a mail. Errors: NOT_FOUND, CONFLICT_OF_INTEREST, ILLEGAL_TRANSITION, REASON_REQUIRED.",
  })
  suspendProvider(
    @Arg("id", () => ID, { description: "Which." }) id: string,
    @Arg("reason", () => String, { description: "Why, for the mail and the audit log." }) reason: string,
    @Ctx() ctx: Context,
  ): Promise<ProviderRow> {
    return suspendProvider(ctx, id, reason);
  }

  @Allow(staff, peopleOnly, "NONE", [StaffRole.REGISTRAR, StaffRole.ADMINISTRATOR])
  @Mutation(() => ProviderObject, {
    description:
      "Lets a suspended provider in again. Its owners get a mail. Errors: NOT_FOUND, CONFLICT_OF_INTEREST, ILLEGAL_TRANSITION, REASON_REQUIRED.",
  })
  reinstateProvider(
    @Arg("id", () => ID, { description: "Which." }) id: string,
    @Arg("reason", () => String, { description: "Why, for the mail and the audit log." }) reason: string,
    @Ctx() ctx: Context,
  ): Promise<ProviderRow> {
    return reinstateProvider(ctx, id, reason);
  }
}

@Resolver(() => ViewerObject)
export class ViewerProvidersResolver {
  @Allow(ownAccount, peopleOnly)
  @FieldResolver(() => [ProviderObject], { description: "Whom the viewer may act for, by number." })
  providers(@Root() viewer: Viewer, @Ctx() ctx: Context): Promise<ProviderRow[]> {
    return providersOfViewer(ctx, viewer.providers.keys());
  }
}

@Resolver(() => ApiKeyObject)
export class ApiKeyProviderResolver {
  @FieldResolver(() => ProviderObject, {
    nullable: true,
    description: "The provider that it acts for; null: the accreditor.",
  })
  async provider(@Root() { providerId }: ApiKey, @Ctx() ctx: Context): Promise<ProviderRow | null> {
    return providerId === null ? null : providerById(ctx, providerId);
  }
}
