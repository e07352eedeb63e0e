import type { EntityManager } from "typeorm";
import type { Context } from "../core/context.ts";
import { enqueue } from "../core/jobs.ts";
import { moveProgram } from "../programs/move-program.ts";
import type { Program } from "../programs/program.entity.ts";
import { ProgramStatus } from "../programs/program.status.ts";

declare module "../core/jobs.ts" {
  interface Jobs {
    /** Nothing of a conference can be claimed or reported any more: its fees are to be settled. */
    "conferences.ended": { programId: string };
  }
}

/** Brings a conference that is locked to its last step, the fee. */
export async function endClaims(tx: EntityManager, ctx: Context, program: Program, reason: string): Promise<void> {
  await moveProgram(tx, ctx, program, ProgramStatus.AWAITING_FEE, "program.end-claims", { reason });
  await enqueue(tx, "conferences.ended", { programId: program.id });
}
