import { Arg, Ctx, FieldResolver, ID, Mutation, Query, Resolver, Root } from "type-graphql";
import type { Context } from "../core/context.ts";
import { Allow, administrator, peopleOnly } from "../core/policy.ts";
import { StaffRole } from "../core/staff-roles.ts";
import { exportEverything, listWholeExports, type WholeExportState } from "./export-everything.ts";
import { packProgram } from "./pack-program.ts";
import type { WholeExport } from "./whole-export.entity.ts";
import { WholeExportObject } from "./whole-export.object.ts";

@Resolver(() => WholeExportObject)
export class WholeExportResolver {
  @Allow(administrator, peopleOnly)
  @Query(() => [WholeExportObject], {
    description: "Exports of everything that can be fetched, are being made, or could not be made, the newest first.",
  })
  wholeExports(
    @Arg("programId", () => ID, { nullable: true, description: "The audit packs of this program instead." })
    programId: string | null,
    @Ctx() ctx: Context,
  ): Promise<WholeExportState[]> {
    return listWholeExports(ctx, programId ?? null);
  }

  @Allow(administrator, peopleOnly, "FRESH", [StaffRole.ADMINISTRATOR])
  @Mutation(() => WholeExportObject, {
    nullable: true,
    description:
      "Has everything that the accreditor owns made into a ZIP by a job: lists as checkBundle takes them, described by a datapackage.json, PDFs of certificates, documents, what else is on record as it is, and the audit log with its chain. It can be fetched for seven days. Where the same is being made already, that is the answer. Errors: FORBIDDEN, STEP_UP_REQUIRED.",
  })
  exportEverything(
    @Arg("withoutContacts", () => Boolean, {
      defaultValue: false,
      description: "Leave out how people are reached: their columns, registrations, documents, records and the log.",
    })
    withoutContacts: boolean,
    @Ctx() ctx: Context,
  ): Promise<WholeExportState> {
    return exportEverything(ctx, withoutContacts);
  }

  @Allow(administrator, peopleOnly, "FRESH", [StaffRole.ADMINISTRATOR])
  @Mutation(() => WholeExportObject, {
    nullable: true,
    description:
      "Has a program's whole history made into a ZIP by a job, an audit pack: a bag of RFC 8493 with its application and decisions, rosters, corrections, certificates with credentials and proofs of the log, and its part of the audit log. It can be fetched for seven days, and is checked without the server by `accrue-verify`. Where the same is being made already, that is the answer. Errors: FORBIDDEN, NOT_FOUND, STEP_UP_REQUIRED.",
  })
  packProgram(
    @Arg("id", () => ID, { description: "The program's." }) id: string,
    @Ctx() ctx: Context,
  ): Promise<WholeExportState> {
    return packProgram(ctx, id);
  }

  @FieldResolver(() => String, { description: "Where to fetch it, with the viewer's token." })
  url(@Root() { id }: WholeExport, @Ctx() ctx: Context): string {
    return `${ctx.config.publicUrl}/everything/${id}.zip`;
  }
}
