import type { EntityManager } from "typeorm";
import type { Context } from "../core/context.ts";
import type { Thing } from "../core/errors.ts";
import { lockProgram } from "./lock-program.ts";
import type { Program } from "./program.entity.ts";
import { ProgramAction } from "./program.policy.ts";
import { type ProgramDocumentKind, reportKinds } from "./program-document.entity.ts";

/**
 * Loads a program to change its documents: an application's while it can be edited, a report's once it is approved.
 * @throws what lockProgram refuses
 */
export async function lockProgramForDocuments(
  tx: EntityManager,
  ctx: Context,
  programId: string,
  kind: ProgramDocumentKind,
  what: Thing = "program",
): Promise<Program> {
  if (!reportKinds.includes(kind)) return lockProgram(tx, ctx, programId, ProgramAction.EDIT, null, what);
  return lockProgram(tx, ctx, programId, ProgramAction.ADD_REPORT_DOCUMENT, null, what);
}
