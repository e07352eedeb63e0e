import { type Context, inTransaction } from "../core/context.ts";
import { defineJob } from "../core/jobs.ts";
import { forChange } from "../core/locks.ts";
import { readReportDocuments } from "./missing-documents.ts";
import { moveProgram } from "./move-program.ts";
import { hasEndedSql, isOpenSql } from "./offering.rules.ts";
import { ActivityForm, Program, ProgramType } from "./program.entity.ts";
import { ProgramStatus } from "./program.status.ts";
import { tellDocumentsDue } from "./report-documents.mail.ts";

declare module "../core/jobs.ts" {
  interface Jobs {
    /** Comes by the clock: an offering may have ended since the last time. */
    "programs.startAwaitingAttendance": Record<string, never>;
  }
}

/** Moves every approved program on of which an offering has ended in its own time zone and is not reported. */
export const startAwaitingAttendanceJob = defineJob("programs.startAwaitingAttendance", async (ctx: Context) => {
  const ended: { id: string }[] = await ctx.db.query(
    `SELECT p.id FROM program p
     WHERE p.status = $1 AND EXISTS (
       SELECT FROM offering o
       WHERE o.program_id = p.id AND ${isOpenSql("o")} AND ${hasEndedSql("o", "$2")})
     ORDER BY p.id`,
    [ProgramStatus.APPROVED, ctx.now()],
  );
  for (const { id } of ended)
    await inTransaction(ctx, async (tx) => {
      const program = await tx.findOne(Program, {
        where: { id, status: ProgramStatus.APPROVED },
        lock: forChange,
      });
      // Somebody may have cancelled it since. Its offering cannot have moved: one that has ended is not postponed.
      if (!program) return;
      await moveProgram(tx, ctx, program, ProgramStatus.AWAITING_ATTENDANCE, "program.await-attendance");
      // Nobody reports a conference, so nothing says later which documents its certificates wait for.
      const isConference = await tx.existsBy(ProgramType, { id: program.typeId, form: ActivityForm.CONFERENCE });
      const { missing } = await readReportDocuments(tx, id);
      if (isConference && missing.length > 0) await tellDocumentsDue(tx, ctx, program, missing);
    });
});
