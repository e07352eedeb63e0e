import { Arg, Ctx, FieldResolver, Mutation, Resolver, Root } from "type-graphql";
import type { Context } from "../../core/context.ts";
import { Allow, ownAccount, peopleOnly, signedIn } from "../../core/policy.ts";
import type { Viewer } from "../../core/viewer.ts";
import { ViewerObject } from "../viewer.object.ts";
import { linkSingleSignOn, unlinkSingleSignOn } from "./link-single-sign-on.ts";
import { SignInIdentity } from "./single-sign-on.entity.ts";

const passwordAgain = "The account's password, once more.";

@Resolver(() => ViewerObject)
export class SingleSignOnResolver {
  @Allow(ownAccount, peopleOnly)
  @FieldResolver(() => Boolean, { description: "Whether the account is linked to a person of an OpenID provider." })
  async singleSignOnLinked(@Root() { accountId }: Viewer, @Ctx() ctx: Context): Promise<boolean> {
    return accountId !== null && (await ctx.db.manager.existsBy(SignInIdentity, { accountId }));
  }

  @Allow(signedIn, peopleOnly, "OWN")
  @Mutation(() => String, {
    description:
      "Begins to link the account to single sign-on; answers the address of the provider, where to send this browser. Errors: WRONG_CREDENTIALS, TOO_MANY_REQUESTS, ILLEGAL_TRANSITION.",
  })
  linkSingleSignOn(
    @Arg("password", () => String, { description: passwordAgain }) password: string,
    @Ctx() ctx: Context,
  ): Promise<string> {
    return linkSingleSignOn(ctx, password);
  }

  @Allow(signedIn, peopleOnly, "OWN")
  @Mutation(() => ViewerObject, {
    description: "Ends the account's link to single sign-on. Errors: WRONG_CREDENTIALS, TOO_MANY_REQUESTS, NOT_FOUND.",
  })
  unlinkSingleSignOn(
    @Arg("password", () => String, { description: passwordAgain }) password: string,
    @Ctx() ctx: Context,
  ): Promise<Viewer> {
    return unlinkSingleSignOn(ctx, password);
  }
}
