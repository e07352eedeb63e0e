import { type Context, inTransaction } from "../core/context.ts";
import { DomainError, ErrorCode } from "../core/errors.ts";
import { lockOffering } from "../programs/lock-program.ts";
import { changeProgram } from "../programs/move-program.ts";
import { hasEnded, reportingDueOn, reportingOver } from "../programs/offering.rules.ts";
import { Offering } from "../programs/program.entity.ts";
import { ProgramAction } from "../programs/program.policy.ts";
import { type ProgramRow, readProgram } from "../programs/program.queries.ts";
import { advancePrograms } from "./record-roster.ts";

/**
 * Reports of an offering that nobody attended it, or, of one whose people complete it on days of their own, that nobody else did. With
 * every offering reported the program goes on as after a roster. Attendance that was forgotten can be added while the time is open.
 * @returns the program as it then is
 * @throws what lockOffering refuses; ALREADY_REPORTED, OFFERING_NOT_ENDED, REPORTING_CLOSED
 */
export async function reportNobodyAttended(ctx: Context, offeringId: string): Promise<ProgramRow> {
  return inTransaction(ctx, async (tx) => {
    const { offering, program, held } = await lockOffering(tx, ctx, offeringId, ProgramAction.REPORT_NOBODY);
    const facts = { field: "offeringId", programNumber: program.number ?? "" };
    if (offering.reportedAt) throw new DomainError(ErrorCode.ALREADY_REPORTED, "programs.alreadyReported", facts);
    if (!hasEnded(held, ctx.now()))
      throw new DomainError(ErrorCode.OFFERING_NOT_ENDED, "attendance.offeringNotEnded", {
        ...facts,
        endsOn: offering.endsOn,
      });
    if (reportingOver(held, ctx.now()))
      throw new DomainError(ErrorCode.REPORTING_CLOSED, "attendance.correctionClosed", {
        ...facts,
        dueOn: reportingDueOn(held),
      });
    await tx.update(Offering, offeringId, { reportedAt: ctx.now() });
    await changeProgram(tx, ctx, program, "program.report-nobody", { after: { offeringId } });
    await advancePrograms(tx, ctx, [program.id], { nobody: true });
    return readProgram(tx, program.id);
  });
}
