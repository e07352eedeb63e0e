import { Arg, Args, Ctx, FieldResolver, ID, Int, Mutation, Query, Resolver, Root } from "type-graphql";
import { ApiScope } from "../core/api-scopes.ts";
import type { Context } from "../core/context.ts";
import { follow, Live } from "../core/follow.ts";
import { followed } from "../core/lists/changes.ts";
import type { OrderingOf } from "../core/lists/define-list.ts";
import { orderByDescription } from "../core/lists/order.ts";
import { type Connection, PageArgs } from "../core/lists/page.ts";
import { Allow, everyKey, keysWith, signedIn, staff, staffOrProvider } from "../core/policy.ts";
import { Credits, LocalDate } from "../core/scalars.ts";
import { StaffRole } from "../core/staff-roles.ts";
import { CreditExplanationObject } from "../policies/credit-explanation.object.ts";
import type { CreditExplanation } from "../policies/credit-explanation.ts";
import { creditsForMinutes } from "../policies/credit-rule.arithmetic.ts";
import { termsOf } from "../policies/credit-rule.queries.ts";
import { approveProgram } from "./approve-program.ts";
import { cancelProgram } from "./cancel-program.ts";
import { copyProgram } from "./copy-program.ts";
import { correctCredits } from "./correct-credits.ts";
import { createProgram } from "./create-program.ts";
import { denyProgram } from "./deny-program.ts";
import { extendReporting } from "./extend-reporting.ts";
import { missingDocumentsOf } from "./missing-documents.ts";
import { NextStepObject } from "./next-step.object.ts";
import { type NextStep, nextStep } from "./next-step.ts";
import { hasEnded, reportingDueOn, reportingOpen } from "./offering.rules.ts";
import { postponeOffering } from "./postpone-offering.ts";
import type { ProgramType, Speaker } from "./program.entity.ts";
import { PostponeOfferingInput, ProgramInput } from "./program.input.ts";
import {
  OfferingObject,
  ProgramConnection,
  ProgramFilter,
  ProgramObject,
  ProgramTypeObject,
  SpeakerObject,
  TimelineEntryObject,
} from "./program.object.ts";
import {
  availableActions,
  canApply,
  canViewProgram,
  offeringActions,
  ProgramAction,
  programKeys,
} from "./program.policy.ts";
import {
  creditKindsOfProgram,
  findProgram,
  listProgramTypes,
  longestWaiting,
  type OfferingRow,
  offeringsOfProgram,
  type ProgramKindRow,
  type ProgramRow,
  programById,
  programList,
  speakersOfProgram,
  type TimelineRow,
  timelineOfProgram,
} from "./program.queries.ts";
import { ApprovedKindInput, ProgramCreditKindObject } from "./program-credit-kind.object.ts";
import { ProgramDocumentKind } from "./program-document.entity.ts";
import { explainProgram } from "./program-explanation.ts";
import { requestChanges } from "./request-changes.ts";
import { reviewFactsOf } from "./review/review-facts.ts";
import { startReview } from "./start-review.ts";
import { submitProgram } from "./submit-program.ts";
import { updateProgram } from "./update-program.ts";
import { withdrawProgram } from "./withdraw-program.ts";

const programId = "The program's ID.";
const versionRead = "The version that was read: STALE_VERSION if it has changed since.";

@Resolver(() => ProgramObject)
export class ProgramResolver {
  @Allow(staffOrProvider, keysWith(ApiScope.PROGRAMS_READ))
  @Query(() => ProgramConnection, {
    description: "Programs that the viewer may see: all for staff, one's own for a provider. Newest first by default.",
  })
  async programs(
    @Arg("filter", () => ProgramFilter, { nullable: true, description: "Which programs." })
    filter: ProgramFilter | null,
    @Arg("orderBy", () => [programList.Order], { nullable: true, description: orderByDescription })
    orderBy: OrderingOf<typeof programList>[] | null,
    @Args(() => PageArgs) page: PageArgs,
    @Ctx() ctx: Context,
  ): Promise<Connection<ProgramRow>> {
    return programList.page(ctx, await followed(ctx, filter ?? {}), orderBy, page);
  }

  @Allow(signedIn, keysWith(ApiScope.PROGRAMS_READ))
  @Query(() => ProgramObject, {
    nullable: true,
    description: "One program by ID or number; null where it is missing or not the viewer's to see. Errors: BAD_INPUT.",
  })
  program(
    @Arg("id", () => ID, { nullable: true, description: "Either this," }) id: string | null,
    @Arg("number", () => String, { nullable: true, description: "or this: A09164." }) number: string | null,
    @Ctx() ctx: Context,
  ): Promise<ProgramRow | null> {
    return findProgram(ctx, { id, number });
  }

  @Allow(signedIn, keysWith(ApiScope.PROGRAMS_READ))
  @Live(() => ProgramObject, {
    name: "program",
    nullable: true,
    description:
      "A program, and again whenever it changes or its `timeline` has a new entry; null where it is missing or not the viewer's to see, and no more then.",
  })
  async programAsItChanges(
    @Arg("id", () => ID, { description: "The program." }) id: string,
    @Ctx() ctx: Context,
  ): Promise<ProgramRow | null> {
    const program = await findProgram(ctx, { id, number: null });
    if (program) follow(ctx, `program:${program.id}`);
    return program;
  }

  @Allow(staffOrProvider, keysWith(ApiScope.PROGRAMS_READ))
  @Live(() => ProgramConnection, {
    name: "inbox",
    description:
      "What waits for the viewer to act, the longest waiting first, and again whenever that is something else.",
  })
  inboxAsItChanges(@Args(() => PageArgs) page: PageArgs, @Ctx() ctx: Context): Promise<Connection<ProgramRow>> {
    if (ctx.viewer.isStaff) follow(ctx, "programs");
    for (const providerId of ctx.viewer.providers.keys()) follow(ctx, `programs:${providerId}`);
    return programList.page(ctx, { inbox: true }, [longestWaiting], page);
  }

  @Allow(signedIn, everyKey)
  @Query(() => [ProgramTypeObject], { description: "The types that a new program may have." })
  programTypes(@Ctx() ctx: Context): Promise<ProgramType[]> {
    return listProgramTypes(ctx);
  }

  @Allow(canApply, keysWith(ApiScope.PROGRAMS_WRITE), "NONE")
  @Mutation(() => ProgramObject, { description: "Begins an application as a draft. Errors: NOT_FOUND, BAD_INPUT." })
  createProgram(
    @Arg("input", () => ProgramInput, { description: "The application." }) input: ProgramInput,
    @Ctx() ctx: Context,
  ): Promise<ProgramRow> {
    return createProgram(ctx, input);
  }

  @Allow(canApply, keysWith(ApiScope.PROGRAMS_WRITE), "NONE")
  @Mutation(() => ProgramObject, {
    description:
      "Replaces a draft, or an application of which changes were requested. Errors: NOT_FOUND, STALE_VERSION, ILLEGAL_TRANSITION, BAD_INPUT.",
  })
  updateProgram(
    @Arg("id", () => ID, { description: programId }) id: string,
    @Arg("version", () => Int, { description: versionRead }) version: number,
    @Arg("input", () => ProgramInput, { description: "The whole application: what it leaves out is empty afterwards." })
    input: ProgramInput,
    @Ctx() ctx: Context,
  ): Promise<ProgramRow> {
    return updateProgram(ctx, id, version, input);
  }

  @Allow(canApply, keysWith(ApiScope.PROGRAMS_WRITE), "NONE")
  @Mutation(() => ProgramObject, {
    description:
      "Hands an application in, which gives it its number. Errors: INCOMPLETE_APPLICATION with every gap in `problems`, STALE_VERSION, ILLEGAL_TRANSITION.",
  })
  submitProgram(
    @Arg("id", () => ID, { description: programId }) id: string,
    @Arg("version", () => Int, { description: versionRead }) version: number,
    @Ctx() ctx: Context,
  ): Promise<ProgramRow> {
    return submitProgram(ctx, id, version);
  }

  @Allow(canApply, keysWith(ApiScope.PROGRAMS_WRITE), "NONE")
  @Mutation(() => ProgramObject, {
    description: "Begins a new application with the content of an approved program, without numbers and dates.",
  })
  copyProgram(
    @Arg("id", () => ID, { description: "The approved program's ID." }) id: string,
    @Ctx() ctx: Context,
  ): Promise<ProgramRow> {
    return copyProgram(ctx, id);
  }

  @Allow(canApply, keysWith(ApiScope.PROGRAMS_WRITE), "NONE")
  @Mutation(() => ProgramObject, { description: "Takes an application back before it is approved." })
  withdrawProgram(
    @Arg("id", () => ID, { description: programId }) id: string,
    @Arg("version", () => Int, { description: versionRead }) version: number,
    @Arg("reason", () => String, { nullable: true, description: "Why." }) reason: string | null,
    @Ctx() ctx: Context,
  ): Promise<ProgramRow> {
    return withdrawProgram(ctx, id, version, reason);
  }

  @Allow(staff, keysWith(ApiScope.PROGRAMS_REVIEW), "NONE", [StaffRole.REVIEWER])
  @Mutation(() => ProgramObject, {
    description: "Takes a submitted application up. Errors: CONFLICT_OF_INTEREST, STALE_VERSION, ILLEGAL_TRANSITION.",
  })
  startReview(
    @Arg("id", () => ID, { description: programId }) id: string,
    @Arg("version", () => Int, { description: versionRead }) version: number,
    @Ctx() ctx: Context,
  ): Promise<ProgramRow> {
    return startReview(ctx, id, version);
  }

  @Allow(staff, keysWith(ApiScope.PROGRAMS_REVIEW), "NONE", [StaffRole.REVIEWER])
  @Mutation(() => ProgramObject, {
    description: "Gives an application back to be changed. Errors: as startReview; REASON_REQUIRED.",
  })
  requestChanges(
    @Arg("id", () => ID, { description: programId }) id: string,
    @Arg("version", () => Int, { description: versionRead }) version: number,
    @Arg("reason", () => String, { description: "What to change." }) reason: string,
    @Ctx() ctx: Context,
  ): Promise<ProgramRow> {
    return requestChanges(ctx, id, version, reason);
  }

  @Allow(staff, keysWith(ApiScope.PROGRAMS_REVIEW), "NONE", [StaffRole.REVIEWER])
  @Mutation(() => ProgramObject, {
    description:
      "Approves an application. Where its review takes two, the first approval is a recommendation, and the application stays in review. Errors: as startReview; CHECKLIST_OPEN, SECOND_REVIEWER_REQUIRED, CREDITS_NOT_POSITIVE, CREDITS_NOT_WHOLE_STEPS, CREDITS_ABOVE_MAXIMUM, BAD_INPUT, REASON_REQUIRED.",
  })
  approveProgram(
    @Arg("id", () => ID, { description: programId }) id: string,
    @Arg("version", () => Int, { description: versionRead }) version: number,
    @Arg("credits", () => Credits, { description: "What an attendee may be awarded at most." }) credits: string,
    @Arg("reason", () => String, {
      nullable: true,
      description: "Why the credits are not what the minutes earn; else none is needed.",
    })
    reason: string | null,
    @Arg("creditKinds", () => [ApprovedKindInput], {
      nullable: true,
      description: "What of the further kinds that it asks for; those that are not named: as they were requested.",
    })
    creditKinds: ApprovedKindInput[] | null,
    @Ctx() ctx: Context,
  ): Promise<ProgramRow> {
    return approveProgram(ctx, id, version, credits, reason, creditKinds ?? []);
  }

  @Allow(staff, keysWith(ApiScope.PROGRAMS_REVIEW), "NONE", [StaffRole.REVIEWER])
  @Mutation(() => ProgramObject, {
    description:
      "Corrects what an attendee of an approved program may be awarded at most. Certificates above it stay until correctCertificates. Errors: as startReview; CREDITS_NOT_POSITIVE, CREDITS_NOT_WHOLE_STEPS, CREDITS_ABOVE_MAXIMUM, BAD_INPUT, REASON_REQUIRED.",
  })
  correctCredits(
    @Arg("id", () => ID, { description: programId }) id: string,
    @Arg("version", () => Int, { description: versionRead }) version: number,
    @Arg("credits", () => Credits, { description: "What an attendee may be awarded at most." }) credits: string,
    @Arg("reason", () => String, { description: "Why." }) reason: string,
    @Arg("creditKinds", () => [ApprovedKindInput], {
      nullable: true,
      description: "What of further kinds; those that are not named stay.",
    })
    creditKinds: ApprovedKindInput[] | null,
    @Ctx() ctx: Context,
  ): Promise<ProgramRow> {
    return correctCredits(ctx, id, version, credits, reason, creditKinds ?? []);
  }

  @Allow(staff, keysWith(ApiScope.PROGRAMS_REVIEW), "NONE", [StaffRole.REVIEWER])
  @Mutation(() => ProgramObject, {
    description: "Turns an application down for good. Errors: as startReview; REASON_REQUIRED.",
  })
  denyProgram(
    @Arg("id", () => ID, { description: programId }) id: string,
    @Arg("version", () => Int, { description: versionRead }) version: number,
    @Arg("reason", () => String, { description: "Why." }) reason: string,
    @Ctx() ctx: Context,
  ): Promise<ProgramRow> {
    return denyProgram(ctx, id, version, reason);
  }

  @Allow(staffOrProvider, keysWith(ApiScope.PROGRAMS_WRITE), "NONE", [StaffRole.REVIEWER])
  @Mutation(() => ProgramObject, {
    description: "Calls an approved program off. Errors: STALE_VERSION, ILLEGAL_TRANSITION, REASON_REQUIRED.",
  })
  cancelProgram(
    @Arg("id", () => ID, { description: programId }) id: string,
    @Arg("version", () => Int, { description: versionRead }) version: number,
    @Arg("reason", () => String, { description: "Why." }) reason: string,
    @Ctx() ctx: Context,
  ): Promise<ProgramRow> {
    return cancelProgram(ctx, id, version, reason);
  }

  @Allow(staffOrProvider, keysWith(ApiScope.PROGRAMS_WRITE), "NONE", [StaffRole.REVIEWER])
  @Mutation(() => ProgramObject, {
    description:
      "Moves an offering of an approved program without a new review, since its content is unchanged. Errors: ALREADY_REPORTED, ILLEGAL_TRANSITION, BAD_INPUT, REASON_REQUIRED.",
  })
  postponeOffering(
    @Arg("offeringId", () => ID, { description: "The offering's ID." }) offeringId: string,
    @Arg("input", () => PostponeOfferingInput, { description: "Where it moves to." }) input: PostponeOfferingInput,
    @Arg("reason", () => String, { description: "Why." }) reason: string,
    @Ctx() ctx: Context,
  ): Promise<ProgramRow> {
    return postponeOffering(ctx, offeringId, input, reason);
  }

  @Allow(staff, keysWith(ApiScope.PROGRAMS_REVIEW), "NONE", [StaffRole.REVIEWER])
  @Mutation(() => ProgramObject, {
    description:
      "Lets the attendance of an offering be reported until a later day. Errors: CONFLICT_OF_INTEREST, ILLEGAL_TRANSITION, BAD_INPUT, REASON_REQUIRED.",
  })
  extendReporting(
    @Arg("offeringId", () => ID, { description: "The offering's ID." }) offeringId: string,
    @Arg("until", () => LocalDate, { description: "The last day, in the offering's time zone." }) until: string,
    @Arg("reason", () => String, { description: "Why." }) reason: string,
    @Ctx() ctx: Context,
  ): Promise<ProgramRow> {
    return extendReporting(ctx, offeringId, until, reason);
  }

  @Allow(canViewProgram, programKeys)
  @FieldResolver(() => Credits, {
    nullable: true,
    description: "What its minutes earn by its credit rule; null while they are not known.",
  })
  computedCredits(@Root() { minutes, creditRule }: ProgramRow): string | null {
    return minutes === null ? null : creditsForMinutes(termsOf(creditRule), minutes);
  }

  @Allow(canViewProgram, programKeys)
  @FieldResolver(() => [CreditExplanationObject], {
    description:
      "How its amounts of credit came about, the default kind first: what is approved, or before that what its minutes would earn. None while neither is known.",
  })
  creditExplanations(@Root() program: ProgramRow, @Ctx() ctx: Context): Promise<CreditExplanation[]> {
    return explainProgram(ctx, program.id);
  }

  @FieldResolver(() => [SpeakerObject], { description: "Who teaches, in the order of the application." })
  speakers(@Root() program: ProgramRow, @Ctx() ctx: Context): Promise<Speaker[]> {
    return speakersOfProgram(ctx, program.id);
  }

  @FieldResolver(() => [ProgramCreditKindObject], {
    description: "What it asks for, and is approved for, of further kinds of credit; none: only of the default one.",
  })
  creditKinds(@Root() program: ProgramRow, @Ctx() ctx: Context): Promise<ProgramKindRow[]> {
    return creditKindsOfProgram(ctx, program.id);
  }

  @FieldResolver(() => [OfferingObject], { description: "When and where it is held, by date." })
  offerings(@Root() program: ProgramRow, @Ctx() ctx: Context): Promise<OfferingRow[]> {
    return offeringsOfProgram(ctx, program.id);
  }

  @Allow(canViewProgram, programKeys)
  @FieldResolver(() => [TimelineEntryObject], { description: "What happened to it, oldest first." })
  timeline(@Root() program: ProgramRow, @Ctx() ctx: Context): Promise<TimelineRow[]> {
    return timelineOfProgram(ctx, program.id);
  }

  @Allow(canViewProgram, programKeys)
  @FieldResolver(() => NextStepObject, {
    description: "What comes next, until when, and what the viewer does about it.",
  })
  async nextStep(@Root() program: ProgramRow, @Ctx() ctx: Context): Promise<NextStep> {
    const [offerings, missingDocuments, review] = await Promise.all([
      offeringsOfProgram(ctx, program.id),
      missingDocumentsOf(ctx, program.id),
      reviewFactsOf(ctx, program),
    ]);
    return nextStep(ctx.viewer, { ...program, missingDocuments, review }, offerings, ctx.now());
  }

  @Allow(canViewProgram, programKeys)
  @FieldResolver(() => [ProgramDocumentKind], {
    description: "Documents of its report that must be there before certificates are issued, and are not.",
  })
  missingDocuments(@Root() program: ProgramRow, @Ctx() ctx: Context): Promise<ProgramDocumentKind[]> {
    return missingDocumentsOf(ctx, program.id);
  }

  @FieldResolver(() => [ProgramAction], { description: "What the viewer can do with it now." })
  async availableActions(@Root() program: ProgramRow, @Ctx() ctx: Context): Promise<ProgramAction[]> {
    const [offerings, review] = await Promise.all([offeringsOfProgram(ctx, program.id), reviewFactsOf(ctx, program)]);
    return availableActions(ctx.viewer, { ...program, review }, offerings, ctx.now());
  }
}

@Resolver(() => OfferingObject)
export class OfferingResolver {
  @FieldResolver(() => [ProgramAction], {
    description: "What the viewer can do with it now: of the program's actions, those that are about an offering.",
  })
  async availableActions(@Root() offering: OfferingRow, @Ctx() ctx: Context): Promise<ProgramAction[]> {
    const program = await programById(ctx, offering.programId);
    return program ? offeringActions(ctx.viewer, program, offering, ctx.now()) : [];
  }

  @FieldResolver(() => Boolean, {
    description: "Whether its last day is over where it is held; of a conference, its last session.",
  })
  hasEnded(@Root() offering: OfferingRow, @Ctx() ctx: Context): boolean {
    return hasEnded(offering, ctx.now());
  }

  @FieldResolver(() => LocalDate, { description: "Last day to report attendance, in its time zone." })
  reportingDueOn(@Root() offering: OfferingRow): string {
    return reportingDueOn(offering);
  }

  @FieldResolver(() => Boolean, {
    description: "Whether attendance can be reported now: it has ended and is not overdue.",
  })
  reportingOpen(@Root() offering: OfferingRow, @Ctx() ctx: Context): boolean {
    return reportingOpen(offering, ctx.now());
  }
}
