import { ArrayMaxSize, IsInt, Max, MaxLength, Min, ValidateIf, ValidateNested } from "class-validator";
import { Field, ID, InputType, Int, ObjectType, registerEnumType } from "type-graphql";
import { NotBlank, PlainLine, PlainText } from "../core/input-rules.ts";
import { MemberScope } from "../core/member-scopes.ts";
import { keysWith, ShownTo } from "../core/policy.ts";
import { LocalDate } from "../core/scalars.ts";
import { programKeys } from "../programs/program.policy.ts";
import type { EvaluationAnswer } from "./check-answers.ts";
import { QuestionAbout, QuestionKind } from "./evaluation.entity.ts";
import type {
  EvaluationRow,
  FormRow,
  OpenEvaluationRow,
  ProgramEvaluationRow,
  QuestionRow,
  ResultRow,
  SubjectRow,
  YearRow,
} from "./evaluation.queries.ts";
import type { FormGiven, Question } from "./save-evaluation-form.ts";

registerEnumType(QuestionKind, {
  name: "EvaluationQuestionKind",
  description: "How a question is answered.",
  valuesConfig: {
    SCALE: { description: "By a number from 1 to 5." },
    CHOICE: { description: "By one of its choices." },
    SEVERAL: { description: "By any of its choices." },
    TEXT: { description: "In one's own words." },
    ATTESTATION: { description: "By a tick: that it is so." },
  },
});

registerEnumType(QuestionAbout, {
  name: "EvaluationAbout",
  description: "What a question is asked of.",
  valuesConfig: {
    PROGRAM: { description: "Of the program, once." },
    SESSION: { description: "Of each session that somebody has chosen." },
    SPEAKER: { description: "Of each speaker of these sessions, or of a program without sessions." },
  },
});

/** Those that read it, and those that hand it in. */
const ownKeys = keysWith(MemberScope.CONFERENCES, MemberScope.CLAIMS);

@ShownTo(keysWith(MemberScope.CONFERENCES, MemberScope.CLAIMS, ...programKeys.keys))
@ObjectType("EvaluationQuestion", { description: "A question, as it is asked.", simpleResolvers: true })
export class EvaluationQuestionObject implements QuestionRow {
  @Field(() => ID, {
    description: "Opaque. The same question of another version, or another program of the type, has the same.",
  })
  id!: string;
  @Field(() => QuestionKind, { description: "How it is answered." }) kind!: QuestionKind;
  @Field(() => QuestionAbout, { description: "What it is asked of." }) about!: QuestionAbout;
  @Field(() => String, { description: "What is asked." }) text!: string;
  @Field(() => [String], { description: "What can be chosen; of SCALE what 1 and 5 mean, or nothing." })
  choices!: string[];
  @Field(() => Boolean, { description: "Whether it must be answered." }) required!: boolean;
}

@ShownTo(programKeys)
@ObjectType("EvaluationForm", { description: "What is asked of who attended, in one version.", simpleResolvers: true })
export class EvaluationFormObject implements Omit<FormRow, "id"> {
  @Field(() => Int, { description: "Counts from 1." }) version!: number;
  @Field(() => LocalDate, {
    nullable: true,
    description: "Of a type: it is asked of programs that end on this day or later; null: of one program.",
  })
  startsOn!: string | null;
  @Field(() => Boolean, { description: "Whether nobody gets a certificate who has not answered." }) required!: boolean;
  @Field(() => [EvaluationQuestionObject], { description: "The questions, in their order." }) questions!: QuestionRow[];
}

@ShownTo(programKeys)
@ObjectType("EvaluationCount", { description: "How often something was chosen.", simpleResolvers: true })
export class EvaluationCountObject {
  @Field(() => Int, { description: "Which choice, from 1." }) choice!: number;
  @Field(() => Int, { description: "How many chose it." }) count!: number;
}

@ShownTo(programKeys)
@ObjectType("EvaluationResult", {
  description:
    "How a question was answered, of one thing. Answers are counted in fives, so that none can be told from the others.",
  simpleResolvers: true,
})
export class EvaluationResultObject implements ResultRow {
  @Field(() => EvaluationQuestionObject, { description: "The question." }) question!: QuestionRow;
  @Field(() => QuestionAbout, { description: "What it was asked of." }) about!: QuestionAbout;
  @Field(() => String, { description: "Which program, session or speaker." }) name!: string;
  @Field(() => Int, { description: "How many people are counted: five, or a multiple of it." }) people!: number;
  @Field(() => Int, { description: "How many of them answered this question." }) answers!: number;
  @Field(() => [EvaluationCountObject], {
    description: "How often each choice was chosen; what nobody chose is left out.",
  })
  counts!: { choice: number; count: number }[];
  @Field(() => [String], { description: "What was written, in an order that says nothing." }) texts!: string[];
}

@ShownTo(programKeys)
@ObjectType("EvaluationYear", {
  description:
    "How a question was answered in one year, of all programs of a provider and a type that asked it in the same words. Sums of what is shown of each.",
  simpleResolvers: true,
})
export class EvaluationYearObject implements YearRow {
  @Field(() => Int, { description: "The year in which the programs ended." }) year!: number;
  @Field(() => EvaluationQuestionObject, { description: "The question." }) question!: QuestionRow;
  @Field(() => Int, { description: "Of how many programs it is counted." }) programs!: number;
  @Field(() => Int, { description: "How many answers there are: five or more." }) answers!: number;
  @Field(() => [EvaluationCountObject], {
    description: "How often each choice was chosen; what nobody chose is left out.",
  })
  counts!: { choice: number; count: number }[];
}

@ObjectType("OpenEvaluation", { description: "Somebody who has yet to answer.", simpleResolvers: true })
export class OpenEvaluationObject implements OpenEvaluationRow {
  @Field(() => ID, { description: "The member." }) memberId!: string;
  @Field(() => String, { description: "Their number." }) memberNumber!: string;
  @Field(() => String, { description: "Their name." }) name!: string;
  @Field(() => Boolean, { description: "Whether there is an address to which a link is mailed." }) hasAddress!: boolean;
}

@ShownTo(programKeys)
@ObjectType("ProgramEvaluation", {
  description: "What who attended a program is asked, and what was answered.",
  simpleResolvers: true,
})
export class ProgramEvaluationObject implements Omit<ProgramEvaluationRow, "programId" | "providerId"> {
  @Field(() => Boolean, { description: "Whether nobody gets a certificate who has not answered." }) required!: boolean;
  @Field(() => EvaluationFormObject, {
    nullable: true,
    description: "What its type asks, by the day on which it ends.",
  })
  typeForm!: FormRow | null;
  @Field(() => EvaluationFormObject, { nullable: true, description: "What it asks beside that." })
  form!: FormRow | null;
  @Field(() => Int, { description: "How many people have answered." }) answered!: number;
  @Field(() => Int, { description: "How many need not, because staff said so." }) waived!: number;
  @Field(() => Int, { description: "How many attended, or chose sessions, and have yet to answer." }) open!: number;
}

@ShownTo(ownKeys)
@ObjectType("EvaluationSubject", { description: "One thing that is asked of.", simpleResolvers: true })
export class EvaluationSubjectObject implements SubjectRow {
  @Field(() => QuestionAbout, { description: "Which questions are asked of it." }) about!: QuestionAbout;
  @Field(() => String, { description: "What answers name it by; of the program itself nothing." }) subject!: string;
  @Field(() => String, { description: "What it is called." }) name!: string;
}

@ShownTo(ownKeys)
@ObjectType("Evaluation", {
  description:
    "What a member is asked of a program that they attended. Who answered is known, what they answered is kept apart from it.",
  simpleResolvers: true,
})
export class EvaluationObject implements EvaluationRow {
  @Field(() => ID, { description: "The program." }) programId!: string;
  @Field(() => String, { description: "Its name." }) name!: string;
  @Field(() => Boolean, { description: "Whether there is no certificate without it." }) required!: boolean;
  @Field(() => LocalDate, { nullable: true, description: "When it was answered or waived; null: it was not." })
  answeredOn!: string | null;
  @Field(() => Boolean, { description: "Whether staff said that it need not be answered; it still may." })
  waived!: boolean;
  @Field(() => Boolean, { description: "Whether a certificate of reported attendance waits for it." })
  awaited!: boolean;
  @Field(() => Boolean, { description: "Whether it is a conference, of which a certificate is generated." })
  isConference!: boolean;
  @Field(() => [EvaluationQuestionObject], { description: "The questions, in their order." }) questions!: QuestionRow[];
  @Field(() => [EvaluationSubjectObject], {
    description: "What is asked of: each question once of each thing that it is about.",
  })
  subjects!: SubjectRow[];
}

const mostQuestions = 40;

@InputType({ description: "A question." })
export class EvaluationQuestionInput implements Question {
  @Field(() => QuestionKind, { description: "How it is answered." }) kind!: QuestionKind;
  @Field(() => QuestionAbout, { description: "What it is asked of." }) about!: QuestionAbout;
  @Field(() => String, { description: "What is asked." })
  @MaxLength(500)
  @NotBlank()
  @PlainLine()
  text!: string;
  @Field(() => [String], {
    description: "What can be chosen, 2 to 12; of SCALE what 1 and 5 mean, or nothing; of others nothing.",
  })
  @ArrayMaxSize(12)
  @MaxLength(200, { each: true })
  @PlainLine({ each: true })
  choices!: string[];
  @Field(() => Boolean, { description: "Whether it must be answered." }) required!: boolean;
}

@InputType({ description: "What who attended is asked." })
export class EvaluationFormInput implements FormGiven {
  @Field(() => Boolean, { description: "Whether nobody gets a certificate who has not answered." }) required!: boolean;
  @Field(() => [EvaluationQuestionInput], { description: "The questions, in their order; at most 40." })
  @ArrayMaxSize(mostQuestions)
  @ValidateNested({ each: true })
  questions!: EvaluationQuestionInput[];
}

const Given = (): PropertyDecorator => ValidateIf((_input, value) => value !== null && value !== undefined);

@InputType({ description: "An answer to one question, of one thing." })
export class EvaluationAnswerInput implements EvaluationAnswer {
  @Field(() => ID, { description: "The question." }) questionId!: string;
  @Field(() => String, { description: "`subject` of what it is about; of the program itself nothing." })
  @MaxLength(1_000)
  subject!: string;
  @Field(() => [Int], {
    nullable: true,
    description: "Which of its choices, from 1; of SCALE 1 to 5, of ATTESTATION 1. One, but of SEVERAL any.",
  })
  @Given()
  @ArrayMaxSize(12)
  @IsInt({ each: true })
  @Min(1, { each: true })
  @Max(12, { each: true })
  choices?: number[] | null;
  @Field(() => String, { nullable: true, description: "Of TEXT what somebody writes." })
  @Given()
  @MaxLength(2_000)
  @PlainText()
  text?: string | null;
}
