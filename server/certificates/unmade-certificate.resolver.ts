import { Arg, Ctx, FieldResolver, ID, Int, Mutation, Query, Resolver, Root } from "type-graphql";
import { ApiScope } from "../core/api-scopes.ts";
import type { Context } from "../core/context.ts";
import { sentence } from "../core/messages/sentence.ts";
import { Allow, keysWith, staff, staffOrProvider } from "../core/policy.ts";
import { StaffRole } from "../core/staff-roles.ts";
import { whyUnmade } from "./require-printable.ts";
import { retryCertificates } from "./retry-certificates.ts";
import { UnmadeCertificateObject } from "./unmade-certificate.object.ts";
import { type UnmadeCertificateRow, unmadeCertificates } from "./unmade-certificate.queries.ts";

@Resolver(() => UnmadeCertificateObject)
export class UnmadeCertificateResolver {
  @Allow(staffOrProvider, keysWith(ApiScope.CERTIFICATES_READ))
  @Query(() => [UnmadeCertificateObject], {
    description:
      "Certificates that could not be made, with why, the oldest first: those that staff and their provider see.",
  })
  unmadeCertificates(
    @Arg("programId", () => ID, { nullable: true, description: "Of this program alone." }) programId: string | null,
    @Arg("first", () => Int, { defaultValue: 100, description: "How many, at most 100." }) first: number,
    @Ctx() ctx: Context,
  ): Promise<UnmadeCertificateRow[]> {
    return unmadeCertificates(ctx, programId, first);
  }

  @Allow(staff, keysWith(ApiScope.CERTIFICATES_WRITE), "NONE", [StaffRole.REGISTRAR])
  @Mutation(() => Int, {
    description:
      "Tries again to make a program's certificates that are not there: those that could not be made, once what was wrong is mended, and those that no job made. Answers how many. Errors: NOT_FOUND.",
  })
  retryCertificates(
    @Arg("programId", () => ID, { description: "The program." }) programId: string,
    @Ctx() ctx: Context,
  ): Promise<number> {
    return retryCertificates(ctx, programId);
  }

  @FieldResolver(() => String, { description: "Why, and what to do." })
  message(@Root() unmade: UnmadeCertificateRow, @Ctx() ctx: Context): string {
    const character = unmade.codePoint === null ? undefined : String.fromCodePoint(unmade.codePoint);
    return sentence(whyUnmade(unmade.part, character), ctx.request.language);
  }
}
