import type { Context } from "../../core/context.ts";
import { defineLoader, groupByKey } from "../../core/lists/loaders.ts";
import type { ReviewComment } from "./review-comment.entity.ts";
import { canViewComment } from "./review-comment.policy.ts";

/** A comment as it is shown: with who wrote it, and what it is about in words. */
export interface CommentRow
  extends Pick<
    ReviewComment,
    "id" | "programId" | "parentId" | "field" | "offeringId" | "sessionId" | "text" | "byStaff" | "writtenAt"
  > {
  publishedAt: Date | null;
  resolvedAt: Date | null;
  authorAccountId: string | null;
  providerId: string;
  author: string;
  about: string | null;
  replies: CommentRow[];
}

const commentsById = defineLoader<string, CommentRow[]>(async (ctx, programIds) => {
  const rows: Omit<CommentRow, "replies">[] = await ctx.db.query(
    `SELECT c.id, c.program_id AS "programId", c.parent_id AS "parentId", c.field, c.offering_id AS "offeringId",
       c.session_id AS "sessionId", c.text, c.by_staff AS "byStaff", c.written_at AS "writtenAt", c.published_at AS "publishedAt",
       c.resolved_at AS "resolvedAt", c.author_account_id AS "authorAccountId", p.provider_id AS "providerId",
       coalesce(e.address, '') AS author, coalesce(s.title, o.starts_on::text) AS about
     FROM review_comment c JOIN program p ON p.id = c.program_id
     LEFT JOIN email_address e ON e.account_id = c.author_account_id AND e.is_primary
     LEFT JOIN offering o ON o.id = c.offering_id
     LEFT JOIN session s ON s.id = c.session_id
     WHERE c.program_id = ANY($1::uuid[]) ORDER BY c.written_at, c.id`,
    [programIds],
  );
  const all = rows.map((row) => ({ ...row, replies: [] as CommentRow[] }));
  const byId = new Map(all.map((row) => [row.id, row]));
  for (const row of all) if (row.parentId) byId.get(row.parentId)?.replies.push(row);
  return groupByKey(
    programIds as string[],
    all.filter(({ parentId }) => parentId === null),
    (row) => row.programId,
  );
});

/** The conversations about a program that the viewer may see, the oldest first. */
export async function commentsOf(ctx: Context, program: { id: string; providerId: string }): Promise<CommentRow[]> {
  const all = await commentsById(ctx, program.id);
  return all.filter((comment) => canViewComment(ctx.viewer, program, comment));
}
