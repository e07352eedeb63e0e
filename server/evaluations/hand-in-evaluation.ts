import type { EntityManager } from "typeorm";
import { hashToken } from "../accounts/access-token.ts";
import { lockClaimant } from "../claims/lock-claimant.ts";
import { type Context, inTransaction } from "../core/context.ts";
import { notFound } from "../core/errors.ts";
import { isId } from "../core/ids.ts";
import { enqueue } from "../core/jobs.ts";
import { localDay } from "../core/local-day.ts";
import { forChange, toStaySql } from "../core/locks.ts";
import { Member } from "../members/member.entity.ts";
import { loadSettings } from "../policies/load-settings.ts";
import { checkedSlips, type EvaluationAnswer } from "./check-answers.ts";
import { EvaluationLink, EvaluationResponse } from "./evaluation.entity.ts";
import { type EvaluationRow, readEvaluations } from "./evaluation.queries.ts";
import { dropIntoBoxes } from "./evaluation-box.ts";

declare module "../core/jobs.ts" {
  interface Jobs {
    /** A member has answered of a program, or need not, or has passed its learning check: certificates that waited for it wait no more. */
    "evaluations.settled": { memberId: string; programId: string };
  }
}

/**
 * Hands in what the viewer answers of a program that they attended. Once: the same again, or something else, changes nothing.
 * @throws NOT_FOUND where nothing is asked of them; BAD_INPUT for answers that do not fit or are missing; STALE_VERSION where other questions
 *   are asked by now; FORBIDDEN, MEMBER_INACTIVE, UNAUTHENTICATED
 */
export async function handInEvaluation(
  ctx: Context,
  programId: string,
  answers: readonly EvaluationAnswer[],
): Promise<EvaluationRow> {
  return inTransaction(ctx, async (tx) => {
    await lockAsked(tx, programId);
    const member = await lockClaimant(tx, ctx);
    return handIn(tx, ctx, member.id, programId, answers);
  });
}

/** What a link leads to; null: it leads nowhere any more. */
export async function evaluationByLink(ctx: Context, token: string): Promise<EvaluationRow | null> {
  const link = await evaluationLink(ctx.db.manager, ctx, token);
  if (!link) return null;
  const [evaluation] = await readEvaluations(ctx.db, link.memberId, [link.programId]);
  return evaluation ?? null;
}

/**
 * Hands in what whoever has a mailed link answers, as the member whose it is.
 * @throws NOT_FOUND for a link that leads nowhere; else as handInEvaluation
 */
export async function handInEvaluationByLink(
  ctx: Context,
  token: string,
  answers: readonly EvaluationAnswer[],
): Promise<EvaluationRow> {
  return inTransaction(ctx, async (tx) => {
    const { memberId, programId } = await lockLinked(tx, ctx, token);
    return handIn(tx, ctx, memberId, programId, answers);
  });
}

/** The program and the member of a link, locked. @throws NOT_FOUND for one that leads nowhere */
export async function lockLinked(tx: EntityManager, ctx: Context, token: string): Promise<EvaluationLink> {
  const found = await evaluationLink(tx, ctx, token);
  if (!found) throw notFound("link", "token");
  await lockAsked(tx, found.programId);
  await tx.findOne(Member, { where: { id: found.memberId }, lock: forChange });
  // It may have ended before the member was locked.
  if (!(await evaluationLink(tx, ctx, token))) throw notFound("link", "token");
  return found;
}

/** A link whose member is still who they were, active, and not kept from signing in; null: there is none. */
export async function evaluationLink(tx: EntityManager, ctx: Context, token: string): Promise<EvaluationLink | null> {
  return tx
    .createQueryBuilder(EvaluationLink, "link")
    .innerJoin("link.member", "member")
    .where("link.tokenHash = :hash AND link.expiresAt > :now", { hash: hashToken(token), now: ctx.now() })
    .andWhere("member.active AND member.erasedAt IS NULL AND member.mergedIntoId IS NULL")
    .andWhere("NOT EXISTS (SELECT FROM account a WHERE a.id = member.account_id AND a.disabled_at IS NOT NULL)")
    .getOne();
}

/** What is asked stays while somebody answers it. */
export async function lockAsked(tx: EntityManager, programId: string): Promise<void> {
  if (!isId(programId)) throw notFound("evaluation", "programId");
  await tx.query(`SELECT FROM program WHERE id = $1 ${toStaySql}`, [programId]);
}

async function handIn(
  tx: EntityManager,
  ctx: Context,
  memberId: string,
  programId: string,
  answers: readonly EvaluationAnswer[],
): Promise<EvaluationRow> {
  const [asked] = await readEvaluations(tx, memberId, [programId.toLowerCase()]);
  if (!asked) throw notFound("evaluation", "programId");
  // An answer that was lost on its way is sent again.
  if (asked.answeredOn !== null && !asked.waived) return asked;
  const slips = checkedSlips(asked, answers);
  const key = { memberId, programId: asked.programId };
  const { timeZone } = await loadSettings(tx);
  const answeredOn = localDay(ctx.now(), timeZone);
  await tx.upsert(EvaluationResponse, { ...key, answeredOn, waived: false }, ["memberId", "programId"]);
  await dropIntoBoxes(tx, ctx, asked.programId, slips);
  await enqueue(tx, "evaluations.settled", key);
  return { ...asked, answeredOn, waived: false, awaited: false };
}
