import { Arg, Ctx, Mutation, Query, Resolver } from "type-graphql";
import type { Context } from "../core/context.ts";
import { Allow, anyone } from "../core/policy.ts";
import type { Viewer } from "../core/viewer.ts";
import { type SignedIn, signIn } from "./sign-in.ts";
import { signOut } from "./sign-out.ts";
import { SignInPayload, ViewerObject } from "./viewer.object.ts";

@Resolver()
export class AccountResolver {
  @Allow(anyone)
  @Query(() => ViewerObject, { nullable: true, description: "Who is signed in; null: nobody." })
  viewer(@Ctx() ctx: Context): Viewer | null {
    return ctx.viewer.accountId ? ctx.viewer : null;
  }

  @Allow(anyone)
  @Mutation(() => SignInPayload, {
    description: "Signs in by a verified e-mail address and password. Errors: WRONG_CREDENTIALS.",
  })
  signIn(
    @Arg("email", () => String, { description: "Any verified address of the account." }) email: string,
    @Arg("password", () => String, { description: "The account's password." }) password: string,
    @Ctx() ctx: Context,
  ): Promise<SignedIn> {
    return signIn(ctx, email, password);
  }

  @Allow(anyone)
  @Mutation(() => Boolean, { description: "Ends this sign-in and takes the cookie back." })
  signOut(@Ctx() ctx: Context): Promise<boolean> {
    return signOut(ctx);
  }
}
