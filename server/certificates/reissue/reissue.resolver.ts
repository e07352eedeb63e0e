import { Arg, Args, Ctx, FieldResolver, ID, Int, Mutation, Query, Resolver, Root } from "type-graphql";
import type { Context } from "../../core/context.ts";
import { type Connection, PageArgs } from "../../core/lists/page.ts";
import { Allow, peopleOnly, staff } from "../../core/policy.ts";
import { StaffRole } from "../../core/staff-roles.ts";
import type { Mistake } from "./mistakes.ts";
import { assertScope, mistakesOf, type ReissueLine, reissueList } from "./preview-reissue.ts";
import {
  CertificateReissueObject,
  MistakeCountObject,
  ReissueLineConnection,
  ReissuePreviewObject,
  ReissueScopeInput,
  type ReissueState,
} from "./reissue.object.ts";
import { listReissues, reissueCertificates, stopReissue } from "./reissue-certificates.ts";

const scopeDescription = "Which certificates.";

@Resolver(() => ReissuePreviewObject)
export class ReissueResolver {
  @Allow(staff, peopleOnly)
  @Query(() => ReissuePreviewObject, {
    description:
      "Which certificates reissueCertificates would issue anew, and what changes on paper. Errors: BAD_INPUT, NOT_FOUND, CONFLICT_OF_INTEREST.",
  })
  async reissuePreview(
    @Arg("scope", () => ReissueScopeInput, { description: scopeDescription }) scope: ReissueScopeInput,
    @Ctx() ctx: Context,
  ): Promise<ReissuePreviewObject> {
    await assertScope(ctx, scope);
    return Object.assign(new ReissuePreviewObject(), { scope });
  }

  @FieldResolver(() => [MistakeCountObject], { description: "How many say each thing otherwise." })
  mistakes(
    @Root() { scope }: ReissuePreviewObject,
    @Ctx() ctx: Context,
  ): Promise<{ mistake: Mistake; count: number }[]> {
    return mistakesOf(ctx, scope);
  }

  @FieldResolver(() => ReissueLineConnection, { description: "The certificates, those issued first first." })
  certificates(
    @Root() { scope }: ReissuePreviewObject,
    @Args(() => PageArgs) page: PageArgs,
    @Ctx() ctx: Context,
  ): Promise<Connection<ReissueLine>> {
    return reissueList.page(ctx, scope, page);
  }

  @Allow(staff, peopleOnly)
  @Query(() => [CertificateReissueObject], {
    description: "The latest twenty reissues of certificates, the newest first.",
  })
  certificateReissues(
    @Arg("programId", () => ID, { nullable: true, description: "Of this program alone." }) programId: string | null,
    @Ctx() ctx: Context,
  ): Promise<ReissueState[]> {
    return listReissues(ctx, { programId });
  }

  @Allow(staff, peopleOnly, "FRESH", [StaffRole.REGISTRAR])
  @Mutation(() => CertificateReissueObject, {
    nullable: true,
    description:
      "Has certificates issued anew that are printed otherwise than they would be by now, one by one by a job: each supersedes the one before, and its member gets it by mail. Errors: BAD_INPUT, NOT_FOUND, CONFLICT_OF_INTEREST, REASON_REQUIRED, NOTHING_CHANGED, STALE_VERSION where they are not `count` any more.",
  })
  async reissueCertificates(
    @Arg("scope", () => ReissueScopeInput, { description: scopeDescription }) scope: ReissueScopeInput,
    @Arg("count", () => Int, { description: "How many reissuePreview named." }) count: number,
    @Arg("reason", () => String, { description: "Why; their members read it." }) reason: string,
    @Ctx() ctx: Context,
  ): Promise<ReissueState | null> {
    const { id } = await reissueCertificates(ctx, scope, count, reason);
    return (await listReissues(ctx, { id }))[0] ?? null;
  }

  @Allow(staff, peopleOnly, "NONE", [StaffRole.REGISTRAR])
  @Mutation(() => CertificateReissueObject, {
    nullable: true,
    description:
      "Stops a reissue behind the certificate that is under way, or has it go on. Errors: NOT_FOUND, NOTHING_CHANGED.",
  })
  async stopReissue(
    @Arg("id", () => ID, { description: "The reissue." }) id: string,
    @Arg("stopped", () => Boolean, { defaultValue: true, description: "False: it goes on." }) stopped: boolean,
    @Ctx() ctx: Context,
  ): Promise<ReissueState | null> {
    await stopReissue(ctx, id, stopped);
    return (await listReissues(ctx, { id }))[0] ?? null;
  }
}
