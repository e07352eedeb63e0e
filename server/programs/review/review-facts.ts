import type { Context } from "../../core/context.ts";
import { defineLoader } from "../../core/lists/loaders.ts";
import { ProgramStatus } from "../program.status.ts";
import { recommendedBySql } from "./two-reviewers.ts";

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

/** What holds of programs' reviews now, in one statement. */
const factsOf = defineLoader<string, ReviewFacts>(async (ctx, programIds) => {
  const rows: ({ id: string } & ReviewFacts)[] = await ctx.db.query(
    `SELECT i.id, c.id IS NOT NULL AS "hasChecklist", coalesce(c.open, false) AS "isOpen", ${recommendedBySql("i.id")} AS "recommendedBy"
     FROM unnest($1::uuid[]) AS i (id)
     LEFT JOIN (SELECT program_id AS id, bool_or(required AND checked_at IS NULL) AS open FROM program_check
       WHERE program_id = ANY($1::uuid[]) GROUP BY program_id) c ON c.id = i.id`,
    [programIds],
  );
  const known = new Map(rows.map(({ id, ...facts }) => [id, facts]));
  return programIds.map((id) => known.get(id) ?? nothingToCheck);
});

/** What holds of a program's review now: it is asked for while there is one. */
export const reviewFactsOf = async (
  ctx: Context,
  { id, status }: { id: string; status: ProgramStatus },
): Promise<ReviewFacts> => (status === ProgramStatus.IN_REVIEW ? factsOf(ctx, id) : nothingToCheck);
