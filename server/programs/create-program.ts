import { audit } from "../core/audit.ts";
import { type Context, inTransaction } from "../core/context.ts";
import { DomainError, ErrorCode, notFound } from "../core/errors.ts";
import { localDay } from "../core/local-day.ts";
import { assertStanding } from "../core/provider-standing.ts";
import { draftsByProvider } from "../core/quota.limits.ts";
import { enforceLimit } from "../core/rate-limits.ts";
import { actsFor, writesFor } from "../core/viewer.ts";
import { creditRuleInForce } from "../policies/credit-rule.queries.ts";
import { loadSettings } from "../policies/load-settings.ts";
import { assertRoomForDraft } from "./assert-room-for-draft.ts";
import { assertJointProviders } from "./joint-providers.ts";
import { applicationOf, assertTimeZones, assertType, writeOfferings, writeSpeakers } from "./program.application.ts";
import { Program } from "./program.entity.ts";
import type { ProgramInput } from "./program.input.ts";
import { type ProgramRow, readProgram } from "./program.queries.ts";
import { ProgramStatus } from "./program.status.ts";
import { writeCreditKinds } from "./program-credit-kinds.ts";

/**
 * Begins an application as a draft, under the credit rule in force today.
 * @throws NOT_FOUND for a provider that the viewer cannot see, FORBIDDEN for one that staff do not act for; PROVIDER_NOT_ACTIVE; TOO_MANY_REQUESTS, TOO_MANY_DRAFTS; BAD_INPUT
 */
export async function createProgram(ctx: Context, input: ProgramInput): Promise<ProgramRow> {
  if (!actsFor(ctx.viewer, input.providerId))
    throw ctx.viewer.isStaff
      ? new DomainError(ErrorCode.FORBIDDEN, "programs.notYourProvider", { field: "providerId" })
      : notFound("provider", "providerId");
  assertStanding(ctx.viewer, (viewer) => writesFor(viewer, input.providerId));
  const application = applicationOf(input);
  await assertTimeZones(ctx, application);
  return inTransaction(ctx, async (tx) => {
    await enforceLimit({ ...ctx, db: tx }, draftsByProvider, input.providerId);
    await assertRoomForDraft(tx, input.providerId);
    await assertType(tx, input.typeId, null);
    await assertJointProviders(tx, { ...application.columns, providerId: input.providerId });
    const settings = await loadSettings(tx);
    const today = localDay(ctx.now(), settings.timeZone);
    const rule = await creditRuleInForce(tx, settings.creditRuleCode, today);
    const inserted = await tx.insert(Program, {
      ...application.columns,
      providerId: input.providerId,
      creditRuleId: rule.id,
      status: ProgramStatus.DRAFT,
      createdAt: ctx.now(),
    });
    const id: string = inserted.identifiers[0]?.id;
    await writeSpeakers(tx, id, application.speakers);
    await writeOfferings(tx, id, application.offerings);
    await writeCreditKinds(tx, id, application.creditKinds, today);
    await audit(tx, ctx, "program.create", ["program", id], {
      after: { status: ProgramStatus.DRAFT, version: 1, name: application.columns.name },
    });
    return readProgram(tx, id);
  });
}
