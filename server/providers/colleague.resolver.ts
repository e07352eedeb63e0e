import { Arg, Ctx, Field, ID, Mutation, ObjectType, Query, Resolver, registerEnumType } from "type-graphql";
import type { SignedIn } from "../accounts/start-sign-in.ts";
import { SignInPayload } from "../accounts/viewer.object.ts";
import type { Context } from "../core/context.ts";
import { Allow, anyone, peopleOnly, ShownOnce, staffOrProvider } from "../core/policy.ts";
import { DateTime } from "../core/scalars.ts";
import type { ProviderRole } from "../core/viewer.ts";
import { acceptInvitation } from "./accept-invitation.ts";
import { inviteColleague } from "./invite-colleague.ts";
import { type ColleagueRow, listColleagues } from "./list-colleagues.ts";
import { removeColleague } from "./remove-colleague.ts";

const Role: Record<ProviderRole, ProviderRole> = { OWNER: "OWNER", EDITOR: "EDITOR" };
registerEnumType(Role, {
  name: "ProviderRole",
  description: "As what an account acts for a provider.",
  valuesConfig: {
    OWNER: { description: "Everything, and who else acts for it, and its API keys." },
    EDITOR: { description: "Programs, attendance and conferences." },
  },
});

@ObjectType("Colleague", { description: "Somebody who acts for a provider, or is invited to.", simpleResolvers: true })
export class ColleagueObject implements ColleagueRow {
  @Field(() => ID, { nullable: true, description: "The account; null until the invitation is accepted." })
  accountId!: string | null;
  @Field(() => String, { description: "Primary address, or the one that was invited." }) email!: string;
  @Field(() => Role, { description: "As what." }) role!: ProviderRole;
  @Field(() => DateTime, { nullable: true, description: "When the invitation runs out." }) invitedUntil!: Date | null;
  @Field(() => Boolean, { description: "Whether the viewer may end it, by removeColleague." }) mayRemove!: boolean;
}

@Resolver()
export class ColleagueResolver {
  @Allow(staffOrProvider, peopleOnly)
  @Query(() => [ColleagueObject], {
    description: "Who acts for a provider, and who is invited to, by address. Errors: NOT_FOUND.",
  })
  async colleagues(
    @Arg("providerId", () => ID, { description: "The provider." }) providerId: string,
    @Ctx() ctx: Context,
  ): Promise<ColleagueRow[]> {
    return listColleagues(ctx, providerId);
  }

  @Allow(staffOrProvider, peopleOnly, "FRESH")
  @Mutation(() => Boolean, {
    description:
      "Mails somebody a link to act for a provider; for its owners. Errors: NOT_FOUND, FORBIDDEN, PROVIDER_NOT_ACTIVE, BAD_INPUT, TOO_MANY_REQUESTS.",
  })
  inviteColleague(
    @Arg("providerId", () => ID, { description: "The provider." }) providerId: string,
    @Arg("email", () => String, { description: "Whom to ask." }) email: string,
    @Arg("role", () => Role, { description: "As what." }) role: ProviderRole,
    @Ctx() ctx: Context,
  ): Promise<boolean> {
    return inviteColleague(ctx, providerId, email, role);
  }

  @Allow(anyone, peopleOnly, "OWN")
  @ShownOnce()
  @Mutation(() => SignInPayload, {
    description:
      "Takes an invitation by the token of its mail: as the account that has the address, signed in, or as a new one. Errors: CODE_EXPIRED, UNAUTHENTICATED, WEAK_PASSWORD, TOO_MANY_REQUESTS.",
  })
  acceptInvitation(
    @Arg("token", () => String, { description: "From the mailed link." }) token: string,
    @Arg("password", () => String, {
      nullable: true,
      description: "For a new account, of 10 to 128 characters.",
    })
    password: string | null,
    @Ctx() ctx: Context,
  ): Promise<SignedIn> {
    return acceptInvitation(ctx, token, password);
  }

  @Allow(staffOrProvider, peopleOnly, "FRESH")
  @Mutation(() => Boolean, {
    description: "Ends an account's right to act for a provider. Errors: NOT_FOUND, FORBIDDEN, LAST_OWNER.",
  })
  removeColleague(
    @Arg("providerId", () => ID, { description: "The provider." }) providerId: string,
    @Arg("accountId", () => ID, { description: "Whose right." }) accountId: string,
    @Ctx() ctx: Context,
  ): Promise<boolean> {
    return removeColleague(ctx, providerId, accountId);
  }
}
