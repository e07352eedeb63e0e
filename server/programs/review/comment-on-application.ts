import type { EntityManager } from "typeorm";
import { audit } from "../../core/audit.ts";
import { type Context, inTransaction } from "../../core/context.ts";
import { DomainError, ErrorCode } from "../../core/errors.ts";
import { isId } from "../../core/ids.ts";
import { writtenText } from "../../core/input-rules.ts";
import { lockProgram } from "../lock-program.ts";
import { ProgramAction } from "../program.policy.ts";
import { type ProgramRow, readProgram } from "../program.queries.ts";
import { ReviewComment } from "./review-comment.entity.ts";
import { commentFields } from "./review-comment.policy.ts";

export interface Commented {
  field: string;
  offeringId: string | null;
  sessionId: string | null;
}

/**
 * Says something of a field of an application that is in review. It is a draft, which only staff see, until the review is over.
 * @throws what lockProgram refuses; BAD_INPUT
 */
export async function commentOnApplication(
  ctx: Context,
  programId: string,
  about: Commented,
  text: string,
): Promise<ProgramRow> {
  return inTransaction(ctx, async (tx) => {
    await lockProgram(tx, ctx, programId, ProgramAction.COMMENT, null);
    const written = writtenText(text);
    await assertAbout(tx, programId, about);
    const { id } = await tx.save(
      tx.create(ReviewComment, {
        ...about,
        programId,
        parentId: null,
        text: written,
        authorAccountId: ctx.viewer.accountId,
        byStaff: true,
        writtenAt: ctx.now(),
        publishedAt: null,
        resolvedAt: null,
      }),
    );
    await audit(tx, ctx, "review.comment", ["program", programId], { after: { commentId: id, field: about.field } });
    return readProgram(tx, programId);
  });
}

/** What a comment is about is there, and is the program's. @throws BAD_INPUT */
async function assertAbout(tx: EntityManager, programId: string, about: Commented): Promise<void> {
  const { field, offeringId, sessionId } = about;
  if (!commentFields.includes(field))
    throw new DomainError(ErrorCode.BAD_INPUT, "programs.noSuchField", { field: "field", fields: [...commentFields] });
  const things = [
    ["offeringId", offeringId, "offerings", "SELECT FROM offering WHERE id = $1 AND program_id = $2"],
    [
      "sessionId",
      sessionId,
      "sessions",
      "SELECT FROM session WHERE id = $1 AND program_id = $2 AND removed_at IS NULL",
    ],
  ] as const;
  for (const [name, id, of, sql] of things) {
    if (id === null) continue;
    const [found] = isId(id) && field === of ? await tx.query(sql, [id, programId]) : [];
    if (!found) throw new DomainError(ErrorCode.BAD_INPUT, "programs.commentAboutNothing", { field: name });
  }
}
