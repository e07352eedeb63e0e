import { Arg, Args, Ctx, ID, Mutation, Query, Resolver } from "type-graphql";
import type { Context } from "../../core/context.ts";
import { Allow, administrator, peopleOnly, ShownOnce, signedIn, staff } from "../../core/policy.ts";
import { StaffRole } from "../../core/staff-roles.ts";
import { App } from "./app.entity.ts";
import { AppObject, ConnectedAppObject, CreateAppArgs, CreateAppPayload } from "./app.object.ts";
import { type ConnectedApp, disconnectApp, listConnectedApps } from "./connected-apps.ts";
import { type CreatedApp, createApp } from "./create-app.ts";
import { removeApp } from "./remove-app.ts";

@Resolver()
export class AppResolver {
  @Allow(administrator, peopleOnly)
  @Query(() => [AppObject], {
    description: "Partners' programs that members may let act for them, by name; at most 500.",
  })
  apps(@Ctx() ctx: Context): Promise<App[]> {
    return ctx.db.manager.find(App, { order: { name: "ASC", id: "ASC" }, take: 500 });
  }

  @Allow(staff, peopleOnly, "FRESH", [StaffRole.ADMINISTRATOR])
  @ShownOnce()
  @Mutation(() => CreateAppPayload, {
    description:
      "Registers a partner's program: by OAuth 2.1 and OpenID it asks members to let it act for them. Its secret, if it keeps one, is in this answer and never shown again. Errors: BAD_INPUT.",
  })
  createApp(@Args(() => CreateAppArgs) input: CreateAppArgs, @Ctx() ctx: Context): Promise<CreatedApp> {
    return createApp(ctx, input);
  }

  @Allow(staff, peopleOnly, "NONE", [StaffRole.ADMINISTRATOR])
  @Mutation(() => Boolean, {
    description: "Ends an app at once, with all that members let it do. Errors: NOT_FOUND.",
  })
  removeApp(@Arg("id", () => ID, { description: "The app." }) id: string, @Ctx() ctx: Context): Promise<boolean> {
    return removeApp(ctx, id);
  }

  @Allow(signedIn, peopleOnly)
  @Query(() => [ConnectedAppObject], { description: "The apps that the viewer lets act for them, by name." })
  connectedApps(@Ctx() ctx: Context): Promise<ConnectedApp[]> {
    return listConnectedApps(ctx);
  }

  @Allow(signedIn, peopleOnly, "NONE")
  @Mutation(() => Boolean, {
    description: "Lets an app act for the viewer no more, at once. True: it could; false: it could not.",
  })
  disconnectApp(@Arg("id", () => ID, { description: "The app." }) id: string, @Ctx() ctx: Context): Promise<boolean> {
    return disconnectApp(ctx, id);
  }
}
