import type { Context } from "../../core/context.ts";
import { defineLoader } from "../../core/lists/loaders.ts";
import { recommendationOf } from "./two-reviewers.ts";

/** What of a review decides what can be done with its program. */
export interface ReviewFacts {
  /** Whether there is anything to tick. */
  hasChecklist: boolean;
  /** Whether something is open that must be ticked before it is approved. */
  isOpen: boolean;
  /** Who of two reviewers has recommended to approve it: another one decides. */
  recommendedBy: string | null;
}

/** Of a program that is not in review, or without a checklist. */
export const nothingToCheck: ReviewFacts = { hasChecklist: false, isOpen: false, recommendedBy: null };

const checksOf = defineLoader<string, Omit<ReviewFacts, "recommendedBy">>(async (ctx, programIds) => {
  const rows: ({ id: string } & Omit<ReviewFacts, "recommendedBy">)[] = await ctx.db.query(
    `SELECT program_id AS id, true AS "hasChecklist", bool_or(required AND checked_at IS NULL) AS "isOpen"
     FROM program_check WHERE program_id = ANY($1::uuid[]) GROUP BY program_id`,
    [programIds],
  );
  const known = new Map(rows.map(({ id, ...facts }) => [id, facts]));
  return programIds.map((id) => known.get(id) ?? nothingToCheck);
});

/** What holds of a program's review now. */
export const reviewFactsOf = async (ctx: Context, programId: string): Promise<ReviewFacts> => {
  const [checks, recommendation] = await Promise.all([checksOf(ctx, programId), recommendationOf(ctx, programId)]);
  return { ...checks, recommendedBy: recommendation?.accountId ?? null };
};
