import { audit } from "../../core/audit.ts";
import { type Context, inTransaction } from "../../core/context.ts";
import { DomainError, ErrorCode, notFound } from "../../core/errors.ts";
import { isId } from "../../core/ids.ts";
import { lockProgram } from "../lock-program.ts";
import { ProgramAction } from "../program.policy.ts";
import { type ProgramRow, readProgram } from "../program.queries.ts";
import { ReviewNote } from "./review-note.entity.ts";

/**
 * Takes a note of one's own away.
 * @throws what lockProgram refuses, about the note; FORBIDDEN for one that somebody else wrote
 */
export async function removeNote(ctx: Context, id: string): Promise<ProgramRow> {
  return inTransaction(ctx, async (tx) => {
    const note = isId(id) ? await tx.findOneBy(ReviewNote, { id }) : null;
    if (!note) throw notFound("note");
    await lockProgram(tx, ctx, note.programId, ProgramAction.NOTE, null, "note");
    if (note.authorAccountId !== ctx.viewer.accountId)
      throw new DomainError(ErrorCode.FORBIDDEN, "programs.othersNote");
    await tx.delete(ReviewNote, id);
    await audit(tx, ctx, "review.remove-note", ["program", note.programId], { before: { noteId: id } });
    return readProgram(tx, note.programId);
  });
}
