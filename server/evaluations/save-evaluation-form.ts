import { isDeepStrictEqual } from "node:util";
import type { EntityManager } from "typeorm";
import { audit } from "../core/audit.ts";
import { type Context, inTransaction } from "../core/context.ts";
import { DomainError, ErrorCode, notFound } from "../core/errors.ts";
import { isId } from "../core/ids.ts";
import { forChange } from "../core/locks.ts";
import { assertMay, staff } from "../core/policy.ts";
import { assertVersion } from "../core/transitions.ts";
import { tomorrow } from "../policies/tomorrow.ts";
import { lockProgram } from "../programs/lock-program.ts";
import { changeProgram } from "../programs/move-program.ts";
import { hasEndedSql } from "../programs/offering.rules.ts";
import { ProgramType } from "../programs/program.entity.ts";
import { ProgramAction } from "../programs/program.policy.ts";
import { type ProgramRow, readProgram } from "../programs/program.queries.ts";
import {
  EvaluationBox,
  EvaluationForm,
  EvaluationFormQuestion,
  EvaluationQuestion,
  QuestionAbout,
  QuestionKind,
} from "./evaluation.entity.ts";
import { type FormRow, type QuestionRow, readForm } from "./evaluation.queries.ts";
import { formOfTypeSql } from "./evaluation.rules.ts";

export type Question = Omit<QuestionRow, "id">;

export interface FormGiven {
  required: boolean;
  questions: readonly Question[];
}

const mostChoices = 12;

/** How many choices a question of a kind may have. */
const choicesAllowed: Record<QuestionKind, (count: number) => boolean> = {
  SCALE: (count) => count === 0 || count === 2,
  CHOICE: (count) => count >= 2 && count <= mostChoices,
  SEVERAL: (count) => count >= 2 && count <= mostChoices,
  TEXT: (count) => count === 0,
  ATTESTATION: (count) => count === 0,
};

/**
 * Says what a type asks of who attended its programs that end from tomorrow on; of what each completes on a day of their own, of what begins
 * then. What it asked of those that ended before stays.
 * @param version that of the latest form that the caller has read; 0: there was none
 * @throws NOT_FOUND, STALE_VERSION, BAD_INPUT
 */
export async function saveTypeEvaluation(
  ctx: Context,
  typeId: string,
  version: number,
  given: FormGiven,
): Promise<ProgramType> {
  assertMay(ctx, staff, null);
  const questions = checkedQuestions(given.questions);
  if (given.required) assertAsksOfProgram(questions);
  return inTransaction(ctx, async (tx) => {
    const type = isId(typeId) ? await tx.findOne(ProgramType, { where: { id: typeId }, lock: forChange }) : null;
    if (!type) throw notFound("programType", "typeId");
    const latest = await latestForm(tx, { typeId: type.id });
    assertVersion("evaluation", latest?.version ?? 0, version);
    if (latest && isSame(latest, { ...given, questions })) return type;
    const startsOn = await tomorrow(tx, ctx);
    await insertForm(
      tx,
      { typeId: type.id, programId: null, startsOn, version: version + 1 },
      { ...given, questions },
      latest,
    );
    await audit(tx, ctx, "program-type.set-evaluation", ["program-type", type.id], {
      ...(latest && { before: logged(latest) }),
      after: { ...logged({ ...given, questions }), startsOn },
    });
    return type;
  });
}

/**
 * Says what a program asks of who attended it, beside what its type asks. Once somebody has answered, what was asked stays beside it; from then on
 * this is asked. Nobody is held by it who was not before: it cannot be made a condition of certificates once the program is over.
 * @param version of the program, that the caller has read
 * @throws what lockProgram refuses; BAD_INPUT; ILLEGAL_TRANSITION
 */
export async function saveProgramEvaluation(
  ctx: Context,
  programId: string,
  version: number,
  given: FormGiven,
): Promise<ProgramRow> {
  const questions = checkedQuestions(given.questions);
  return inTransaction(ctx, async (tx) => {
    const program = await lockProgram(tx, ctx, programId, ProgramAction.EDIT_EVALUATION, version);
    const latest = await latestForm(tx, { programId: program.id });
    if (latest ? isSame(latest, { ...given, questions }) : !given.required && questions.length === 0)
      return readProgram(tx, program.id);
    if (given.required) {
      const ofType = await typeQuestions(tx, program.id);
      assertAsksOfProgram([...ofType, ...questions]);
      if (!latest?.required && (await isOver(tx, ctx, program.id)))
        throw new DomainError(ErrorCode.ILLEGAL_TRANSITION, "evaluations.tooLate", { field: "input.required" });
    }
    await insertForm(
      tx,
      { typeId: null, programId: program.id, startsOn: null, version: (latest?.version ?? 0) + 1 },
      { ...given, questions },
      latest,
    );
    if (latest) await forgetUnanswered(tx, program.id, latest);
    await changeProgram(tx, ctx, program, "program.set-evaluation", {
      before: { evaluation: latest && logged(latest) },
      after: { evaluation: logged({ ...given, questions }) },
    });
    return readProgram(tx, program.id);
  });
}

const logged = ({ required, questions }: FormGiven) => ({
  required,
  questions: questions.map(({ kind, about, text, choices, required: must }) => ({
    kind,
    about,
    text,
    choices,
    required: must,
  })),
});

/** The texts, trimmed. @throws BAD_INPUT for choices that do not fit, or a question that stands there twice */
function checkedQuestions(given: readonly Question[]): Question[] {
  const questions = given.map(({ kind, about, text, choices, required }) => ({
    kind,
    about,
    text: text.trim(),
    choices: choices.map((choice) => choice.trim()),
    required,
  }));
  questions.forEach((question, index) => {
    const field = `input.questions.${index}`;
    if (!choicesAllowed[question.kind](question.choices.length))
      throw new DomainError(ErrorCode.BAD_INPUT, "evaluations.choices", { field, kind: question.kind, mostChoices });
    if (new Set(question.choices).size < question.choices.length)
      throw new DomainError(ErrorCode.BAD_INPUT, "evaluations.choiceTwice", { field });
    if (questions.findIndex((other) => isDeepStrictEqual(other, question)) !== index)
      throw new DomainError(ErrorCode.BAD_INPUT, "evaluations.questionTwice", { field });
  });
  return questions;
}

/** Of sessions and speakers there may be none: what certificates wait for is asked of everybody. @throws BAD_INPUT */
function assertAsksOfProgram(questions: readonly Pick<Question, "about">[]): void {
  if (!questions.some(({ about }) => about === QuestionAbout.PROGRAM))
    throw new DomainError(ErrorCode.BAD_INPUT, "evaluations.asksNothing", { field: "input.questions" });
}

async function latestForm(tx: EntityManager, of: { typeId: string } | { programId: string }): Promise<FormRow | null> {
  const form = await tx.findOne(EvaluationForm, { where: of, order: { version: "DESC" } });
  return form ? readForm(tx, form.id) : null;
}

const isSame = (form: FormRow, { required, questions }: FormGiven): boolean =>
  form.required === required &&
  isDeepStrictEqual(
    form.questions.map(({ id: _, ...question }) => question),
    questions,
  );

async function typeQuestions(tx: EntityManager, programId: string): Promise<Question[]> {
  const [{ id }] = await tx.query(`SELECT ${formOfTypeSql("$1::uuid")} AS id`, [programId]);
  return id ? (await readForm(tx, id)).questions : [];
}

/** Whether all of a program is over. */
export async function isOver(tx: EntityManager, ctx: Context, programId: string): Promise<boolean> {
  const [{ over }] = await tx.query(
    `SELECT bool_and(${hasEndedSql("o", "$2::timestamptz")}) AS over FROM offering o WHERE o.program_id = $1`,
    [programId, ctx.now()],
  );
  return over ?? false;
}

/** A question that was asked before just so is the same one. */
async function insertForm(
  tx: EntityManager,
  form: Pick<EvaluationForm, "typeId" | "programId" | "startsOn" | "version">,
  { required, questions }: FormGiven,
  before: FormRow | null,
): Promise<void> {
  const { id: formId } = await tx.save(tx.create(EvaluationForm, { ...form, required }));
  const askedBefore = (question: Question) =>
    before?.questions.find(({ id: _, ...asked }) => isDeepStrictEqual(asked, question))?.id;
  const added = await tx.save(
    questions.filter((question) => !askedBefore(question)).map((question) => tx.create(EvaluationQuestion, question)),
  );
  if (questions.length === 0) return;
  await tx.insert(
    EvaluationFormQuestion,
    questions.map((question, position) => ({
      formId,
      position,
      questionId: askedBefore(question) ?? added.shift()!.id,
    })),
  );
}

/** What nobody has answered yet is as if it had never been asked. */
async function forgetUnanswered(tx: EntityManager, programId: string, { id, questions }: FormRow): Promise<void> {
  if (await tx.existsBy(EvaluationBox, { programId })) return;
  await tx.delete(EvaluationForm, { id });
  await tx.query(
    `DELETE FROM evaluation_question q WHERE q.id = ANY($1::uuid[])
       AND NOT EXISTS (SELECT FROM evaluation_form_question f WHERE f.question_id = q.id)`,
    [questions.map((question) => question.id)],
  );
}
