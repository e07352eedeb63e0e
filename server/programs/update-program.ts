import { isDeepStrictEqual } from "node:util";
import { type Context, inTransaction } from "../core/context.ts";
import { DomainError, ErrorCode } from "../core/errors.ts";
import { localDay } from "../core/local-day.ts";
import { loadSettings } from "../policies/load-settings.ts";
import type { RequestedKind } from "./application-fields.ts";
import { assertJointProviders } from "./joint-providers.ts";
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
import { loadCreditKinds, requestedKinds, writeCreditKinds } from "./program-credit-kinds.ts";

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
    await assertJointProviders(tx, { ...application.columns, providerId: program.providerId });
    // The address goes with the name in the log: it says whose name it is.
    const { contactEmail } = program;
    const kinds = await loadCreditKinds(tx, id);
    const before = {
      contactEmail,
      speakers: await loadSpeakers(tx, id),
      offerings: await loadOfferings(tx, id),
      creditKinds: requestedKinds(kinds),
    };
    await writeSpeakers(tx, id, application.speakers);
    await writeOfferings(tx, id, application.offerings);
    // What stays as it is keeps its rule, as a program that was submitted keeps its own.
    if (!isDeepStrictEqual(sorted(application.creditKinds), sorted(before.creditKinds))) {
      const { timeZone } = await loadSettings(tx);
      await writeCreditKinds(tx, id, application.creditKinds, localDay(ctx.now(), timeZone));
    }
    const after = {
      contactEmail: application.columns.contactEmail,
      speakers: await loadSpeakers(tx, id),
      offerings: await loadOfferings(tx, id),
      creditKinds: requestedKinds(await loadCreditKinds(tx, id)),
    };
    await changeProgram(tx, ctx, program, "program.update", { patch: application.columns, before, after });
    return readProgram(tx, id);
  });
}

const sorted = (kinds: readonly RequestedKind[]): RequestedKind[] =>
  [...kinds].sort((a, b) => (a.kind < b.kind ? -1 : 1));
