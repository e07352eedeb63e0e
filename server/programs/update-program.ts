import { type Context, inTransaction } from "../core/context.ts";
import { DomainError, ErrorCode } from "../core/errors.ts";
import { lockProgram } from "./lock-program.ts";
import { changeProgram } from "./move-program.ts";
import {
  applicationOf,
  assertTimeZones,
  assertType,
  loadOfferings,
  loadSpeakers,
  writeOfferings,
  writeSpeakers,
} from "./program.application.ts";
import type { ProgramInput } from "./program.input.ts";
import { ProgramAction } from "./program.policy.ts";
import { type ProgramRow, readProgram } from "./program.queries.ts";

/**
 * Replaces an application, as a draft or after changes were requested: what the input leaves out is empty afterwards.
 * @throws what lockProgram refuses; BAD_INPUT
 */
export async function updateProgram(
  ctx: Context,
  id: string,
  version: number,
  input: ProgramInput,
): Promise<ProgramRow> {
  const application = applicationOf(input);
  await assertTimeZones(ctx, application);
  return inTransaction(ctx, async (tx) => {
    const program = await lockProgram(tx, ctx, id, ProgramAction.EDIT, version);
    if (input.providerId !== program.providerId)
      throw new DomainError(ErrorCode.BAD_INPUT, "programs.providerStays", { field: "providerId" });
    await assertType(tx, input.typeId, program.typeId);
    // The address goes with the name in the log: it says whose name it is.
    const { contactEmail } = program;
    const before = { contactEmail, speakers: await loadSpeakers(tx, id), offerings: await loadOfferings(tx, id) };
    await writeSpeakers(tx, id, application.speakers);
    await writeOfferings(tx, id, application.offerings);
    const after = {
      contactEmail: application.columns.contactEmail,
      speakers: await loadSpeakers(tx, id),
      offerings: await loadOfferings(tx, id),
    };
    await changeProgram(tx, ctx, program, "program.update", { patch: application.columns, before, after });
    return readProgram(tx, id);
  });
}
