import { isDeepStrictEqual } from "node:util";
import type { EntityManager } from "typeorm";
import type { ProgramActionName } from "../audit/actions.ts";
import { type AuditDetails, audit } from "../core/audit.ts";
import type { Context } from "../core/context.ts";
import { assertMove } from "../core/transitions.ts";
import { Program } from "./program.entity.ts";
import { type ProgramStatus, programMoves } from "./program.status.ts";
import { publishComments } from "./review/publish-comments.ts";

/** Columns of a program that an operation may set. The version is counted here. */
export type ProgramPatch = Partial<
  Omit<Program, "id" | "version" | "provider" | "type" | "creditRule" | "copiedFrom" | "createdAt" | "changedAt">
>;

export interface ProgramChange<A extends ProgramActionName, B, C> extends AuditDetails<A, B, C> {
  patch?: ProgramPatch;
}

/**
 * Writes a change of a program that is locked: counts its version and leaves a line in the audit log that has status and
 * version before and after, the columns that changed, and what else `before` and `after` say.
 * @returns the program as it now is
 */
export async function changeProgram<A extends ProgramActionName, B = object, C = object>(
  tx: EntityManager,
  ctx: Context,
  program: Program,
  action: A,
  { patch = {}, reason, before, after }: ProgramChange<A, B, C> = {},
): Promise<Program> {
  const changed = Object.entries(patch).filter(
    ([key, value]) => !isDeepStrictEqual(program[key as keyof Program], value),
  );
  const columns: ProgramPatch = Object.fromEntries(changed);
  const was: ProgramPatch = Object.fromEntries(changed.map(([key]) => [key, program[key as keyof Program]]));
  const set = { ...columns, version: program.version + 1 };
  await tx.update(Program, program.id, set);
  // Every action of a program has its columns: what else this one says was decided where it is called.
  await audit(tx, ctx, action as "program.submit", ["program", program.id], {
    reason,
    before: { ...was, status: program.status, version: program.version, ...(before as object) },
    after: { status: program.status, ...set, ...(after as object) },
  });
  return Object.assign(new Program(), program, set);
}

/**
 * The one way from one status to another, for a program that is locked.
 * @throws ILLEGAL_TRANSITION where the table of moves does not have this one
 */
export async function moveProgram<A extends ProgramActionName, B = object, C = object>(
  tx: EntityManager,
  ctx: Context,
  program: Program,
  to: ProgramStatus,
  action: A,
  change: ProgramChange<A, B, C> = {},
): Promise<Program> {
  assertMove(programMoves, "program", program.status, to);
  await publishComments(tx, ctx, program.id, [program.status, to]);
  return changeProgram(tx, ctx, program, action, { ...change, patch: { ...change.patch, status: to } });
}
