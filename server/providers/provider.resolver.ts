import { Arg, Args, Ctx, FieldResolver, Query, Resolver, Root } from "type-graphql";
import { ViewerObject } from "../accounts/viewer.object.ts";
import { ApiScope } from "../core/api-scopes.ts";
import type { Context } from "../core/context.ts";
import { type Connection, PageArgs } from "../core/lists/page.ts";
import { Allow, keysWith, ownAccount, peopleOnly, staffOrProvider } from "../core/policy.ts";
import type { Viewer } from "../core/viewer.ts";
import { ProviderConnection, ProviderFilter, ProviderObject } from "./provider.object.ts";
import { type ProviderRow, providerList, providersOfViewer } from "./provider.queries.ts";

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

@Resolver(() => ViewerObject)
export class ViewerProvidersResolver {
  @Allow(ownAccount, peopleOnly)
  @FieldResolver(() => [ProviderObject], { description: "Whom the viewer may act for, by number." })
  providers(@Root() viewer: Viewer, @Ctx() ctx: Context): Promise<ProviderRow[]> {
    return providersOfViewer(ctx, viewer.providers.keys());
  }
}
