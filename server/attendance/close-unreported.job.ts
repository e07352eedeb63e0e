import { type Context, inTransaction } from "../core/context.ts";
import { defineJob } from "../core/jobs.ts";
import { forChange } from "../core/locks.ts";
import { recorded } from "../core/messages/sentence.ts";
import { changeProgram } from "../programs/move-program.ts";
import { closingSql, reportingDueOnSql } from "../programs/offering.rules.ts";
import { ActivityForm, Program } from "../programs/program.entity.ts";
import { tellClosed } from "../programs/program.mail.ts";
import { ProgramStatus } from "../programs/program.status.ts";
import { advancePrograms } from "./record-roster.ts";

declare module "../core/jobs.ts" {
  interface Jobs {
    /** Comes by the clock: some time ago the time to report an offering may have ended. */
    "attendance.closeUnreported": Record<string, never>;
  }
}

/** Over $1, now: the statuses of programs that wait for reports, of which conferences are claimed instead. */
const due = `${closingSql("o", "$1")} AND p.status IN ('${ProgramStatus.APPROVED}', '${ProgramStatus.AWAITING_ATTENDANCE}')
  AND NOT EXISTS (SELECT FROM program_type t WHERE t.id = p.type_id AND t.form = '${ActivityForm.CONFERENCE}')`;

/**
 * Closes every offering that nobody has reported for so long after its time was over as is set, and tells its provider; a program whose
 * offerings are all reported or closed goes on. Staff reopen one by extending its time. Source: product design, *A program's life*.
 */
export const closeUnreportedJob = defineJob("attendance.closeUnreported", async (ctx: Context) => {
  const programs: { id: string }[] = await ctx.db.query(
    `SELECT DISTINCT p.id FROM offering o JOIN program p ON p.id = o.program_id WHERE ${due} ORDER BY p.id`,
    [ctx.now()],
  );
  for (const { id } of programs)
    await inTransaction(ctx, async (tx) => {
      // Whoever reports or extends holds the same lock: what they did since is seen.
      const program = await tx.findOne(Program, { where: { id }, lock: forChange });
      const [closed]: [{ id: string; from: string; to: string; dueOn: string }[], number] = await tx.query(
        `UPDATE offering o SET closed_at = $1 FROM program p WHERE p.id = o.program_id AND p.id = $2 AND ${due}
         RETURNING o.id, o.starts_on AS "from", o.ends_on AS "to", ${reportingDueOnSql("o")}::date AS "dueOn"`,
        [ctx.now(), id],
      );
      if (!program || closed.length === 0) return;
      const changed = await changeProgram(tx, ctx, program, "program.close-unreported", {
        reason: recorded("reason.unreported"),
        after: { offerings: closed.map((offering) => offering.id) },
      });
      await tellClosed(tx, ctx, changed, closed);
      await advancePrograms(tx, ctx, [id], { nobody: true });
    });
});
