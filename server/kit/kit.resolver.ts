import { Arg, Ctx, FieldResolver, ID, Int, Mutation, Query, Resolver, Root } from "type-graphql";
import type { Context } from "../core/context.ts";
import { assertLanguage } from "../core/messages/assert-language.ts";
import { Allow, peopleOnly, staff, staffOrProvider } from "../core/policy.ts";
import { StaffRole } from "../core/staff-roles.ts";
import { ProgramObject } from "../programs/program.object.ts";
import { canViewProgram } from "../programs/program.policy.ts";
import type { ProgramRow } from "../programs/program.queries.ts";
import { assertBlanks, kitBlanks } from "./fill-in.ts";
import { KitTextObject, KitWordsInput, KitWordsObject, ProgramKitObject } from "./kit.object.ts";
import { canSendKit } from "./kit.policy.ts";
import {
  calendarAddress,
  filledIn,
  hasEndedOf,
  kitFactsOf,
  kitMailsOf,
  kitValues,
  kitWordsIn,
  kitWordsOf,
} from "./kit.queries.ts";
import { sampleValues } from "./sample-values.ts";
import { saveKitWords } from "./save-kit-words.ts";
import { sendKit } from "./send-kit.ts";

const language = "BCP 47 tag.";

@Resolver(() => KitWordsObject)
export class KitResolver {
  @Allow(staff, peopleOnly)
  @Query(() => KitWordsObject, { description: "What attendees of programs read, in one language. Errors: BAD_INPUT." })
  kitWords(
    @Arg("language", () => String, { description: language }) tag: string,
    @Ctx() ctx: Context,
  ): Promise<KitWordsObject> {
    assertLanguage(tag, "language");
    return kitWordsIn(ctx.db.manager, tag);
  }

  @Allow(staff, peopleOnly)
  @Query(() => KitTextObject, {
    description:
      "What such words say of a program that is made up. Errors: BAD_INPUT for a blank that nothing fills in.",
  })
  async previewKitWords(
    @Arg("language", () => String, { description: language }) tag: string,
    @Arg("input", () => KitWordsInput, { description: "The words." }) input: KitWordsInput,
    @Ctx() ctx: Context,
  ): Promise<KitTextObject> {
    assertLanguage(tag, "language");
    for (const part of ["mailSubject", "mailText", "instructions"] as const) assertBlanks(input[part], `input.${part}`);
    return filledIn(input, await sampleValues(ctx, tag));
  }

  @Allow(staff, peopleOnly, "NONE", [StaffRole.ADMINISTRATOR])
  @Mutation(() => KitWordsObject, {
    description: "Sets what attendees of programs read, in one language. Errors: BAD_INPUT.",
  })
  saveKitWords(
    @Arg("language", () => String, { description: language }) tag: string,
    @Arg("input", () => KitWordsInput, { nullable: true, description: "Null: what comes with Accrue." })
    input: KitWordsInput | null,
    @Ctx() ctx: Context,
  ): Promise<KitWordsObject> {
    return saveKitWords(ctx, tag, input);
  }

  @Allow(staffOrProvider, peopleOnly, "NONE", [StaffRole.REGISTRAR])
  @Mutation(() => Int, {
    description:
      "Sends the drafted mail to everybody who is registered for a conference and has not got it: once each. Answers to how many. Errors: NOT_FOUND, FORBIDDEN, PROVIDER_NOT_ACTIVE, ILLEGAL_TRANSITION, TOO_MANY_REQUESTS.",
  })
  sendKit(
    @Arg("programId", () => ID, { description: "The program's ID." }) id: string,
    @Ctx() ctx: Context,
  ): Promise<number> {
    return sendKit(ctx, id);
  }

  @FieldResolver(() => [String], { description: "What is filled in, in brackets." })
  blanks(): string[] {
    return kitBlanks.map((name) => `[${name}]`);
  }
}

@Resolver(() => ProgramObject)
export class ProgramKitResolver {
  @Allow(canViewProgram, peopleOnly)
  @FieldResolver(() => ProgramKitObject, {
    nullable: true,
    description: "What its provider hands to attendees, in the language of the request; null: it is not approved.",
  })
  async kit(@Root() program: ProgramRow, @Ctx() ctx: Context): Promise<ProgramKitObject | null> {
    const facts = await kitFactsOf(ctx, program.id);
    if (!facts) return null;
    const [words, mails, isOver] = await Promise.all([
      kitWordsOf(ctx, ctx.request.language),
      kitMailsOf(ctx, program.id),
      hasEndedOf(ctx, program.id),
    ]);
    return {
      ...filledIn(words, kitValues(ctx, facts, ctx.request.language)),
      ...mails,
      calendarUrl: calendarAddress(ctx, facts),
      maySend: mails.waiting > 0 && !isOver && canSendKit(ctx.viewer, program),
    };
  }
}
