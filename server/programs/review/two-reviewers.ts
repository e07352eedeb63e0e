import type { EntityManager } from "typeorm";
import { audit } from "../../core/audit.ts";
import type { Context } from "../../core/context.ts";
import { DomainError, ErrorCode } from "../../core/errors.ts";
import { defineLoader, orderByKey } from "../../core/lists/loaders.ts";
import type { Program, ProgramType } from "../program.entity.ts";
import { tellRecommended } from "../program.mail.ts";
import { ProgramReview, type RecommendedKind } from "./program-review.entity.ts";
import { mayReviewSql } from "./reviewers.ts";

/**
 * SQL of the recommendations that count: for the version of the program `p` as it is, by an account `a` that may review it still. Whatever
 * changes in the application takes it away.
 */
const recommendedSql = `FROM program_review w JOIN program p ON p.id = w.program_id AND p.version = w.recommended_version AND p.status = 'IN_REVIEW'
  JOIN account a ON a.id = w.recommended_by_account_id AND ${mayReviewSql("a", "p.provider_id")}`;

/** SQL of whose recommendation of a program counts; null: nobody's. */
export const recommendedBySql = (programId: string): string =>
  `(SELECT a.id ${recommendedSql} WHERE w.program_id = ${programId})`;

/** What one of two reviewers recommends. */
export interface RecommendationRow {
  programId: string;
  accountId: string;
  by: string;
  at: Date;
  credits: string;
  kinds: { name: string; unit: string; credits: string }[];
}

/** What counts now of a program; null: nothing. Asked of its review, which only staff have. */
export const recommendationOf = defineLoader<string, RecommendationRow | null>(async (ctx, programIds) => {
  const rows: RecommendationRow[] = await ctx.db.query(
    `SELECT w.program_id AS "programId", a.id AS "accountId", w.recommended_at AS at, w.recommended_credits AS credits,
       (SELECT coalesce(json_agg(json_build_object('name', k.name, 'unit', k.unit, 'credits', x.credits) ORDER BY k.position, k.id), '[]')
        FROM jsonb_to_recordset(w.recommended_kinds) AS x (kind text, credits text) JOIN credit_kind k ON k.code = x.kind) AS kinds,
       (SELECT coalesce(max(e.address), '') FROM email_address e WHERE e.account_id = a.id AND e.is_primary) AS by
     ${recommendedSql} WHERE w.program_id = ANY($1::uuid[])`,
    [programIds],
  );
  return orderByKey(programIds as string[], rows, (row) => row.programId);
});

/** Each review takes as many reviewers as its type wants when it begins, and nothing is recommended yet. */
export async function beginReview(
  tx: EntityManager,
  program: Pick<Program, "id">,
  { reviewersRequired }: ProgramType,
): Promise<void> {
  await tx.upsert(
    ProgramReview,
    {
      programId: program.id,
      reviewersRequired,
      recommendedByAccountId: null,
      recommendedAt: null,
      recommendedVersion: null,
      recommendedCredits: null,
      recommendedKinds: [],
    },
    ["programId"],
  );
}

/**
 * Whether who approves a program is the first of two, and so recommends it. The program is locked.
 * @throws SECOND_REVIEWER_REQUIRED for who has recommended it: another one decides
 */
export async function isFirstOfTwo(tx: EntityManager, ctx: Context, programId: string): Promise<boolean> {
  const review = await tx.findOneBy(ProgramReview, { programId });
  if (review?.reviewersRequired !== 2) return false;
  const [counts] = await tx.query(`SELECT a.id ${recommendedSql} WHERE w.program_id = $1`, [programId]);
  if (!counts) return true;
  if (counts.id === ctx.viewer.accountId)
    throw new DomainError(ErrorCode.SECOND_REVIEWER_REQUIRED, "programs.secondReviewer");
  return false;
}

/** Notes what the first of two reviewers would approve, and tells who is to decide. The program's version stays: it is what was read. */
export async function recommend(
  tx: EntityManager,
  ctx: Context,
  program: Program,
  { credits, kinds }: { credits: string; kinds: readonly RecommendedKind[] },
  reason: string | null,
): Promise<void> {
  const { id, version } = program;
  await tx.update(
    ProgramReview,
    { programId: id },
    {
      recommendedByAccountId: ctx.viewer.accountId,
      recommendedAt: ctx.now(),
      recommendedVersion: version,
      recommendedCredits: credits,
      recommendedKinds: [...kinds],
    },
  );
  await audit(tx, ctx, "review.recommend", ["program", id], {
    reason,
    after: { credits, version, ...(kinds.length > 0 && { creditKinds: kinds }) },
  });
  await tellRecommended(tx, ctx, program, credits);
}

class Tried extends Error {}

/** Does something and takes it back: what would be refused is refused, and nothing else happens. @returns what it answered */
export async function tryOut<T>(tx: EntityManager, work: (tx: EntityManager) => Promise<T>): Promise<T> {
  let answer: { of: T } | null = null;
  try {
    await tx.transaction(async (inner) => {
      answer = { of: await work(inner) };
      throw new Tried();
    });
  } catch (error) {
    if (!(error instanceof Tried)) throw error;
  }
  return (answer as unknown as { of: T }).of;
}
