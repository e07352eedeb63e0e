import { isDeepStrictEqual } from "node:util";
import type { EntityManager } from "typeorm";
import { type AuditDetails, audit } from "../core/audit.ts";
import type { Context } from "../core/context.ts";
import { assertMove } from "../core/transitions.ts";
import { Program } from "./program.entity.ts";
import { type ProgramStatus, programMoves } from "./program.status.ts";

/** Columns of a program that an operation may set. The version is counted here. */
export type ProgramPatch = Partial<
  Omit<Program, "id" | "version" | "provider" | "type" | "creditRule" | "copiedFrom" | "createdAt">
>;

export interface ProgramChange extends AuditDetails {
  patch?: ProgramPatch;
}

/**
 * Writes a change of a program that is locked: counts its version and leaves a line in the audit log that has status and
 * version before and after, the columns that changed, and what else `before` and `after` say.
 * @param action verb of the operation, such as "program.update"
 * @returns the program as it now is
 */
export async function changeProgram(
  tx: EntityManager,
  ctx: Context,
  program: Program,
  action: string,
  { patch = {}, reason, before, after }: ProgramChange = {},
): Promise<Program> {
  const changed = Object.entries(patch).filter(
    ([key, value]) => !isDeepStrictEqual(program[key as keyof Program], value),
  );
  const set = { ...Object.fromEntries(changed), version: program.version + 1 };
  await tx.update(Program, program.id, set);
  await audit(tx, ctx, action, ["program", program.id], {
    reason,
    before: {
      ...Object.fromEntries(changed.map(([key]) => [key, program[key as keyof Program]])),
      status: program.status,
      version: program.version,
      ...before,
    },
    after: { status: program.status, ...set, ...after },
  });
  return Object.assign(new Program(), program, set);
}

/**
 * The one way from one status to another, for a program that is locked.
 * @throws ILLEGAL_TRANSITION where the table of moves does not have this one
 */
export async function moveProgram(
  tx: EntityManager,
  ctx: Context,
  program: Program,
  to: ProgramStatus,
  action: string,
  change: ProgramChange = {},
): Promise<Program> {
  assertMove(programMoves, "program", program.status, to);
  return changeProgram(tx, ctx, program, action, { ...change, patch: { ...change.patch, status: to } });
}
