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
import {
  EvaluationAnswerInput,
  EvaluationFormInput,
  EvaluationFormObject,
  EvaluationObject,
  EvaluationResultObject,
  EvaluationYearObject,
  OpenEvaluationObject,
  ProgramEvaluationObject,
} from "./evaluation.object.ts";
import {
  type EvaluationRow,
  evaluationOfConference,
  evaluationOfProgram,
  evaluationOfViewer,
  type FormRow,
  formsOfType,
  listEvaluations,
  type OpenEvaluationRow,
  openOfProgram,
  type ProgramEvaluationRow,
  type ResultRow,
  resultsOfProgram,
  type YearRow,
  yearsOfProgram,
} from "./evaluation.queries.ts";
import { evaluationByLink, handInEvaluation, handInEvaluationByLink } from "./hand-in-evaluation.ts";
import { saveProgramEvaluation, saveTypeEvaluation } from "./save-evaluation-form.ts";
import { waiveEvaluation } from "./waive-evaluation.ts";

@Resolver(() => EvaluationObject)
export class EvaluationResolver {
  @Allow(signedIn, keysWith(MemberScope.CONFERENCES))
  @Query(() => [EvaluationObject], {
    description: "What the viewer attended and has yet to answer questions about, the latest first; at most 50.",
  })
  evaluations(@Ctx() ctx: Context): Promise<EvaluationRow[]> {
    return listEvaluations(ctx);
  }

  @Allow(signedIn, keysWith(MemberScope.CONFERENCES))
  @Query(() => EvaluationObject, {
    nullable: true,
    description: "What the viewer is asked of a program; null: nothing, or they did not attend it.",
  })
  evaluation(
    @Arg("programId", () => ID, { description: "The program, or conference." }) programId: string,
    @Ctx() ctx: Context,
  ): Promise<EvaluationRow | null> {
    return evaluationOfViewer(ctx, programId);
  }

  @Allow(anyone, peopleOnly)
  @Query(() => EvaluationObject, {
    nullable: true,
    description: "What a mailed link leads to; null: it leads nowhere any more. Errors: TOO_MANY_REQUESTS.",
  })
  async evaluationByLink(
    @Arg("token", () => String, { description: "From the link." }) token: string,
    @Ctx() ctx: Context,
  ): Promise<EvaluationRow | null> {
    await enforceLimitByAddress(ctx, evaluationsByAddress);
    return evaluationByLink(ctx, token);
  }

  @Allow(holdsCredit, keysWith(MemberScope.CLAIMS), "NONE")
  @Mutation(() => EvaluationObject, {
    description:
      "Hands in what the viewer answers of a program, once: the same again changes nothing. Certificates that waited for it are made. Errors: NOT_FOUND, BAD_INPUT for an answer that does not fit or is missing, STALE_VERSION where other questions are asked by now, MEMBER_INACTIVE.",
  })
  handInEvaluation(
    @Arg("programId", () => ID, { description: "The program, or conference." }) programId: string,
    @Arg("answers", () => [EvaluationAnswerInput], { description: "Each question once of each thing." })
    answers: EvaluationAnswerInput[],
    @Ctx() ctx: Context,
  ): Promise<EvaluationRow> {
    return handInEvaluation(ctx, programId, answers);
  }

  @Allow(anyone, peopleOnly, "NONE")
  @Mutation(() => EvaluationObject, {
    description:
      "The same for whoever has a mailed link, without a sign-in. Errors: NOT_FOUND for a link that leads nowhere any more, else those of handInEvaluation; TOO_MANY_REQUESTS.",
  })
  async handInEvaluationByLink(
    @Arg("token", () => String, { description: "From the link." }) token: string,
    @Arg("answers", () => [EvaluationAnswerInput], { description: "Each question once of each thing." })
    answers: EvaluationAnswerInput[],
    @Ctx() ctx: Context,
  ): Promise<EvaluationRow> {
    await enforceLimitByAddress(ctx, evaluationsByAddress);
    return handInEvaluationByLink(ctx, token, answers);
  }

  @Allow(staff, peopleOnly, "FRESH", [StaffRole.ADMINISTRATOR])
  @Mutation(() => ProgramTypeRowObject, {
    description:
      "Says what a type asks of who attended its programs that end from tomorrow on; of what each completes on a day of their own, of what begins then. Errors: NOT_FOUND, STALE_VERSION, BAD_INPUT.",
  })
  saveTypeEvaluation(
    @Arg("typeId", () => ID, { description: "The type." }) typeId: string,
    @Arg("version", () => Int, { description: "That of the latest form that was read; 0: there was none." })
    version: number,
    @Arg("input", () => EvaluationFormInput, { description: "What it is to ask." }) input: EvaluationFormInput,
    @Ctx() ctx: Context,
  ): Promise<ProgramType> {
    return saveTypeEvaluation(ctx, typeId, version, input);
  }

  @Allow(staffOrProvider, keysWith(ApiScope.PROGRAMS_WRITE), "NONE", [StaffRole.REVIEWER])
  @Mutation(() => ProgramObject, {
    description:
      "Says what a program asks of who attended it, beside what its type asks. What was answered before stays. Errors: NOT_FOUND, STALE_VERSION, BAD_INPUT, ILLEGAL_TRANSITION where it is over and certificates did not wait for it.",
  })
  saveProgramEvaluation(
    @Arg("id", () => ID, { description: "The program's ID." }) id: string,
    @Arg("version", () => Int, { description: "The program's version that was read." }) version: number,
    @Arg("input", () => EvaluationFormInput, { description: "What it is to ask." }) input: EvaluationFormInput,
    @Ctx() ctx: Context,
  ): Promise<ProgramRow> {
    return saveProgramEvaluation(ctx, id, version, input);
  }

  @Allow(staff, peopleOnly, "NONE", [StaffRole.REVIEWER, StaffRole.REGISTRAR])
  @Mutation(() => ProgramObject, {
    description:
      "Staff say that a member need not answer of a program, and why: a certificate that waited for it is made. Errors: NOT_FOUND, REASON_REQUIRED, CONFLICT_OF_INTEREST, ILLEGAL_TRANSITION.",
  })
  waiveEvaluation(
    @Arg("programId", () => ID, { description: "The program's ID." }) programId: string,
    @Arg("memberId", () => ID, { description: "Who need not." }) memberId: string,
    @Arg("reason", () => String, { description: "Why." }) reason: string,
    @Ctx() ctx: Context,
  ): Promise<ProgramRow> {
    return waiveEvaluation(ctx, programId, memberId, reason);
  }
}

@Resolver(() => ConferenceObject)
export class ConferenceEvaluationResolver {
  @FieldResolver(() => EvaluationObject, {
    nullable: true,
    description: "What the viewer is asked of it, of the sessions that they have chosen so far; null: nothing.",
  })
  evaluation(@Root() { id }: RegisteredConference, @Ctx() ctx: Context): Promise<EvaluationRow | null> {
    return evaluationOfConference(ctx, id);
  }
}

@Resolver(() => ProgramTypeRowObject)
export class TypeEvaluationResolver {
  @FieldResolver(() => [EvaluationFormObject], {
    description: "What it asks of who attended, the latest version first; none: nothing.",
  })
  evaluationForms(@Root() { id }: ProgramType, @Ctx() ctx: Context): Promise<FormRow[]> {
    return formsOfType(ctx, id);
  }
}

@Resolver(() => ProgramObject)
export class ProgramEvaluationFieldResolver {
  @Allow(canViewProgram, programKeys)
  @FieldResolver(() => ProgramEvaluationObject, { description: "What who attended is asked, and what was answered." })
  evaluation(@Root() { id }: ProgramRow, @Ctx() ctx: Context): Promise<ProgramEvaluationRow> {
    return evaluationOfProgram(ctx, id);
  }
}

@Resolver(() => ProgramEvaluationObject)
export class ProgramEvaluationResolver {
  @FieldResolver(() => [EvaluationResultObject], {
    description:
      "How it was answered: of each thing from five people on, and in fives from there, so that no two readings tell fewer apart.",
  })
  results(@Root() { programId }: ProgramEvaluationRow, @Ctx() ctx: Context): Promise<ResultRow[]> {
    return resultsOfProgram(ctx, programId);
  }

  @FieldResolver(() => [EvaluationYearObject], {
    description:
      "Its questions year beside year, among the provider's programs of the type, of this year and nine before: question by question, the earliest year first. None where there is one year alone.",
  })
  years(@Root() { programId }: ProgramEvaluationRow, @Ctx() ctx: Context): Promise<YearRow[]> {
    return yearsOfProgram(ctx, programId);
  }

  @Allow(staff, peopleOnly)
  @FieldResolver(() => [OpenEvaluationObject], {
    description: "Who has yet to answer, by name; at most 200. For staff, who can waive it.",
  })
  waitsFor(@Root() { programId }: ProgramEvaluationRow, @Ctx() ctx: Context): Promise<OpenEvaluationRow[]> {
    return openOfProgram(ctx, programId);
  }
}
