import { MaxLength } from "class-validator";
import { Field, ID, InputType, ObjectType, registerEnumType } from "type-graphql";
import { type AuditSubjectKind, auditSubjects } from "../audit/actions.ts";
import { ActorKind } from "../core/actor-kind.ts";
import { PlainLine } from "../core/input-rules.ts";
import { connectionOf } from "../core/lists/page.ts";
import { DateTime } from "../core/scalars.ts";

const subjectNames = Object.keys(auditSubjects) as AuditSubjectKind[];
const nameOf = (kind: string): string => kind.replaceAll("-", "_").toUpperCase();

/** Kinds of subjects as the API names them: `API_KEY` for what the log writes as `api-key`. */
const AuditSubject = Object.fromEntries(subjectNames.map((kind) => [nameOf(kind), kind]));

registerEnumType(AuditSubject, {
  name: "AuditSubject",
  description: "What an entry of the audit log is about.",
  valuesConfig: Object.fromEntries(subjectNames.map((kind) => [nameOf(kind), auditSubjects[kind]])),
});

@ObjectType("AuditChange", { description: "One thing that changed.", simpleResolvers: true })
export class AuditChangeObject {
  @Field(() => String, { description: "What." }) field!: string;
  @Field(() => String, { nullable: true, description: "As it was, in JSON where it is no text." }) before!:
    | string
    | null;
  @Field(() => String, { nullable: true, description: "As it became." }) after!: string | null;
}

@ObjectType("AuditEntry", {
  description: "One line of the audit log. Never changed afterwards.",
  simpleResolvers: true,
})
export class AuditEntryObject {
  @Field(() => ID, { description: "Opaque." }) id!: string;
  @Field(() => DateTime, { description: "When." }) at!: Date;
  @Field(() => String, { description: "Who: the primary e-mail address at the time, or system." }) actor!: string;
  @Field(() => ActorKind, { description: "As what." }) actorAs!: ActorKind;
  @Field(() => String, {
    description: "What, such as program.approve. New ones come with each version, and old ones stay: no enum.",
  })
  action!: string;
  @Field(() => AuditSubject, { description: "Kind of the thing that it is about." }) subjectType!: AuditSubjectKind;
  @Field(() => ID, { description: "The ID of the thing." }) subjectId!: string;
  @Field(() => String, { nullable: true, description: "The network address that it was asked from." }) ip!:
    | string
    | null;
  @Field(() => String, { nullable: true, description: "Why, where it was said." }) reason!: string | null;
  @Field(() => [AuditChangeObject], { description: "What is different afterwards." }) changes!: AuditChangeObject[];
}

export const AuditEntryConnection = connectionOf("AuditEntry", () => AuditEntryObject);

@InputType({ description: "Which entries of the audit log. Conditions add up." })
export class AuditFilter {
  @Field(() => String, { nullable: true, description: "The beginning of the address of who did it, or system." })
  @MaxLength(254)
  @PlainLine()
  actor?: string | null;
  @Field(() => String, { nullable: true, description: "The beginning of what was done: program. or program.approve." })
  @MaxLength(100)
  @PlainLine()
  action?: string | null;
  @Field(() => DateTime, { nullable: true, description: "From this instant on." }) from?: Date | null;
  @Field(() => DateTime, { nullable: true, description: "Before this instant." }) before?: Date | null;
}
