import { DomainError, ErrorCode } from "../core/errors.ts";
import { QuestionAbout, QuestionKind } from "./evaluation.entity.ts";
import type { EvaluationRow, QuestionRow, SubjectRow } from "./evaluation.queries.ts";
import type { GivenAnswer, Slip } from "./evaluation-box.ts";

/** One answer, as it comes. */
export interface EvaluationAnswer {
  questionId: string;
  /** Of what it is: a subject of the evaluation. */
  subject: string;
  /** Which choices, from 1. */
  choices?: number[] | null;
  text?: string | null;
}

const scale = 5;

/** How many choices a question has to choose from. */
export function choicesOf({ kind, choices }: Pick<QuestionRow, "kind" | "choices">): number {
  if (kind === QuestionKind.SCALE) return scale;
  if (kind === QuestionKind.ATTESTATION) return 1;
  return kind === QuestionKind.TEXT ? 0 : choices.length;
}

/**
 * What was answered, thing by thing, where every answer fits its question and none is missing that has to be there. What was left empty is no
 * answer.
 * @throws BAD_INPUT that names the answer by its place; STALE_VERSION for a question or a thing that is not asked
 */
export function checkedSlips(
  asked: Pick<EvaluationRow, "questions" | "subjects">,
  answers: readonly EvaluationAnswer[],
): Slip[] {
  const slips = new Map<string, Slip>();
  const keyOf = (about: QuestionAbout, subject: string) => `${about} ${subject}`;
  for (const { about, subject } of asked.subjects) slips.set(keyOf(about, subject), { about, subject, answers: [] });
  answers.forEach((answer, index) => {
    const question = asked.questions.find(({ id }) => id === answer.questionId.toLowerCase());
    const slip = question && slips.get(keyOf(question.about, answer.subject));
    if (!question || !slip)
      throw new DomainError(ErrorCode.STALE_VERSION, "evaluations.changed", { field: `answers.${index}` });
    const given = checkedAnswer(question, answer, index);
    if (slip.answers.some(({ questionId }) => questionId === question.id))
      throw wrong("evaluations.twice", question, index);
    if (given) slip.answers.push(given);
  });
  for (const question of asked.questions) {
    const subject =
      question.required &&
      asked.subjects.find((each) => isMissing(slips.get(keyOf(each.about, each.subject))!, question));
    if (subject) throw missing(question, subject);
  }
  // Who has nothing to say of a thing is not among those who said something of it.
  return [...slips.values()].filter((slip) => slip.answers.length > 0);
}

const isMissing = (slip: Slip, question: QuestionRow): boolean =>
  slip.about === question.about && !slip.answers.some(({ questionId }) => questionId === question.id);

function checkedAnswer(question: QuestionRow, answer: EvaluationAnswer, index: number): GivenAnswer | null {
  const text = (answer.text ?? "").trim();
  const choices = [...new Set(answer.choices ?? [])].sort((a, b) => a - b);
  if (text === "" && choices.length === 0) return null;
  const isText = question.kind === QuestionKind.TEXT;
  const most = question.kind === QuestionKind.SEVERAL ? choicesOf(question) : 1;
  const fits = isText
    ? choices.length === 0
    : text === "" && choices.length <= most && choices.every((choice) => choice >= 1 && choice <= choicesOf(question));
  if (!fits) throw wrong("evaluations.doesNotFit", question, index);
  return { questionId: question.id, choices, text };
}

const wrong = (
  key: "evaluations.twice" | "evaluations.doesNotFit",
  { id, text }: QuestionRow,
  index: number,
): DomainError =>
  new DomainError(ErrorCode.BAD_INPUT, key, { field: `answers.${index}`, questionId: id, question: text });

const missing = ({ id, text, about }: QuestionRow, { subject, name }: SubjectRow): DomainError =>
  about === QuestionAbout.PROGRAM
    ? new DomainError(ErrorCode.BAD_INPUT, "evaluations.unanswered", {
        field: "answers",
        questionId: id,
        subject,
        question: text,
      })
    : new DomainError(ErrorCode.BAD_INPUT, "evaluations.unansweredOf", {
        field: "answers",
        questionId: id,
        subject,
        question: text,
        of: name,
      });
