import { Arg, Ctx, FieldResolver, ID, Int, Mutation, Query, Resolver, Root } from "type-graphql";
import type { Context } from "../core/context.ts";
import { Allow, peopleOnly, staff } from "../core/policy.ts";
import { StaffRole } from "../core/staff-roles.ts";
import type { DocumentRule } from "./document-rule.entity.ts";
import type { InstructorRule } from "./instructor-rule.entity.ts";
import { ProgramType } from "./program.entity.ts";
import { documentRulesOfType, instructorRulesOfType, repeatRulesOfType } from "./program.queries.ts";
import {
  ChecklistItemObject,
  DocumentRuleObject,
  InstructorRuleObject,
  ProgramTypeInput,
  ProgramTypeRowObject,
  RepeatRuleObject,
} from "./program-type.object.ts";
import type { RepeatRule } from "./repeat-rule.entity.ts";
import type { ChecklistItem } from "./review/checklist.entity.ts";
import { checklistOfType } from "./review/checklist.ts";
import { saveProgramType } from "./save-program-type.ts";

@Resolver(() => ProgramTypeRowObject)
export class ProgramTypeResolver {
  @Allow(staff, peopleOnly)
  @Query(() => [ProgramTypeRowObject], {
    description: "Every type of program, also those no longer offered, in the order that staff set.",
  })
  programTypeRows(@Ctx() ctx: Context): Promise<ProgramType[]> {
    return ctx.db.manager.find(ProgramType, { order: { position: "ASC", id: "ASC" } });
  }

  @FieldResolver(() => [RepeatRuleObject], {
    description: "How often its programs earn, the latest first; none: once at each offering.",
  })
  repeatRules(@Root() { id }: ProgramType, @Ctx() ctx: Context): Promise<RepeatRule[]> {
    return repeatRulesOfType(ctx, id);
  }

  @FieldResolver(() => [InstructorRuleObject], {
    description: "What speakers at its sessions earn, the latest rule first; none: nothing besides what attendees do.",
  })
  instructorRules(@Root() { id }: ProgramType, @Ctx() ctx: Context): Promise<InstructorRule[]> {
    return instructorRulesOfType(ctx, id);
  }

  @FieldResolver(() => [DocumentRuleObject], {
    description:
      "Documents without which no certificates are issued, the latest rule first; none: nothing is required.",
  })
  documentRules(@Root() { id }: ProgramType, @Ctx() ctx: Context): Promise<DocumentRule[]> {
    return documentRulesOfType(ctx, id);
  }

  @FieldResolver(() => [ChecklistItemObject], { description: "What reviewers tick in reviews that begin now." })
  checklist(@Root() { id }: ProgramType, @Ctx() ctx: Context): Promise<ChecklistItem[]> {
    return checklistOfType(ctx, id);
  }

  @Allow(staff, peopleOnly, "FRESH", [StaffRole.ADMINISTRATOR])
  @Mutation(() => ProgramTypeRowObject, {
    description: "Adds a type of program, or changes one. Errors: NOT_FOUND, STALE_VERSION, BAD_INPUT.",
  })
  saveProgramType(
    @Arg("id", () => ID, { nullable: true, description: "Which; none: a new one." }) id: string | null,
    @Arg("version", () => Int, { nullable: true, description: "The version that was read, of an old one." })
    version: number | null,
    @Arg("input", () => ProgramTypeInput, { description: "What it is to be." }) input: ProgramTypeInput,
    @Ctx() ctx: Context,
  ): Promise<ProgramType> {
    return saveProgramType(ctx, id ?? null, version ?? null, input);
  }
}
