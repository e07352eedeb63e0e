import { Field, Int, ObjectType } from "type-graphql";
import { ProviderCreditObject } from "../invoices/invoice.object.ts";
import type { Credit } from "../invoices/invoice.queries.ts";
import { ProviderObject } from "../providers/provider.object.ts";
import type { ProviderRow } from "../providers/provider.queries.ts";
import type { ProviderMergeCounts } from "./plan-provider-merge.ts";

@ObjectType("ProviderMergeCounts", {
  description: "How many of what goes to the provider that stays.",
  simpleResolvers: true,
})
export class ProviderMergeCountsObject implements ProviderMergeCounts {
  @Field(() => Int, { description: "Programs." }) programs!: number;
  @Field(() => Int, { description: "Of these, what is not settled yet: drafts among them." }) openPrograms!: number;
  @Field(() => Int, { description: "Who acts for it." }) colleagues!: number;
  @Field(() => Int, { description: "Of these, who acts for both already." }) sharedColleagues!: number;
  @Field(() => Int, { description: "Invitations that are open." }) invitations!: number;
  @Field(() => Int, { description: "API keys that work until then: they end." }) apiKeys!: number;
  @Field(() => Int, { description: "Rosters." }) uploads!: number;
  @Field(() => Int, { description: "Invoices. They stay as they were printed." }) invoices!: number;
  @Field(() => Int, { description: "Entries of the ledger." }) ledgerEntries!: number;
}

@ObjectType("ProviderMergePreview", { description: "What merging two providers would do.", simpleResolvers: true })
export class ProviderMergePreviewObject {
  @Field(() => ProviderObject, { description: "The one that stays." }) kept!: ProviderRow;
  @Field(() => ProviderObject, { description: "The one that becomes another number of it." }) merged!: ProviderRow;
  @Field(() => ProviderMergeCountsObject, { description: "What goes from one to the other." })
  moved!: ProviderMergeCounts;
  @Field(() => [ProviderCreditObject], { description: "What the merged one has paid beyond what it owed." })
  credits!: Credit[];
  @Field(() => String, { description: "For mergeProviders: another plan has another." }) fingerprint!: string;
}
