import { type Context, inTransaction } from "../core/context.ts";
import { requiredReason } from "../core/input-rules.ts";
import { lockProgram } from "./lock-program.ts";
import { moveProgram } from "./move-program.ts";
import { tellDenied } from "./program.mail.ts";
import { ProgramAction } from "./program.policy.ts";
import { type ProgramRow, readProgram } from "./program.queries.ts";
import { ProgramStatus } from "./program.status.ts";

/**
 * Turns an application down for good.
 * @throws what lockProgram refuses; REASON_REQUIRED
 */
export async function denyProgram(ctx: Context, id: string, version: number, reason: string): Promise<ProgramRow> {
  return inTransaction(ctx, async (tx) => {
    const program = await lockProgram(tx, ctx, id, ProgramAction.DENY, version);
    const given = requiredReason(reason);
    const denied = await moveProgram(tx, ctx, program, ProgramStatus.DENIED, "program.deny", { reason: given });
    await tellDenied(tx, ctx, denied, given);
    return readProgram(tx, id);
  });
}
