import type { Context } from "../../core/context.ts";
import { defineLoader, orderByKey } from "../../core/lists/loaders.ts";
import { canReviewProgram } from "../program.policy.ts";
import { mayReviewSql, type ReviewerRow } from "./reviewers.ts";

/** What staff see of the accreditor's side of a program. */
export interface ReviewRow {
  programId: string;
  assignee: ReviewerRow | null;
  assignedAt: Date | null;
  followUpOn: string | null;
  reviewersRequired: number;
}

const reviewById = defineLoader<string, ReviewRow | null>(async (ctx, programIds) => {
  const rows: ReviewRow[] = await ctx.db.query(
    `SELECT p.id AS "programId", w.follow_up_on AS "followUpOn", coalesce(w.reviewers_required, 1) AS "reviewersRequired",
       CASE WHEN a.id IS NOT NULL THEN json_build_object('id', a.id, 'email', coalesce(e.address, '')) END AS assignee,
       CASE WHEN a.id IS NOT NULL THEN w.assigned_at END AS "assignedAt"
     FROM program p
     LEFT JOIN program_review w ON w.program_id = p.id
     LEFT JOIN account a ON a.id = w.assignee_account_id AND ${mayReviewSql("a", "p.provider_id")}
     LEFT JOIN email_address e ON e.account_id = a.id AND e.is_primary
     WHERE p.id = ANY($1::uuid[])`,
    [programIds],
  );
  return orderByKey(programIds as string[], rows, (row) => row.programId);
});

/** The accreditor's side of a program; null for who may not see it. */
export const reviewOf = async (ctx: Context, program: { id: string; providerId: string }): Promise<ReviewRow | null> =>
  canReviewProgram(ctx.viewer, program) ? reviewById(ctx, program.id) : null;
