import { Field, ID, Int, ObjectType, registerEnumType } from "type-graphql";
import { ShownTo } from "../core/policy.ts";
import { DateTime } from "../core/scalars.ts";
import { programKeys } from "./program.policy.ts";
import { ProgramDocumentKind } from "./program-document.entity.ts";
import type { ProgramDocumentRow } from "./program-document.queries.ts";

registerEnumType(ProgramDocumentKind, {
  name: "ProgramDocumentKind",
  description: "What a document is. The first three belong to the application, the others to the report afterwards.",
  valuesConfig: {
    AGENDA: { description: "Agenda." },
    SPEAKER_CV: { description: "A speaker's CV." },
    OTHER: { description: "Anything else that supports the application." },
    EVALUATION_SUMMARY: { description: "Summary of the evaluations, after the activity." },
    SIGN_IN_ROSTER: { description: "Sign-in roster, after the activity." },
  },
});

@ShownTo(programKeys)
@ObjectType("ProgramDocument", { description: "A file that belongs to a program.", simpleResolvers: true })
export class ProgramDocumentObject implements Omit<ProgramDocumentRow, "programId"> {
  @Field(() => ID, { description: "Opaque." }) id!: string;
  @Field(() => ProgramDocumentKind, { description: "What it is." }) kind!: ProgramDocumentKind;
  @Field(() => String, { description: "Name of the file." }) fileName!: string;
  @Field(() => String, { description: "Media type, by its content: application/pdf." }) mediaType!: string;
  @Field(() => Int, { description: "Size in bytes." }) byteSize!: number;
  @Field(() => DateTime, { description: "When it was uploaded." }) uploadedAt!: Date;
}

@ShownTo(programKeys)
@ObjectType("ProgramChange", {
  description: "A field of an application that differs from what was submitted before.",
  simpleResolvers: true,
})
export class ProgramChangeObject {
  @Field(() => String, { description: "Field of ProgramInput, or documents." }) field!: string;
  @Field(() => String, { description: "As it was submitted, as lines of text." }) before!: string;
  @Field(() => String, { description: "As it is now." }) after!: string;
}
