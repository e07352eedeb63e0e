import { Ctx, FieldResolver, Resolver, Root } from "type-graphql";
import type { Context } from "../core/context.ts";
import { sentence } from "../core/messages/sentence.ts";
import { CreditExplanationObject } from "./credit-explanation.object.ts";
import { type CreditExplanation, explanationSentences } from "./credit-explanation.ts";

@Resolver(() => CreditExplanationObject)
export class CreditExplanationResolver {
  @FieldResolver(() => [String], { description: "The same in words, a sentence for each step." })
  sentences(@Root() explanation: CreditExplanation, @Ctx() ctx: Context): string[] {
    return explanationSentences(explanation).map((each) => sentence(each, ctx.request.language));
  }
}
