import type { Context } from "../core/context.ts";
import { notFound } from "../core/errors.ts";
import { isId } from "../core/ids.ts";
import { administrator, assertMay } from "../core/policy.ts";
import { orderExport, type WholeExportState } from "./export-everything.ts";

/**
 * Has a program's whole history made into one file, by a job. Where the same is being made already, that is the answer.
 * @throws FORBIDDEN, NOT_FOUND
 */
export async function packProgram(ctx: Context, programId: string): Promise<WholeExportState> {
  assertMay(ctx, administrator, null);
  const [program] = isId(programId) ? await ctx.db.query("SELECT FROM program WHERE id = $1", [programId]) : [];
  if (!program) throw notFound("program");
  return orderExport(ctx, { programId, withoutContacts: false });
}
