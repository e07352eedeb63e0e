import { ArrayMaxSize, MaxLength } from "class-validator";
import { Field, ID, InputType, ObjectType } from "type-graphql";
import { PlainLine } from "../core/input-rules.ts";
import { connectionOf } from "../core/lists/page.ts";
import { NodeObject } from "../core/node.ts";
import { everyKey, ShownTo } from "../core/policy.ts";
import { ProviderStatus } from "../core/viewer.ts";
import type { ProviderConditions, ProviderRow } from "./provider.queries.ts";

/** Its name and number stand wherever something of it does, and a key asks for whom it acts. */
@ShownTo(everyKey)
@ObjectType("Provider", {
  implements: NodeObject,
  description: "An organisation that submits programs and reports who attended.",
  simpleResolvers: true,
})
export class ProviderObject implements ProviderRow {
  @Field(() => ID, { description: "Opaque." }) id!: string;
  @Field(() => String, { description: "The provider's number: P0001." }) number!: string;
  @Field(() => String, { description: "Name of the organisation." }) name!: string;
  @Field(() => ProviderStatus, { description: "Whether the accreditor has let it in." }) status!: ProviderStatus;
}

export const ProviderConnection = connectionOf("Provider", () => ProviderObject);

@InputType({ description: "Which providers: all conditions must hold; an empty one counts for nothing." })
export class ProviderFilter implements ProviderConditions {
  @Field(() => String, { nullable: true, description: "Part of the number; case doesn't matter." })
  @MaxLength(100)
  @PlainLine()
  number?: string | null;
  @Field(() => String, { nullable: true, description: "Part of the name; case doesn't matter." })
  @MaxLength(300)
  @PlainLine()
  name?: string | null;
  @Field(() => [ProviderStatus], { nullable: true, description: "Any of these." }) status?: ProviderStatus[] | null;
  @Field(() => [ID], { nullable: true, description: "One of these, at most 100." })
  @ArrayMaxSize(100)
  ids?: string[] | null;
}
