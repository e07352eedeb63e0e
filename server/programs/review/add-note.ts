import { audit } from "../../core/audit.ts";
import { type Context, inTransaction } from "../../core/context.ts";
import { writtenText } from "../../core/input-rules.ts";
import { lockProgram } from "../lock-program.ts";
import { ProgramAction } from "../program.policy.ts";
import { type ProgramRow, readProgram } from "../program.queries.ts";
import { ReviewNote } from "./review-note.entity.ts";

/**
 * Notes something of a program that only staff see.
 * @throws what lockProgram refuses; BAD_INPUT
 */
export async function addNote(ctx: Context, programId: string, text: string): Promise<ProgramRow> {
  return inTransaction(ctx, async (tx) => {
    await lockProgram(tx, ctx, programId, ProgramAction.NOTE, null);
    const { id } = await tx.save(
      tx.create(ReviewNote, {
        programId,
        text: writtenText(text),
        authorAccountId: ctx.viewer.accountId,
        writtenAt: ctx.now(),
      }),
    );
    await audit(tx, ctx, "review.add-note", ["program", programId], { after: { noteId: id } });
    return readProgram(tx, programId);
  });
}
