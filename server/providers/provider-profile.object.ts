import { Field, ID, Int, ObjectType } from "type-graphql";
import { ActorKind } from "../core/actor-kind.ts";
import { peopleOnly, ShownTo } from "../core/policy.ts";
import { DateTime } from "../core/scalars.ts";
import type { ProviderChange, ProviderEvent, ProviderProfile } from "./provider-profile.queries.ts";

@ShownTo(peopleOnly)
@ObjectType("ProviderChange", { description: "A field of a provider's profile that changed.", simpleResolvers: true })
export class ProviderChangeObject implements ProviderChange {
  @Field(() => String, { description: "Which: name, address, contactName, contactEmail or webPage." }) field!: string;
  @Field(() => String, { description: "As it was." }) before!: string;
  @Field(() => String, { description: "As it is since." }) after!: string;
}

@ShownTo(peopleOnly)
@ObjectType("ProviderEvent", { description: "Something that happened to a provider.", simpleResolvers: true })
export class ProviderEventObject implements ProviderEvent {
  @Field(() => ID, { description: "Opaque." }) id!: string;
  @Field(() => DateTime, { description: "When." }) at!: Date;
  @Field(() => String, { description: "Who: the primary e-mail address at the time, or system." }) actor!: string;
  @Field(() => ActorKind, { description: "As what." }) actorAs!: ActorKind;
  @Field(() => String, { description: "What, such as provider.activate." }) action!: string;
  @Field(() => String, { nullable: true, description: "Why, where it was said." }) reason!: string | null;
  @Field(() => [ProviderChangeObject], { description: "What changed in the profile." }) changes!: ProviderChange[];
}

@ShownTo(peopleOnly)
@ObjectType("ProviderProfile", {
  description: "What a provider says of itself; for those who act for it, and staff.",
  simpleResolvers: true,
})
export class ProviderProfileObject implements Omit<ProviderProfile, "status" | "mergedIntoId"> {
  @Field(() => ID, { description: "The provider's ID." }) id!: string;
  @Field(() => String, { description: "The provider's number: P0001." }) number!: string;
  @Field(() => String, { description: "Name of the organisation." }) name!: string;
  @Field(() => String, { description: "Postal address, of several lines; empty: none was given." }) address!: string;
  @Field(() => String, { description: "Whom to ask there; empty: nobody was named." }) contactName!: string;
  @Field(() => String, { description: "Their e-mail address; empty: none." }) contactEmail!: string;
  @Field(() => String, { description: "Http or https address of its page; empty: none." }) webPage!: string;
  @Field(() => Int, { description: "Counts changes; who changes says which they have read." }) version!: number;
}
