import { type Context, inTransaction } from "../core/context.ts";
import { DomainError, ErrorCode } from "../core/errors.ts";
import { requiredReason } from "../core/input-rules.ts";
import { localDay } from "../core/local-day.ts";
import { lockOffering } from "./lock-program.ts";
import { changeProgram, moveProgram } from "./move-program.ts";
import { reportingDueOn } from "./offering.rules.ts";
import { Offering } from "./program.entity.ts";
import { tellExtended } from "./program.mail.ts";
import { ProgramAction } from "./program.policy.ts";
import { type ProgramRow, readProgram } from "./program.queries.ts";
import { ProgramStatus, settlingStatuses } from "./program.status.ts";
import { countAsReminded } from "./reporting-reminders.ts";

/**
 * Lets a provider report the attendance of an offering until a later day. The extension is recorded with its reason. An offering that was
 * closed without a report is open again, and its program waits for it.
 * @param until the last day, in the offering's time zone: later than the present one and not over yet
 * @throws what lockOffering refuses; BAD_INPUT; REASON_REQUIRED
 */
export async function extendReporting(
  ctx: Context,
  offeringId: string,
  until: string,
  reason: string,
): Promise<ProgramRow> {
  return inTransaction(ctx, async (tx) => {
    const { offering, program, held } = await lockOffering(tx, ctx, offeringId, ProgramAction.EXTEND_REPORTING);
    const dueOn = reportingDueOn(held);
    const today = localDay(ctx.now(), offering.timeZone);
    if (until <= dueOn || until < today)
      throw new DomainError(ErrorCode.BAD_INPUT, "programs.extendUntil", { field: "until", dueOn, today });
    const given = requiredReason(reason);
    await tx.update(Offering, offering.id, { reportingExtendedTo: until, closedAt: null });
    const change = {
      reason: given,
      before: { offeringId: offering.id, reportingDueOn: dueOn },
      after: { offeringId: offering.id, reportingDueOn: until },
    };
    const extended =
      offering.closedAt && settlingStatuses.includes(program.status)
        ? await moveProgram(tx, ctx, program, ProgramStatus.AWAITING_ATTENDANCE, "program.extend-reporting", change)
        : await changeProgram(tx, ctx, program, "program.extend-reporting", change);
    await countAsReminded(tx, ctx, { offeringId });
    const { startsOn: from, endsOn: to } = offering;
    await tellExtended(tx, ctx, extended, { from, to, until, dueOn, reason: given });
    return readProgram(tx, program.id);
  });
}
