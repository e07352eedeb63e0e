import { Arg, Ctx, FieldResolver, Mutation, Resolver, Root } from "type-graphql";
import type { Context } from "../core/context.ts";
import { IdentityProof } from "../core/identity-proof.ts";
import { Allow, ownAccount, peopleOnly } from "../core/policy.ts";
import { provedUntil } from "../core/proof.ts";
import { DateTime } from "../core/scalars.ts";
import type { Viewer } from "../core/viewer.ts";
import { confirmIdentity } from "./confirm-identity.ts";
import { confirmBySingleSignOn } from "./single-sign-on/confirm-by-single-sign-on.ts";
import { ViewerObject } from "./viewer.object.ts";

@Resolver(() => ViewerObject)
export class ProofResolver {
  @Allow(ownAccount, peopleOnly)
  @FieldResolver(() => DateTime, {
    nullable: true,
    description: "Until when this sign-in may do what lasts; null: confirmIdentity comes first.",
  })
  provedUntil(@Root() viewer: Viewer, @Ctx() ctx: Context): Date | null {
    const until = provedUntil({ ...ctx, viewer });
    return until && until > ctx.now() ? until : null;
  }

  @Allow(ownAccount, peopleOnly)
  @FieldResolver(() => [IdentityProof], { description: "By what the account can show again who is there." })
  identityProofs(@Root() viewer: Viewer): readonly IdentityProof[] {
    return viewer.proofs;
  }

  @Allow(ownAccount, peopleOnly, "OWN")
  @Mutation(() => ViewerObject, {
    description:
      "Shows once more who is there, so that this sign-in may do what lasts for some minutes: by a code where the account has a second factor, else by its password. Errors: WRONG_CREDENTIALS, WRONG_CODE, TOO_MANY_REQUESTS, STEP_UP_REQUIRED.",
  })
  confirmIdentity(
    @Arg("password", () => String, { nullable: true, description: "The account's password." }) password: string | null,
    @Arg("code", () => String, { nullable: true, description: "What the app shows, or a recovery code." })
    code: string | null,
    @Ctx() ctx: Context,
  ): Promise<Viewer> {
    return confirmIdentity(ctx, { password, code });
  }

  @Allow(ownAccount, peopleOnly, "OWN")
  @Mutation(() => String, {
    description:
      "As confirmIdentity, by another round at the provider of single sign-on; answers its address, where to send a window of this browser. Errors: STEP_UP_REQUIRED, ILLEGAL_TRANSITION.",
  })
  confirmBySingleSignOn(@Ctx() ctx: Context): Promise<string> {
    return confirmBySingleSignOn(ctx);
  }
}
