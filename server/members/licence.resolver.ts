import { Arg, Ctx, FieldResolver, ID, Int, Mutation, Query, Resolver, Root } from "type-graphql";
import type { Context } from "../core/context.ts";
import { Allow, peopleOnly, signedIn, staff } from "../core/policy.ts";
import { StaffRole } from "../core/staff-roles.ts";
import type { LicenceKind } from "./licence.entity.ts";
import { LicenceInput, LicenceKindInput, LicenceKindObject, LicenceObject } from "./licence.object.ts";
import { type LicenceRow, licenceKinds, licencesOf } from "./licence.queries.ts";
import { MemberObject } from "./member.object.ts";
import { canViewMember } from "./member.policy.ts";
import type { MemberRow } from "./member.queries.ts";
import { removeLicence, saveLicence, verifyLicence } from "./save-licence.ts";
import { saveLicenceKind } from "./save-licence-kind.ts";

const licenceId = "The licence's ID.";

@Resolver(() => MemberObject)
export class LicenceResolver {
  @Allow(signedIn, peopleOnly)
  @Query(() => [LicenceKindObject], { description: "Every kind of licence, also those no longer offered, by name." })
  licenceKinds(@Ctx() ctx: Context): Promise<LicenceKind[]> {
    return licenceKinds(ctx);
  }

  @Allow(staff, peopleOnly, "FRESH", [StaffRole.ADMINISTRATOR])
  @Mutation(() => LicenceKindObject, {
    description: "Adds a kind of licence, or changes one. Errors: NOT_FOUND, STALE_VERSION, BAD_INPUT.",
  })
  saveLicenceKind(
    @Arg("id", () => ID, { nullable: true, description: "Which; none: a new one." }) id: string | null,
    @Arg("version", () => Int, { nullable: true, description: "The version that was read, of an old one." })
    version: number | null,
    @Arg("input", () => LicenceKindInput, { description: "What it is to be." }) input: LicenceKindInput,
    @Ctx() ctx: Context,
  ): Promise<LicenceKind> {
    return saveLicenceKind(ctx, id ?? null, version ?? null, input);
  }

  @Allow(signedIn, peopleOnly, "NONE")
  @Mutation(() => MemberObject, {
    description:
      "Gives a member a licence, or changes one: a member one's own, the registrar anybody's. Errors: NOT_FOUND, ILLEGAL_TRANSITION, BAD_INPUT.",
  })
  saveLicence(
    @Arg("id", () => ID, { nullable: true, description: "Which; none: a new one." }) id: string | null,
    @Arg("memberId", () => ID, { nullable: true, description: "Whose a new one is; left out: the viewer's own." })
    memberId: string | null,
    @Arg("input", () => LicenceInput, { description: "What it is." }) input: LicenceInput,
    @Ctx() ctx: Context,
  ): Promise<MemberRow | null> {
    return saveLicence(ctx, id ?? null, memberId ?? null, input);
  }

  @Allow(signedIn, peopleOnly, "NONE")
  @Mutation(() => MemberObject, {
    description:
      "Takes a licence away: a member one's own, the registrar anybody's. Errors: NOT_FOUND, ILLEGAL_TRANSITION.",
  })
  removeLicence(
    @Arg("id", () => ID, { description: licenceId }) id: string,
    @Ctx() ctx: Context,
  ): Promise<MemberRow | null> {
    return removeLicence(ctx, id);
  }

  @Allow(staff, peopleOnly, "NONE", [StaffRole.REGISTRAR])
  @Mutation(() => MemberObject, {
    description:
      "Says that what shows a licence was seen, or that it was not. For staff. Errors: NOT_FOUND, ILLEGAL_TRANSITION, CONFLICT_OF_INTEREST.",
  })
  verifyLicence(
    @Arg("id", () => ID, { description: licenceId }) id: string,
    @Arg("verified", () => Boolean, { description: "Whether it was." }) verified: boolean,
    @Ctx() ctx: Context,
  ): Promise<MemberRow | null> {
    return verifyLicence(ctx, id, verified);
  }

  @Allow(canViewMember, peopleOnly)
  @FieldResolver(() => [LicenceObject], { description: "Numbers that registries and boards gave the member." })
  licences(@Root() member: MemberRow, @Ctx() ctx: Context): Promise<LicenceRow[]> {
    return licencesOf(ctx, member.id);
  }
}
