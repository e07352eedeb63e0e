import { Field, ID, Int, ObjectType } from "type-graphql";
import { peopleOnly, ShownTo } from "../core/policy.ts";
import { DateTime } from "../core/scalars.ts";
import type { WholeExportState } from "./export-everything.ts";

@ShownTo(peopleOnly)
@ObjectType("WholeExport", {
  description: "Everything that the accreditor owns, or the whole history of a program, as one file.",
  simpleResolvers: true,
})
export class WholeExportObject
  implements
    Pick<
      WholeExportState,
      | "id"
      | "programId"
      | "requestedAt"
      | "readyAt"
      | "expiresAt"
      | "progress"
      | "withoutContacts"
      | "byteSize"
      | "isGivenUp"
    >
{
  @Field(() => ID, { description: "Opaque." }) id!: string;
  @Field(() => ID, { nullable: true, description: "The program whose audit pack it is; null: it is everything." })
  programId!: string | null;
  @Field(() => DateTime, { description: "When it was asked for." }) requestedAt!: Date;
  @Field(() => DateTime, {
    nullable: true,
    description: "Since when it can be fetched; null: it is being made, or could not be.",
  })
  readyAt!: Date | null;
  @Field(() => DateTime, { description: "Until when it can be fetched." }) expiresAt!: Date;
  @Field(() => Int, { description: "How much of it is made, in percent." }) progress!: number;
  @Field(() => Boolean, {
    description: "Whether making it has failed so often that it is not tried again: ask for it anew.",
  })
  isGivenUp!: boolean;
  @Field(() => Boolean, { description: "Whether how people are reached is left out." }) withoutContacts!: boolean;
  @Field(() => String, { nullable: true, description: "Its size in bytes; null until it is ready." })
  byteSize!: string | null;
}
