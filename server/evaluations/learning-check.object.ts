import { ArrayMaxSize, IsInt, Max, MaxLength, Min, ValidateNested } from "class-validator";
import { Field, ID, InputType, Int, ObjectType } from "type-graphql";
import { NotBlank, PlainLine, PlainText } from "../core/input-rules.ts";
import { MemberScope } from "../core/member-scopes.ts";
import { keysWith, ShownTo } from "../core/policy.ts";
import { DateTime, LocalDate } from "../core/scalars.ts";
import { programKeys } from "../programs/program.policy.ts";
import { QuestionKind } from "./evaluation.entity.ts";
import type {
  AskedQuestion,
  AttemptResultRow,
  CheckQuestionRow,
  CheckRow,
  CheckStatisticRow,
  CheckTakerRow,
  ExplainedRow,
  OwnCheckRow,
  ProgramCheckRow,
} from "./learning-check.queries.ts";
import type { CheckGiven, CheckQuestion } from "./save-learning-check.ts";
import type { CheckAnswer } from "./take-learning-check.ts";

/** Those that read it, and those that hand it in. */
const ownKeys = keysWith(MemberScope.CONFERENCES, MemberScope.CLAIMS);

@ShownTo(ownKeys)
@ObjectType("AskedLearningQuestion", {
  description: "A question of a learning check, without what is right.",
  simpleResolvers: true,
})
export class AskedLearningQuestionObject implements AskedQuestion {
  @Field(() => ID, { description: "Opaque." }) id!: string;
  @Field(() => QuestionKind, { description: "CHOICE or SEVERAL." }) kind!: CheckQuestionRow["kind"];
  @Field(() => String, { description: "What is asked." }) text!: string;
  @Field(() => [String], { description: "What can be chosen." }) choices!: string[];
}

@ShownTo(ownKeys)
@ObjectType("LearningAttempt", { description: "An attempt that is under way.", simpleResolvers: true })
export class LearningAttemptObject {
  @Field(() => ID, { description: "What it is handed in by." }) id!: string;
  @Field(() => Int, { description: "So many of a hundred answers must be right: it holds for this attempt." })
  passPercent!: number;
  @Field(() => [AskedLearningQuestionObject], { description: "The questions, as they were when it began." })
  questions!: AskedQuestion[];
}

@ShownTo(ownKeys)
@ObjectType("LearningResult", { description: "How an attempt went.", simpleResolvers: true })
export class LearningResultObject implements AttemptResultRow {
  @Field(() => ID, { description: "The attempt." }) id!: string;
  @Field(() => DateTime, { description: "When it was handed in." }) finishedAt!: Date;
  @Field(() => Int, { description: "How many answers are right." }) right!: number;
  @Field(() => Int, { description: "Of how many." }) questions!: number;
  @Field(() => Int, { description: "That in percent, rounded down." }) percent!: number;
  @Field(() => Boolean, { description: "Whether it is passed." }) passed!: boolean;
}

@ShownTo(ownKeys)
@ObjectType("ExplainedLearningQuestion", {
  description: "A question of an attempt after which none can follow, with what is right.",
  simpleResolvers: true,
})
export class ExplainedLearningQuestionObject implements ExplainedRow {
  @Field(() => ID, { description: "Opaque." }) id!: string;
  @Field(() => QuestionKind, { description: "CHOICE or SEVERAL." }) kind!: CheckQuestionRow["kind"];
  @Field(() => String, { description: "What was asked." }) text!: string;
  @Field(() => [String], { description: "What could be chosen." }) choices!: string[];
  @Field(() => [Int], { description: "Which of them are right, from 1." }) rightChoices!: number[];
  @Field(() => String, { description: "Why; empty: nothing is said." }) explanation!: string;
  @Field(() => [Int], { description: "Which were chosen." }) chosen!: number[];
  @Field(() => Boolean, { description: "Whether that is right." }) isRight!: boolean;
}

@ShownTo(ownKeys)
@ObjectType("LearningCheck", {
  description: "What a member is asked to know of a program that they attended, and how they have done.",
  simpleResolvers: true,
})
export class LearningCheckObject implements OwnCheckRow {
  @Field(() => ID, { description: "The program." }) programId!: string;
  @Field(() => String, { description: "Its name." }) name!: string;
  @Field(() => Boolean, { description: "Whether there is no certificate without it." }) required!: boolean;
  @Field(() => Int, { description: "So many of a hundred answers must be right." }) passPercent!: number;
  @Field(() => Boolean, { description: "Whether it is a conference, of which a certificate is generated." })
  isConference!: boolean;
  @Field(() => Boolean, { description: "Whether a certificate of reported attendance waits for it." })
  awaited!: boolean;
  @Field(() => DateTime, { nullable: true, description: "When it was passed; null: it is not." })
  passedAt!: Date | null;
  @Field(() => Int, { description: "How many more attempts can be begun." }) attemptsLeft!: number;
  @Field(() => LearningAttemptObject, { nullable: true, description: "The one under way; null: none is." })
  attempt!: OwnCheckRow["attempt"];
  @Field(() => [LearningResultObject], { description: "Those that are over, the last one first." })
  results!: AttemptResultRow[];
  @Field(() => [ExplainedLearningQuestionObject], {
    description: "The last attempt question by question, once it is passed or no attempt is left; before that nothing.",
  })
  explained!: ExplainedRow[];
}

@ShownTo(programKeys)
@ObjectType("LearningQuestion", {
  description: "A question of a learning check, with what is right: for those who write it.",
  simpleResolvers: true,
})
export class LearningQuestionObject implements CheckQuestionRow {
  @Field(() => ID, { description: "Opaque. The same question of another version has the same." }) id!: string;
  @Field(() => QuestionKind, { description: "CHOICE or SEVERAL." }) kind!: CheckQuestionRow["kind"];
  @Field(() => String, { description: "What is asked." }) text!: string;
  @Field(() => [String], { description: "What can be chosen." }) choices!: string[];
  @Field(() => [Int], { description: "Which of them are right, from 1." }) rightChoices!: number[];
  @Field(() => String, { description: "Why; empty: nothing is said." }) explanation!: string;
}

@ShownTo(programKeys)
@ObjectType("LearningCheckForm", { description: "A learning check in one version.", simpleResolvers: true })
export class LearningCheckFormObject implements Omit<CheckRow, "id"> {
  @Field(() => Int, { description: "Counts from 1." }) version!: number;
  @Field(() => LocalDate, {
    nullable: true,
    description: "Of a type: it is asked of programs that end on this day or later; null: of one program.",
  })
  startsOn!: string | null;
  @Field(() => Boolean, { description: "Whether nobody gets a certificate who has not passed." }) required!: boolean;
  @Field(() => Int, { description: "So many of a hundred answers must be right." }) passPercent!: number;
  @Field(() => Int, { description: "How often somebody may try." }) attempts!: number;
  @Field(() => [LearningQuestionObject], { description: "The questions, in their order." })
  questions!: CheckQuestionRow[];
}

@ShownTo(programKeys)
@ObjectType("LearningCount", { description: "How often something was chosen.", simpleResolvers: true })
export class LearningCountObject {
  @Field(() => Int, { description: "Which choice, from 1." }) choice!: number;
  @Field(() => Int, { description: "In how many attempts it was chosen." }) count!: number;
}

@ShownTo(programKeys)
@ObjectType("LearningStatistic", {
  description: "How a question was answered, over all attempts.",
  simpleResolvers: true,
})
export class LearningStatisticObject implements CheckStatisticRow {
  @Field(() => LearningQuestionObject, { description: "The question, as it was asked last." })
  question!: CheckQuestionRow;
  @Field(() => Int, { description: "In how many attempts it was answered." }) answers!: number;
  @Field(() => Int, { description: "In how many of them rightly." }) right!: number;
  @Field(() => [LearningCountObject], {
    description: "How often each choice was chosen; what nobody chose is left out.",
  })
  counts!: CheckStatisticRow["counts"];
}

@ShownTo(programKeys)
@ObjectType("LearningCheckTaker", {
  description: "Somebody who attended, and how far they are.",
  simpleResolvers: true,
})
export class LearningCheckTakerObject implements CheckTakerRow {
  @Field(() => ID, { description: "The member." }) memberId!: string;
  @Field(() => String, { description: "Their number." }) memberNumber!: string;
  @Field(() => String, { description: "Their name." }) name!: string;
  @Field(() => Int, { description: "How often they have begun." }) attempts!: number;
  @Field(() => Int, { description: "How often they may yet." }) attemptsLeft!: number;
  @Field(() => Int, { nullable: true, description: "Their best result in percent; null: they have handed in nothing." })
  percent!: number | null;
  @Field(() => DateTime, { nullable: true, description: "When they passed; null: they have not." })
  passedAt!: Date | null;
}

@ShownTo(programKeys)
@ObjectType("ProgramLearningCheck", {
  description: "What who attended a program has to know, and how they did.",
  simpleResolvers: true,
})
export class ProgramLearningCheckObject implements Omit<ProgramCheckRow, "programId" | "providerId"> {
  @Field(() => Boolean, { description: "Whether nobody gets a certificate who has not passed." }) required!: boolean;
  @Field(() => LearningCheckFormObject, {
    nullable: true,
    description:
      "What its type asks for, by the day on which it ends. Its questions are asked where the program has none; its pass mark is the least that holds.",
  })
  typeCheck!: CheckRow | null;
  @Field(() => LearningCheckFormObject, { nullable: true, description: "What the program asks itself." })
  check!: CheckRow | null;
  @Field(() => Int, { description: "How many have passed." }) passed!: number;
  @Field(() => Int, { description: "How many attended, or chose sessions, and have not passed." }) open!: number;
}

@InputType({ description: "A question of a learning check." })
export class LearningQuestionInput implements CheckQuestion {
  @Field(() => QuestionKind, { description: "CHOICE for one right answer, SEVERAL for one or more; no other." })
  kind!: QuestionKind;
  @Field(() => String, { description: "What is asked." })
  @MaxLength(500)
  @NotBlank()
  @PlainLine()
  text!: string;
  @Field(() => [String], { description: "What can be chosen, 2 to 12." })
  @ArrayMaxSize(12)
  @MaxLength(200, { each: true })
  @PlainLine({ each: true })
  choices!: string[];
  @Field(() => [Int], { description: "Which of them are right, from 1." })
  @ArrayMaxSize(12)
  @IsInt({ each: true })
  rightChoices!: number[];
  @Field(() => String, { description: "Why, for whoever has passed or has no attempt left; may be empty." })
  @MaxLength(2_000)
  @PlainText()
  explanation!: string;
}

@InputType({ description: "A learning check." })
export class LearningCheckInput implements CheckGiven {
  @Field(() => Boolean, { description: "Whether nobody gets a certificate who has not passed." }) required!: boolean;
  @Field(() => Int, { description: "So many of a hundred answers must be right, 1 to 100." })
  @Min(1)
  @Max(100)
  passPercent!: number;
  @Field(() => Int, { description: "How often somebody may try, 1 to 20." })
  @Min(1)
  @Max(20)
  attempts!: number;
  @Field(() => [LearningQuestionInput], { description: "The questions, in their order; at most 60." })
  @ArrayMaxSize(60)
  @ValidateNested({ each: true })
  questions!: LearningQuestionInput[];
}

@InputType({ description: "An answer to a question of a learning check." })
export class LearningAnswerInput implements CheckAnswer {
  @Field(() => ID, { description: "The question." }) questionId!: string;
  @Field(() => [Int], { description: "Which of its choices, from 1: of CHOICE one." })
  @ArrayMaxSize(12)
  @IsInt({ each: true })
  choices!: number[];
}
