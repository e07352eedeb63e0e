import { ArrayMaxSize, ArrayUnique, Max, MaxLength, Min, ValidateIf, ValidateNested } from "class-validator";
import { Field, InputType, Int, ObjectType, registerEnumType } from "type-graphql";
import { Form, NotBlank, PlainLine, PrintedLine } from "../core/input-rules.ts";
import { Credits, LocalDate } from "../core/scalars.ts";
import type { DocumentRule } from "./document-rule.entity.ts";
import type { InstructorRule } from "./instructor-rule.entity.ts";
import { ActivityForm, type ProgramType } from "./program.entity.ts";
import { ProgramTypeObject } from "./program.object.ts";
import { ProgramDocumentKind } from "./program-document.entity.ts";
import { type RepeatRule, RepeatScope } from "./repeat-rule.entity.ts";
import type { ChecklistItem } from "./review/checklist.entity.ts";

registerEnumType(RepeatScope, {
  name: "RepeatScope",
  description: "How often one person earns credit of one program.",
  valuesConfig: {
    OFFERING: { description: "Once at each offering." },
    PROGRAM: { description: "Once." },
    YEAR: { description: "Once in a calendar year." },
    CYCLE: { description: "Once in a renewal cycle." },
  },
});

@ObjectType("RepeatRule", {
  description: "How often programs of a type earn, for what is completed from a day on.",
  simpleResolvers: true,
})
export class RepeatRuleObject implements Omit<RepeatRule, "typeId" | "type"> {
  @Field(() => LocalDate, { description: "First day on which it holds; 0001-01-01: since ever." }) startsOn!: string;
  @Field(() => RepeatScope, { description: "How often." }) scope!: RepeatScope;
  @Field(() => Int, { nullable: true, description: "How many years a renewal cycle has." }) cycleYears!: number | null;
  @Field(() => Int, { nullable: true, description: "A year in which a cycle begins, on January 1." })
  cycleFrom!: number | null;
}

@ObjectType("InstructorRule", {
  description: "What who speaks at sessions of a type of conference earns of those that begin on a day or later.",
  simpleResolvers: true,
})
export class InstructorRuleObject implements Omit<InstructorRule, "typeId" | "type"> {
  @Field(() => LocalDate, { description: "First day on which it holds; 0001-01-01: since ever." }) startsOn!: string;
  @Field(() => Credits, {
    nullable: true,
    description: "So many times what attendees earn; null: speakers earn nothing of their own.",
  })
  multiple!: string | null;
  @Field(() => Boolean, { description: "Whether who has given the talk before earns nothing of it." })
  firstTimeOnly!: boolean;
}

@ObjectType("DocumentRule", {
  description:
    "Which documents of the report programs of a type must have before certificates are issued, of what ends on a day or later; of what each completes on a day of their own, of what begins then.",
  simpleResolvers: true,
})
export class DocumentRuleObject implements Omit<DocumentRule, "typeId" | "type"> {
  @Field(() => LocalDate, { description: "First day on which it holds; 0001-01-01: since ever." }) startsOn!: string;
  @Field(() => [ProgramDocumentKind], { description: "Which." }) kinds!: ProgramDocumentKind[];
}

@ObjectType("ProgramTypeRow", { description: "A kind of program as staff edit it.", simpleResolvers: true })
export class ProgramTypeRowObject extends ProgramTypeObject implements ProgramType {
  @Field(() => Int, { description: "Counts changes; saveProgramType wants the one that was read." }) version!: number;
  @Field(() => Int, { description: "How many reviewers it takes to approve one: 1 or 2." }) reviewersRequired!: number;
  @Field(() => Int, { description: "Place in the list, from 1." }) position!: number;
  @Field(() => Boolean, { description: "Whether new programs may have it." }) active!: boolean;
}

@ObjectType("ChecklistItem", { description: "What is looked at in each review of a type.", simpleResolvers: true })
export class ChecklistItemObject implements Pick<ChecklistItem, "text" | "required"> {
  @Field(() => String, { description: "What to look at." }) text!: string;
  @Field(() => Boolean, { description: "Whether nothing is approved before it is ticked." }) required!: boolean;
}

@InputType({ description: "What is looked at in each review of a type." })
export class ChecklistItemInput implements Pick<ChecklistItem, "text" | "required"> {
  @Field(() => String, { description: "What to look at." })
  @MaxLength(300)
  @NotBlank()
  @PlainLine()
  text!: string;
  @Field(() => Boolean, { description: "Whether nothing is approved before it is ticked." }) required!: boolean;
}

const Given = (): PropertyDecorator => ValidateIf((_input, value) => value !== null && value !== undefined);

@InputType({ description: "A kind of program." })
export class ProgramTypeInput
  implements Omit<ProgramType, "id" | "version" | "form" | "datesRequired" | "reviewersRequired">
{
  @Field(() => String, { description: "Stable name for imports; that of a type that there is stays." })
  @Form("code", /^[A-Z][A-Z0-9_]{1,39}$/)
  code!: string;
  @Field(() => String, { description: "Name as people read it." })
  @MaxLength(200)
  @NotBlank()
  @PrintedLine()
  name!: string;
  @Field(() => ActivityForm, {
    nullable: true,
    description:
      "How it is completed; left out: as before, of a new one LIVE. It stays once there are programs of the type.",
  })
  form?: ActivityForm | null;
  @Field(() => Int, { nullable: true, description: "Of a series: how many of its dates must be attended; null: all." })
  @Given()
  @Min(1)
  @Max(100)
  datesRequired?: number | null;
  @Field(() => RepeatScope, {
    nullable: true,
    description: "How often a program earns, for what is completed from tomorrow on; left out: as before.",
  })
  repeats?: RepeatScope | null;
  @Field(() => Int, { nullable: true, description: "Of CYCLE: how many years a renewal cycle has." })
  @Given()
  @Min(1)
  @Max(20)
  cycleYears?: number | null;
  @Field(() => Int, { nullable: true, description: "Of CYCLE: a year in which one begins, on January 1." })
  @Given()
  @Min(1900)
  @Max(2999)
  cycleFrom?: number | null;
  @Field(() => [ProgramDocumentKind], {
    nullable: true,
    description:
      "Documents of the report without which no certificates are issued, of what ends from tomorrow on; left out: as before. None of an application; none for a conference.",
  })
  @Given()
  @ArrayUnique()
  @ArrayMaxSize(2)
  requiredDocuments?: ProgramDocumentKind[] | null;
  @Field(() => [ChecklistItemInput], {
    nullable: true,
    description: "What reviewers tick, in order, in reviews that begin from now on; at most 50; left out: as before.",
  })
  @Given()
  @ArrayMaxSize(50)
  @ValidateNested({ each: true })
  checklist?: ChecklistItemInput[] | null;
  @Field(() => Int, {
    nullable: true,
    description:
      "How many reviewers it takes to approve one, in reviews that begin from now on: 1, or 2, of whom the first recommends; left out: as before, of a new one 1.",
  })
  @Given()
  @Min(1)
  @Max(2)
  reviewersRequired?: number | null;
  @Field(() => Credits, {
    nullable: true,
    description:
      "Of a conference: so many times what attendees earn of a session its speakers do, at most 10, for sessions from tomorrow on; 0: nothing of their own; left out: as before.",
  })
  instructorMultiple?: string | null;
  @Field(() => Boolean, {
    nullable: true,
    description: "With instructorMultiple: whether who has given the talk before earns nothing of it.",
  })
  instructorsFirstTimeOnly?: boolean | null;
  @Field(() => Int, { nullable: true, description: "Shortest it may be, in minutes; null: no limit." })
  @Given()
  @Min(1)
  @Max(100_000)
  minimumMinutes!: number | null;
  @Field(() => Int, { nullable: true, description: "Longest it may be, in minutes; null: no limit." })
  @Given()
  @Min(1)
  @Max(100_000)
  maximumMinutes!: number | null;
  @Field(() => Int, { description: "Place in the list, from 1." })
  @Min(1)
  @Max(1_000)
  position!: number;
  @Field(() => Boolean, { description: "Whether new programs may have it." }) active!: boolean;
}
