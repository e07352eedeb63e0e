import { type Context, inTransaction } from "../core/context.ts";
import { lockProgram } from "./lock-program.ts";
import { moveProgram } from "./move-program.ts";
import { ProgramType } from "./program.entity.ts";
import { tellTakenUp } from "./program.mail.ts";
import { ProgramAction } from "./program.policy.ts";
import { type ProgramRow, readProgram } from "./program.queries.ts";
import { ProgramStatus } from "./program.status.ts";
import { beginChecklist } from "./review/checklist.ts";
import { beginReview } from "./review/two-reviewers.ts";

/**
 * Takes a submitted application up.
 * @throws what lockProgram refuses
 */
export async function startReview(ctx: Context, id: string, version: number): Promise<ProgramRow> {
  return inTransaction(ctx, async (tx) => {
    const program = await lockProgram(tx, ctx, id, ProgramAction.START_REVIEW, version);
    const takenUp = await moveProgram(tx, ctx, program, ProgramStatus.IN_REVIEW, "program.start-review");
    await beginReview(tx, takenUp, await tx.findOneByOrFail(ProgramType, { id: takenUp.typeId }));
    await beginChecklist(tx, takenUp);
    await tellTakenUp(tx, ctx, takenUp);
    return readProgram(tx, id);
  });
}
