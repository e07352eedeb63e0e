import { randomUUID } from "node:crypto";
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
import { checkOfTypeSql } from "../programs/learning-check.rules.ts";
import { lockProgram } from "../programs/lock-program.ts";
import { changeProgram } from "../programs/move-program.ts";
import { ProgramType } from "../programs/program.entity.ts";
import { ProgramAction } from "../programs/program.policy.ts";
import { type ProgramRow, readProgram } from "../programs/program.queries.ts";
import { askForEvaluations } from "./ask-for-evaluations.ts";
import { QuestionKind } from "./evaluation.entity.ts";
import { LearningAttempt, LearningCheck, LearningQuestion } from "./learning-check.entity.ts";
import { type CheckQuestionRow, type CheckRow, readCheck } from "./learning-check.queries.ts";
import { isOver } from "./save-evaluation-form.ts";

export type CheckQuestion = Omit<CheckQuestionRow, "id" | "kind"> & { kind: QuestionKind };

export interface CheckGiven extends Pick<LearningCheck, "required" | "passPercent" | "attempts"> {
  questions: readonly CheckQuestion[];
}

type Checked = Omit<CheckGiven, "questions"> & { questions: Omit<CheckQuestionRow, "id">[] };

const mostChoices = 12;

/**
 * Says what a type asks of who attended its programs that end from tomorrow on: a learning check with its pass mark. Without questions its programs
 * have to bring their own.
 * @param version that of the latest that the caller has read; 0: there was none
 * @throws NOT_FOUND, STALE_VERSION, BAD_INPUT
 */
export async function saveTypeLearningCheck(
  ctx: Context,
  typeId: string,
  version: number,
  given: CheckGiven,
): Promise<ProgramType> {
  assertMay(ctx, staff, null);
  const check = checked(given);
  return inTransaction(ctx, async (tx) => {
    const type = isId(typeId) ? await tx.findOne(ProgramType, { where: { id: typeId }, lock: forChange }) : null;
    if (!type) throw notFound("programType", "typeId");
    const latest = await latestCheck(tx, { typeId: type.id });
    assertVersion("evaluation", latest?.version ?? 0, version);
    if (latest && isSame(latest, check)) return type;
    const startsOn = await tomorrow(tx, ctx);
    await insertCheck(tx, { typeId: type.id, programId: null, startsOn, version: version + 1 }, check, latest);
    await audit(tx, ctx, "program-type.set-learning-check", ["program-type", type.id], {
      ...(latest && { before: logged(latest) }),
      after: { ...logged(check), startsOn },
    });
    return type;
  });
}

/**
 * Says what who attended a program has to know; its own questions take the place of its type's. Who has begun an attempt is asked, and scored,
 * by the version that held then. Nobody is held by it who was not before: it cannot be made a condition of certificates once the program is over.
 * @param version of the program, that the caller has read
 * @throws what lockProgram refuses; BAD_INPUT; ILLEGAL_TRANSITION
 */
export async function saveProgramLearningCheck(
  ctx: Context,
  programId: string,
  version: number,
  given: CheckGiven,
): Promise<ProgramRow> {
  const check = checked(given);
  return inTransaction(ctx, async (tx) => {
    const program = await lockProgram(tx, ctx, programId, ProgramAction.EDIT_EVALUATION, version);
    const latest = await latestCheck(tx, { programId: program.id });
    if (latest ? isSame(latest, check) : !check.required && check.questions.length === 0)
      return readProgram(tx, program.id);
    const ofType = await checkOfType(tx, program.id);
    if (ofType?.required && check.questions.length > 0 && check.passPercent < ofType.passPercent)
      throw new DomainError(ErrorCode.BAD_INPUT, "evaluations.belowType", {
        field: "input.passPercent",
        percent: ofType.passPercent,
      });
    if (check.required && check.questions.length + (ofType?.questions.length ?? 0) === 0)
      throw new DomainError(ErrorCode.BAD_INPUT, "evaluations.checkEmpty", { field: "input.questions" });
    if (check.required && !latest?.required && !ofType?.required && (await isOver(tx, ctx, program.id)))
      throw new DomainError(ErrorCode.ILLEGAL_TRANSITION, "evaluations.tooLate", { field: "input.required" });
    await insertCheck(
      tx,
      { typeId: null, programId: program.id, startsOn: null, version: (latest?.version ?? 0) + 1 },
      check,
      latest,
    );
    if (latest && !(await tx.existsBy(LearningAttempt, { checkId: latest.id })))
      await tx.delete(LearningCheck, { id: latest.id });
    // Those whose certificates wait could not be asked before.
    if (check.questions.length > 0 && (latest?.questions.length ?? 0) + (ofType?.questions.length ?? 0) === 0)
      await askForEvaluations(tx, [program.id], { programId: program.id });
    await changeProgram(tx, ctx, program, "program.set-learning-check", {
      before: { learningCheck: latest && logged(latest) },
      after: { learningCheck: logged(check) },
    });
    return readProgram(tx, program.id);
  });
}

const logged = ({ required, passPercent, attempts, questions }: CheckRow | Checked) => ({
  required,
  passPercent,
  attempts,
  questions: questions.map(({ kind, text, choices, rightChoices, explanation }) => ({
    kind,
    text,
    choices,
    rightChoices,
    explanation,
  })),
});

/** The texts, trimmed, and what is right in its order. @throws BAD_INPUT for choices that do not fit, or a question that stands there twice */
function checked({ required, passPercent, attempts, questions: given }: CheckGiven): Checked {
  const questions = given.map(({ kind, text, choices, rightChoices, explanation }) => ({
    kind: kind as CheckQuestionRow["kind"],
    text: text.trim(),
    choices: choices.map((choice) => choice.trim()),
    rightChoices: [...new Set(rightChoices)].sort((a, b) => a - b),
    explanation: explanation.trim(),
  }));
  questions.forEach(({ kind, text, choices, rightChoices }, index) => {
    const field = `input.questions.${index}`;
    const isOne = kind === QuestionKind.CHOICE;
    if (!(isOne || kind === QuestionKind.SEVERAL) || choices.length < 2 || choices.length > mostChoices)
      throw new DomainError(ErrorCode.BAD_INPUT, "evaluations.choices", { field, kind: "CHOICE", mostChoices });
    if (new Set(choices).size < choices.length)
      throw new DomainError(ErrorCode.BAD_INPUT, "evaluations.choiceTwice", { field });
    const fits = isOne ? rightChoices.length === 1 : rightChoices.length > 0;
    if (!fits || rightChoices.some((choice) => choice < 1 || choice > choices.length))
      throw new DomainError(ErrorCode.BAD_INPUT, "evaluations.rightMissing", { field });
    if (questions.findIndex((other) => other.text === text && isDeepStrictEqual(other.choices, choices)) !== index)
      throw new DomainError(ErrorCode.BAD_INPUT, "evaluations.questionTwice", { field });
  });
  return { required, passPercent, attempts, questions };
}

async function latestCheck(
  tx: EntityManager,
  of: { typeId: string } | { programId: string },
): Promise<CheckRow | null> {
  const check = await tx.findOne(LearningCheck, { where: of, order: { version: "DESC" } });
  return check ? readCheck(tx, check.id) : null;
}

async function checkOfType(tx: EntityManager, programId: string): Promise<CheckRow | null> {
  const [{ id }] = await tx.query(`SELECT ${checkOfTypeSql("$1::uuid")} AS id`, [programId]);
  return id ? readCheck(tx, id) : null;
}

const isSame = (check: CheckRow, given: Checked): boolean => isDeepStrictEqual(logged(check), logged(given));

/** A question that was asked before just so is the same one. */
async function insertCheck(
  tx: EntityManager,
  check: Pick<LearningCheck, "typeId" | "programId" | "startsOn" | "version">,
  { questions, ...terms }: Checked,
  before: CheckRow | null,
): Promise<void> {
  const { id: checkId } = await tx.save(tx.create(LearningCheck, { ...check, ...terms }));
  if (questions.length === 0) return;
  const askedBefore = (question: Checked["questions"][number]) =>
    before?.questions.find(({ id: _, ...asked }) => isDeepStrictEqual(asked, question))?.id;
  await tx.insert(
    LearningQuestion,
    questions.map((question, position) => ({
      ...question,
      checkId,
      position,
      questionId: askedBefore(question) ?? randomUUID(),
    })),
  );
}
