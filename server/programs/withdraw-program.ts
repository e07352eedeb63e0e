import { type Context, inTransaction } from "../core/context.ts";
import { givenReason } from "../core/input-rules.ts";
import { lockProgram } from "./lock-program.ts";
import { moveProgram } from "./move-program.ts";
import { ProgramAction } from "./program.policy.ts";
import { type ProgramRow, readProgram } from "./program.queries.ts";
import { ProgramStatus } from "./program.status.ts";

/**
 * Takes an application back, any time before it is approved.
 * @throws what lockProgram refuses
 */
export async function withdrawProgram(
  ctx: Context,
  id: string,
  version: number,
  reason: string | null,
): Promise<ProgramRow> {
  return inTransaction(ctx, async (tx) => {
    const program = await lockProgram(tx, ctx, id, ProgramAction.WITHDRAW, version);
    await moveProgram(tx, ctx, program, ProgramStatus.WITHDRAWN, "program.withdraw", { reason: givenReason(reason) });
    return readProgram(tx, id);
  });
}
