import { Arg, Ctx, ID, Mutation, Resolver } from "type-graphql";
import { ApiScope } from "../core/api-scopes.ts";
import type { Context } from "../core/context.ts";
import { Allow, keysWith } from "../core/policy.ts";
import { ProgramObject } from "../programs/program.object.ts";
import { canApply } from "../programs/program.policy.ts";
import type { ProgramRow } from "../programs/program.queries.ts";
import { addEvaluationSummary } from "./add-evaluation-summary.ts";

@Resolver()
export class EvaluationSummaryResolver {
  @Allow(canApply, keysWith(ApiScope.PROGRAMS_WRITE), "NONE")
  @Mutation(() => ProgramObject, {
    description:
      "Makes the summary of a program's evaluation, as it is counted by now, the document of its report (EVALUATION_SUMMARY). Errors: NOT_FOUND; ILLEGAL_TRANSITION, also while fewer than five have answered; TOO_MANY_REQUESTS.",
  })
  addEvaluationSummary(
    @Arg("programId", () => ID, { description: "The program's ID." }) programId: string,
    @Ctx() ctx: Context,
  ): Promise<ProgramRow> {
    return addEvaluationSummary(ctx, programId);
  }
}
