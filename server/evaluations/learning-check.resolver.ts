import { Arg, Ctx, FieldResolver, ID, Int, Mutation, Query, Resolver, Root } from "type-graphql";
import { ConferenceObject } from "../claims/claim.object.ts";
import type { RegisteredConference } from "../claims/claimable.queries.ts";
import { ApiScope } from "../core/api-scopes.ts";
import type { Context } from "../core/context.ts";
import { MemberScope } from "../core/member-scopes.ts";
import { Allow, anyone, holdsCredit, keysWith, peopleOnly, signedIn, staff, staffOrProvider } from "../core/policy.ts";
import { enforceLimitByAddress } from "../core/rate-limits.ts";
import { StaffRole } from "../core/staff-roles.ts";
import type { ProgramType } from "../programs/program.entity.ts";
import { ProgramObject } from "../programs/program.object.ts";
import { canViewProgram, programKeys } from "../programs/program.policy.ts";
import type { ProgramRow } from "../programs/program.queries.ts";
import { ProgramTypeRowObject } from "../programs/program-type.object.ts";
import { evaluationsByAddress } from "./evaluation.limits.ts";
import { grantLearningAttempt } from "./grant-learning-attempt.ts";
import {
  LearningAnswerInput,
  LearningCheckFormObject,
  LearningCheckInput,
  LearningCheckObject,
  LearningCheckTakerObject,
  LearningStatisticObject,
  ProgramLearningCheckObject,
} from "./learning-check.object.ts";
import {
  type CheckRow,
  type CheckStatisticRow,
  type CheckTakerRow,
  checkOfConference,
  checkOfProgram,
  checkOfViewer,
  checksOfType,
  listOwnChecks,
  type OwnCheckRow,
  type ProgramCheckRow,
  statisticsOfProgram,
  takersOfProgram,
} from "./learning-check.queries.ts";
import { saveProgramLearningCheck, saveTypeLearningCheck } from "./save-learning-check.ts";
import {
  beginLearningCheck,
  beginLearningCheckByLink,
  handInLearningCheck,
  handInLearningCheckByLink,
  learningCheckByLink,
} from "./take-learning-check.ts";

@Resolver(() => LearningCheckObject)
export class LearningCheckResolver {
  @Allow(signedIn, keysWith(MemberScope.CONFERENCES))
  @Query(() => [LearningCheckObject], {
    description: "What the viewer attended and has yet to pass the learning check of, the latest first; at most 50.",
  })
  learningChecks(@Ctx() ctx: Context): Promise<OwnCheckRow[]> {
    return listOwnChecks(ctx);
  }

  @Allow(signedIn, keysWith(MemberScope.CONFERENCES))
  @Query(() => LearningCheckObject, {
    nullable: true,
    description: "What the viewer is asked to know of a program; null: nothing, or they did not attend it.",
  })
  learningCheck(
    @Arg("programId", () => ID, { description: "The program, or conference." }) programId: string,
    @Ctx() ctx: Context,
  ): Promise<OwnCheckRow | null> {
    return checkOfViewer(ctx, programId);
  }

  @Allow(anyone, peopleOnly)
  @Query(() => LearningCheckObject, {
    nullable: true,
    description:
      "The learning check of what a mailed link leads to; null: there is none, or the link leads nowhere any more. Errors: TOO_MANY_REQUESTS.",
  })
  async learningCheckByLink(
    @Arg("token", () => String, { description: "From the link." }) token: string,
    @Ctx() ctx: Context,
  ): Promise<OwnCheckRow | null> {
    await enforceLimitByAddress(ctx, evaluationsByAddress);
    return learningCheckByLink(ctx, token);
  }

  @Allow(holdsCredit, keysWith(MemberScope.CLAIMS), "NONE")
  @Mutation(() => LearningCheckObject, {
    description:
      "Begins an attempt at a learning check, which counts from then on; one that is under way is answered again. Errors: NOT_FOUND, ILLEGAL_TRANSITION where it is passed or no attempt is left, MEMBER_INACTIVE.",
  })
  beginLearningCheck(
    @Arg("programId", () => ID, { description: "The program, or conference." }) programId: string,
    @Ctx() ctx: Context,
  ): Promise<OwnCheckRow> {
    return beginLearningCheck(ctx, programId);
  }

  @Allow(anyone, peopleOnly, "NONE")
  @Mutation(() => LearningCheckObject, {
    description:
      "The same for whoever has a mailed link, without a sign-in. Errors: NOT_FOUND for a link that leads nowhere any more, else those of beginLearningCheck; TOO_MANY_REQUESTS.",
  })
  async beginLearningCheckByLink(
    @Arg("token", () => String, { description: "From the link." }) token: string,
    @Ctx() ctx: Context,
  ): Promise<OwnCheckRow> {
    await enforceLimitByAddress(ctx, evaluationsByAddress);
    return beginLearningCheckByLink(ctx, token);
  }

  @Allow(holdsCredit, keysWith(MemberScope.CLAIMS), "NONE")
  @Mutation(() => LearningCheckObject, {
    description:
      "Hands in an attempt, once: the same again changes nothing. It is scored by the questions with which it began; a certificate that waited for it is made. Errors: NOT_FOUND, BAD_INPUT for an answer that does not fit or is missing, MEMBER_INACTIVE.",
  })
  handInLearningCheck(
    @Arg("attemptId", () => ID, { description: "The attempt." }) attemptId: string,
    @Arg("answers", () => [LearningAnswerInput], { description: "Each question once." }) answers: LearningAnswerInput[],
    @Ctx() ctx: Context,
  ): Promise<OwnCheckRow> {
    return handInLearningCheck(ctx, attemptId, answers);
  }

  @Allow(anyone, peopleOnly, "NONE")
  @Mutation(() => LearningCheckObject, {
    description:
      "The same for whoever has a mailed link, without a sign-in. Errors: NOT_FOUND for a link that leads nowhere any more, else those of handInLearningCheck; TOO_MANY_REQUESTS.",
  })
  async handInLearningCheckByLink(
    @Arg("token", () => String, { description: "From the link." }) token: string,
    @Arg("attemptId", () => ID, { description: "The attempt." }) attemptId: string,
    @Arg("answers", () => [LearningAnswerInput], { description: "Each question once." }) answers: LearningAnswerInput[],
    @Ctx() ctx: Context,
  ): Promise<OwnCheckRow> {
    await enforceLimitByAddress(ctx, evaluationsByAddress);
    return handInLearningCheckByLink(ctx, token, attemptId, answers);
  }

  @Allow(staff, peopleOnly, "FRESH", [StaffRole.ADMINISTRATOR])
  @Mutation(() => ProgramTypeRowObject, {
    description:
      "Says what learning check a type asks of its programs that end from tomorrow on; of what each completes on a day of their own, of what begins then. Without questions its programs bring their own. Errors: NOT_FOUND, STALE_VERSION, BAD_INPUT.",
  })
  saveTypeLearningCheck(
    @Arg("typeId", () => ID, { description: "The type." }) typeId: string,
    @Arg("version", () => Int, { description: "That of the latest that was read; 0: there was none." })
    version: number,
    @Arg("input", () => LearningCheckInput, { description: "What it is to ask." }) input: LearningCheckInput,
    @Ctx() ctx: Context,
  ): Promise<ProgramType> {
    return saveTypeLearningCheck(ctx, typeId, version, input);
  }

  @Allow(staffOrProvider, keysWith(ApiScope.PROGRAMS_WRITE), "NONE", [StaffRole.REVIEWER])
  @Mutation(() => ProgramObject, {
    description:
      "Says what who attended a program has to know, in place of the questions of its type. Who has begun is scored by what held then. Errors: NOT_FOUND, STALE_VERSION, BAD_INPUT, ILLEGAL_TRANSITION where it is over and certificates did not wait for it.",
  })
  saveProgramLearningCheck(
    @Arg("id", () => ID, { description: "The program's ID." }) id: string,
    @Arg("version", () => Int, { description: "The program's version that was read." }) version: number,
    @Arg("input", () => LearningCheckInput, { description: "What it is to ask." }) input: LearningCheckInput,
    @Ctx() ctx: Context,
  ): Promise<ProgramRow> {
    return saveProgramLearningCheck(ctx, id, version, input);
  }

  @Allow(staffOrProvider, peopleOnly, "NONE", [StaffRole.REVIEWER, StaffRole.REGISTRAR])
  @Mutation(() => ProgramObject, {
    description:
      "Gives a member who has used all attempts at a program's learning check another one, and says why. Errors: NOT_FOUND, REASON_REQUIRED, CONFLICT_OF_INTEREST, ILLEGAL_TRANSITION where it is passed or an attempt is left.",
  })
  grantLearningAttempt(
    @Arg("programId", () => ID, { description: "The program's ID." }) programId: string,
    @Arg("memberId", () => ID, { description: "Whom." }) memberId: string,
    @Arg("reason", () => String, { description: "Why." }) reason: string,
    @Ctx() ctx: Context,
  ): Promise<ProgramRow> {
    return grantLearningAttempt(ctx, programId, memberId, reason);
  }
}

@Resolver(() => ConferenceObject)
export class ConferenceLearningCheckResolver {
  @FieldResolver(() => LearningCheckObject, {
    nullable: true,
    description: "What the viewer is asked to know of it; null: nothing.",
  })
  learningCheck(@Root() { id }: RegisteredConference, @Ctx() ctx: Context): Promise<OwnCheckRow | null> {
    return checkOfConference(ctx, id);
  }
}

@Resolver(() => ProgramTypeRowObject)
export class TypeLearningCheckResolver {
  @FieldResolver(() => [LearningCheckFormObject], {
    description: "The learning check that it asks for, the latest version first; none: none.",
  })
  learningChecks(@Root() { id }: ProgramType, @Ctx() ctx: Context): Promise<CheckRow[]> {
    return checksOfType(ctx, id);
  }
}

@Resolver(() => ProgramObject)
export class ProgramLearningCheckFieldResolver {
  @Allow(canViewProgram, programKeys)
  @FieldResolver(() => ProgramLearningCheckObject, { description: "What who attended has to know, and how they did." })
  learningCheck(@Root() { id }: ProgramRow, @Ctx() ctx: Context): Promise<ProgramCheckRow> {
    return checkOfProgram(ctx, id);
  }
}

@Resolver(() => ProgramLearningCheckObject)
export class ProgramLearningCheckResolver {
  @FieldResolver(() => [LearningStatisticObject], { description: "How each question was answered, over all attempts." })
  statistics(@Root() { programId }: ProgramCheckRow, @Ctx() ctx: Context): Promise<CheckStatisticRow[]> {
    return statisticsOfProgram(ctx, programId);
  }

  @FieldResolver(() => [LearningCheckTakerObject], {
    description: "Who attended and how far they are, those who have not passed first; at most 200.",
  })
  takers(@Root() { programId }: ProgramCheckRow, @Ctx() ctx: Context): Promise<CheckTakerRow[]> {
    return takersOfProgram(ctx, programId);
  }
}
