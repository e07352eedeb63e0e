import type { EntityManager } from "typeorm";
import { lockClaimant } from "../claims/lock-claimant.ts";
import { type Context, inTransaction } from "../core/context.ts";
import { DomainError, ErrorCode, notFound } from "../core/errors.ts";
import { isId } from "../core/ids.ts";
import { enqueue } from "../core/jobs.ts";
import { askedCheckSql } from "../programs/learning-check.rules.ts";
import { QuestionKind } from "./evaluation.entity.ts";
import { evaluationLink, lockAsked, lockLinked } from "./hand-in-evaluation.ts";
import { LearningAnswer, LearningAttempt } from "./learning-check.entity.ts";
import { type CheckQuestionRow, type OwnCheckRow, readCheck, readOwnChecks } from "./learning-check.queries.ts";

/** What somebody chose of a question, from 1. */
export interface CheckAnswer {
  questionId: string;
  choices: readonly number[];
}

/**
 * Begins an attempt, which counts from here on, with the questions as they are now. The one that is under way is the same again.
 * @throws NOT_FOUND where nothing is asked of them; ILLEGAL_TRANSITION where it is passed or no attempt is left; FORBIDDEN, MEMBER_INACTIVE,
 *   UNAUTHENTICATED
 */
export async function beginLearningCheck(ctx: Context, programId: string): Promise<OwnCheckRow> {
  return inTransaction(ctx, async (tx) => {
    await lockAsked(tx, programId);
    return begin(tx, ctx, (await lockClaimant(tx, ctx)).id, programId);
  });
}

/** The same for whoever has a mailed link. @throws NOT_FOUND for a link that leads nowhere; else as beginLearningCheck */
export async function beginLearningCheckByLink(ctx: Context, token: string): Promise<OwnCheckRow> {
  return inTransaction(ctx, async (tx) => {
    const { memberId, programId } = await lockLinked(tx, ctx, token);
    return begin(tx, ctx, memberId, programId);
  });
}

/**
 * Hands in an attempt, which is scored by the questions and the pass mark with which it began. The same again changes nothing.
 * @throws NOT_FOUND for an attempt that is not theirs; BAD_INPUT for answers that do not fit or are missing; FORBIDDEN, MEMBER_INACTIVE,
 *   UNAUTHENTICATED
 */
export async function handInLearningCheck(
  ctx: Context,
  attemptId: string,
  answers: readonly CheckAnswer[],
): Promise<OwnCheckRow> {
  return inTransaction(ctx, async (tx) => {
    const programId = await programOfAttempt(tx, attemptId);
    await lockAsked(tx, programId);
    return handIn(tx, ctx, (await lockClaimant(tx, ctx)).id, attemptId, answers);
  });
}

/** The same for whoever has a mailed link. @throws NOT_FOUND for a link that leads nowhere; else as handInLearningCheck */
export async function handInLearningCheckByLink(
  ctx: Context,
  token: string,
  attemptId: string,
  answers: readonly CheckAnswer[],
): Promise<OwnCheckRow> {
  return inTransaction(ctx, async (tx) => {
    const { memberId, programId } = await lockLinked(tx, ctx, token);
    if ((await programOfAttempt(tx, attemptId)) !== programId) throw notFound("attempt", "attemptId");
    return handIn(tx, ctx, memberId, attemptId, answers);
  });
}

/** What a link leads to; null: it leads nowhere any more, or there is no learning check. */
export async function learningCheckByLink(ctx: Context, token: string): Promise<OwnCheckRow | null> {
  const link = await evaluationLink(ctx.db.manager, ctx, token);
  if (!link) return null;
  const [check] = await readOwnChecks(ctx.db, link.memberId, [link.programId]);
  return check ?? null;
}

async function programOfAttempt(tx: EntityManager, attemptId: string): Promise<string> {
  const attempt = isId(attemptId) ? await tx.findOneBy(LearningAttempt, { id: attemptId }) : null;
  if (!attempt) throw notFound("attempt", "attemptId");
  return attempt.programId;
}

/** With the member locked: no other attempt is begun or handed in meanwhile. */
async function begin(tx: EntityManager, ctx: Context, memberId: string, programId: string): Promise<OwnCheckRow> {
  const own = await readOwn(tx, memberId, programId);
  if (own.attempt) return own;
  const refused = own.passedAt ? "evaluations.passed" : own.attemptsLeft === 0 ? "evaluations.noAttemptLeft" : null;
  if (refused) throw new DomainError(ErrorCode.ILLEGAL_TRANSITION, refused);
  const [{ checkId }] = await tx.query(`SELECT ${askedCheckSql("$1::uuid")} AS "checkId"`, [own.programId]);
  await tx.insert(LearningAttempt, {
    memberId,
    programId: own.programId,
    checkId,
    passPercent: own.passPercent,
    begunAt: ctx.now(),
  });
  return readOwn(tx, memberId, own.programId);
}

async function handIn(
  tx: EntityManager,
  ctx: Context,
  memberId: string,
  attemptId: string,
  answers: readonly CheckAnswer[],
): Promise<OwnCheckRow> {
  const attempt = await tx.findOneBy(LearningAttempt, { id: attemptId, memberId });
  if (!attempt) throw notFound("attempt", "attemptId");
  const { id, programId, checkId, passPercent, finishedAt } = attempt;
  // What was lost on its way is sent again.
  if (finishedAt === null) {
    const { questions } = await readCheck(tx, checkId);
    const scored = questions.map((question) => score(question, answers));
    const rightCount = scored.filter(({ isRight }) => isRight).length;
    const passed = rightCount * 100 >= passPercent * questions.length;
    await tx.insert(
      LearningAnswer,
      scored.map((answer) => ({ ...answer, attemptId: id })),
    );
    const result = { finishedAt: ctx.now(), rightCount, questionCount: questions.length, passed };
    await tx.update(LearningAttempt, { id }, result);
    if (passed) await enqueue(tx, "evaluations.settled", { memberId, programId });
  }
  return readOwn(tx, memberId, programId);
}

/** Right is who chose what is right, all of it and nothing else. @throws BAD_INPUT */
function score(
  question: CheckQuestionRow,
  answers: readonly CheckAnswer[],
): Pick<LearningAnswer, "questionId" | "choices" | "isRight"> {
  const { id: questionId, kind, text, choices: offered, rightChoices } = question;
  const given = answers.filter((answer) => answer.questionId.toLowerCase() === questionId);
  const choices = [...new Set(given[0]?.choices ?? [])].sort((a, b) => a - b);
  const field = { field: "answers", questionId, question: text };
  if (choices.length === 0) throw new DomainError(ErrorCode.BAD_INPUT, "evaluations.chooseOf", field);
  if (given.length > 1) throw new DomainError(ErrorCode.BAD_INPUT, "evaluations.twice", field);
  const fits = kind === QuestionKind.SEVERAL || choices.length === 1;
  if (!fits || choices.some((choice) => choice < 1 || choice > offered.length))
    throw new DomainError(ErrorCode.BAD_INPUT, "evaluations.doesNotFit", field);
  return { questionId, choices, isRight: choices.join() === rightChoices.join() };
}

async function readOwn(tx: EntityManager, memberId: string, programId: string): Promise<OwnCheckRow> {
  const [own] = await readOwnChecks(tx, memberId, [programId.toLowerCase()]);
  if (!own) throw notFound("learningCheck", "programId");
  return own;
}
