import { type Context, inTransaction } from "../core/context.ts";
import { requiredReason } from "../core/input-rules.ts";
import { lockProgram } from "./lock-program.ts";
import { moveProgram } from "./move-program.ts";
import { tellChangesRequested } from "./program.mail.ts";
import { ProgramAction } from "./program.policy.ts";
import { type ProgramRow, readProgram } from "./program.queries.ts";
import { ProgramStatus } from "./program.status.ts";

/**
 * Gives an application back to its provider, who may change it and submit it again.
 * @throws what lockProgram refuses; REASON_REQUIRED
 */
export async function requestChanges(ctx: Context, id: string, version: number, reason: string): Promise<ProgramRow> {
  return inTransaction(ctx, async (tx) => {
    const program = await lockProgram(tx, ctx, id, ProgramAction.REQUEST_CHANGES, version);
    const given = requiredReason(reason);
    const back = await moveProgram(tx, ctx, program, ProgramStatus.CHANGES_REQUESTED, "program.request-changes", {
      reason: given,
    });
    await tellChangesRequested(tx, ctx, back, given);
    return readProgram(tx, id);
  });
}
