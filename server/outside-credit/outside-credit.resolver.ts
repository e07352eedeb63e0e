import { Arg, Ctx, FieldResolver, ID, Int, Mutation, Query, Resolver, Root } from "type-graphql";
import { transcriptReaders } from "../certificates/certificate.policy.ts";
import { KindAwardObject } from "../certificates/transcript.object.ts";
import type { KindAward } from "../certificates/transcript.queries.ts";
import type { Context } from "../core/context.ts";
import { PageArgs } from "../core/lists/page.ts";
import { Allow, holdsCredit, peopleOnly, readsPersons, signedIn, staff } from "../core/policy.ts";
import { Upload } from "../core/scalars.ts";
import type { UploadedFile } from "../core/uploaded-file.ts";
import { kindCredits } from "../policies/credit-kind.queries.ts";
import { decideOutsideCredit } from "./decide-outside-credit.ts";
import { changeOutsideCredit, enterOutsideCredit } from "./enter-outside-credit.ts";
import { OutsideCreditInput, OutsideCreditObject } from "./outside-credit.object.ts";
import { OutsideCreditAction, outsideCreditActions, outsideCreditRoles } from "./outside-credit.policy.ts";
import {
  listOutsideCredits,
  looksCounted,
  type OutsideCreditRow,
  waitingOutsideCredits,
} from "./outside-credit.queries.ts";
import { withdrawOutsideCredit } from "./withdraw-outside-credit.ts";

@Resolver(() => OutsideCreditObject)
export class OutsideCreditResolver {
  @Allow(signedIn, transcriptReaders)
  @Query(() => [OutsideCreditObject], {
    description:
      "What a member earned elsewhere, whatever became of it, the latest first. For the member and for staff. Errors: NOT_FOUND, BAD_INPUT.",
  })
  outsideCredits(
    @Arg("memberId", () => ID, { nullable: true, description: "Whose; none, and no number: the viewer's own." })
    memberId: string | null,
    @Arg("memberNumber", () => String, {
      nullable: true,
      description: "Whose, by the whole number, or by one that the member had before members were merged.",
    })
    memberNumber: string | null,
    @Ctx() ctx: Context,
  ): Promise<OutsideCreditRow[]> {
    return listOutsideCredits(ctx, { memberId: memberId ?? null, memberNumber: memberNumber ?? null });
  }

  @Allow(readsPersons, peopleOnly)
  @Query(() => [OutsideCreditObject], { description: "Credit from elsewhere that waits for staff, the oldest first." })
  async waitingOutsideCredits(
    @Arg("first", () => Int, { defaultValue: 20, description: "How many, at most 100." }) first: number,
    @Ctx() ctx: Context,
  ): Promise<OutsideCreditRow[]> {
    return waitingOutsideCredits(ctx, PageArgs.of({ first }).first);
  }

  @Allow(holdsCredit, peopleOnly, "NONE")
  @Mutation(() => OutsideCreditObject, {
    description:
      "Enters credit that the viewer earned elsewhere, with a PDF or picture of at most 10 MB and 50 pages that shows it. Errors: BAD_INPUT, ALREADY_RECORDED, FILE_TOO_LARGE, TOO_MANY_REQUESTS, UNAVAILABLE, NOT_FOUND, ILLEGAL_TRANSITION.",
  })
  enterOutsideCredit(
    @Arg("input", () => OutsideCreditInput, { description: "What was earned." }) input: OutsideCreditInput,
    @Arg("file", () => Upload, { description: "Proof of it." }) file: UploadedFile,
    @Ctx() ctx: Context,
  ): Promise<OutsideCreditRow> {
    return enterOutsideCredit(ctx, input, file);
  }

  @Allow(holdsCredit, peopleOnly, "NONE")
  @Mutation(() => OutsideCreditObject, {
    description:
      "Changes credit from elsewhere that has not been decided. Errors: NOT_FOUND, STALE_VERSION, ILLEGAL_TRANSITION, BAD_INPUT, ALREADY_RECORDED, FILE_TOO_LARGE, TOO_MANY_REQUESTS, UNAVAILABLE.",
  })
  changeOutsideCredit(
    @Arg("id", () => ID, { description: "Which." }) id: string,
    @Arg("version", () => Int, { description: "The version that was read." }) version: number,
    @Arg("input", () => OutsideCreditInput, { description: "What it is to be." }) input: OutsideCreditInput,
    @Arg("file", () => Upload, { nullable: true, description: "Another proof; none: the old one." })
    file: UploadedFile | null,
    @Ctx() ctx: Context,
  ): Promise<OutsideCreditRow> {
    return changeOutsideCredit(ctx, id, version, input, file ?? null);
  }

  @Allow(holdsCredit, peopleOnly, "NONE")
  @Mutation(() => OutsideCreditObject, {
    description:
      "Takes back credit from elsewhere that has not been decided; its proof goes. Errors: NOT_FOUND, STALE_VERSION, ILLEGAL_TRANSITION.",
  })
  withdrawOutsideCredit(
    @Arg("id", () => ID, { description: "Which." }) id: string,
    @Arg("version", () => Int, { description: "The version that was read." }) version: number,
    @Ctx() ctx: Context,
  ): Promise<OutsideCreditRow> {
    return withdrawOutsideCredit(ctx, id, version);
  }

  @Allow(staff, peopleOnly, "NONE", outsideCreditRoles)
  @Mutation(() => OutsideCreditObject, {
    description:
      "Accepts credit from elsewhere, or refuses it, also what was accepted; the member is told. For staff. Errors: NOT_FOUND, STALE_VERSION, REASON_REQUIRED, ILLEGAL_TRANSITION, CONFLICT_OF_INTEREST.",
  })
  decideOutsideCredit(
    @Arg("id", () => ID, { description: "Which." }) id: string,
    @Arg("version", () => Int, { description: "The version that was read." }) version: number,
    @Arg("accept", () => Boolean, { description: "Whether it counts." }) accept: boolean,
    @Arg("decision", () => String, { nullable: true, description: "Why; needed to refuse." }) decision: string | null,
    @Ctx() ctx: Context,
  ): Promise<OutsideCreditRow> {
    return decideOutsideCredit(ctx, id, version, accept, decision ?? null);
  }

  @FieldResolver(() => [KindAwardObject], { description: "What of it is of further kinds of credit." })
  async kinds(@Root() { kindCredits: amounts }: OutsideCreditRow, @Ctx() ctx: Context): Promise<KindAward[]> {
    return (await kindCredits(ctx, amounts)).map(({ kind, credits }) => ({
      kindId: kind.id,
      name: kind.name,
      unit: kind.unit,
      credits,
      isPart: kind.partOfId !== null,
    }));
  }

  @FieldResolver(() => [OutsideCreditAction], { description: "What the viewer can do with it now." })
  availableActions(@Root() credit: OutsideCreditRow, @Ctx() ctx: Context): OutsideCreditAction[] {
    return outsideCreditActions(ctx.viewer, credit);
  }

  @Allow(readsPersons, peopleOnly)
  @FieldResolver(() => Boolean, {
    description:
      "Whether the member has other credit on record that looks like it: of the same day and amount, or with the same number. For staff.",
  })
  looksCounted(@Root() { id }: OutsideCreditRow, @Ctx() ctx: Context): Promise<boolean> {
    return looksCounted(ctx, id);
  }

  @FieldResolver(() => String, {
    nullable: true,
    description: "Where its proof is, with the viewer's sign-in; null: it was withdrawn.",
  })
  proofUrl(@Root() { id, proofFileId }: OutsideCreditRow): string | null {
    return proofFileId ? `/outside-credits/${id}/proof` : null;
  }
}
