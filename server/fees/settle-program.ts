import type { EntityManager } from "typeorm";
import type { Context } from "../core/context.ts";
import { enqueue } from "../core/jobs.ts";
import { recorded } from "../core/messages/sentence.ts";
import { moveProgram } from "../programs/move-program.ts";
import type { Program } from "../programs/program.entity.ts";
import { ProgramStatus } from "../programs/program.status.ts";
import { readLedger } from "./fee.queries.ts";
import { filingFees, sumsOf } from "./fee.rules.ts";

/**
 * Lets a program that is locked go on where it owes nothing more for its report: it is completed, and certificates that waited are
 * released. Does nothing where something is due.
 * @returns the program as it now is
 */
export async function settleProgram(tx: EntityManager, ctx: Context, program: Program): Promise<Program> {
  const { due, charged } = sumsOf(await readLedger(tx, program.id), filingFees);
  if (due > 0) return program;
  if (charged > 0) await enqueue(tx, "attendance.released", { programId: program.id });
  if (program.status !== ProgramStatus.AWAITING_FEE) return program;
  return moveProgram(tx, ctx, program, ProgramStatus.COMPLETED, "program.complete", {
    reason: recorded(charged > 0 ? "reason.feeSettled" : "reason.noFee"),
  });
}
