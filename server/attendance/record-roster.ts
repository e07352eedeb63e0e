import { type EntityManager, In } from "typeorm";
import type { Context } from "../core/context.ts";
import { enqueue } from "../core/jobs.ts";
import { moveProgram } from "../programs/move-program.ts";
import { hasEndedSql, isOpenSql } from "../programs/offering.rules.ts";
import { Program } from "../programs/program.entity.ts";
import { ProgramStatus } from "../programs/program.status.ts";
import type { AttendanceSource } from "./attendance.entity.ts";
import { allLines, type LineRange } from "./check-roster.ts";
import { recordKinds } from "./kind-credits.ts";

declare module "../core/jobs.ts" {
  interface Jobs {
    /** Attendance was recorded for these programs: by one upload, or by one entry; or it was reported that nobody attended. */
    "attendance.recorded": (AttendanceBatch | { nobody: true }) & { programIds: string[] };
    /** Nothing holds the certificates of these records any more. */
    "attendance.released": AttendanceBatch;
  }
}

/** The records that came together, or all of a program. */
export type AttendanceBatch = { uploadId: string } | { recordId: string } | { programId: string };

/**
 * Records the rows of `roster_checked`, all of which were found right.
 * @param uploadId null for a single entry
 * @param range the portion that is recorded now
 * @returns how many were recorded
 */
export async function recordRoster(
  tx: EntityManager,
  ctx: Context,
  source: AttendanceSource,
  uploadId: string | null,
  range: LineRange = allLines,
): Promise<number> {
  const [{ count }] = await tx.query(
    `WITH recorded AS (INSERT INTO attendance_record (member_id, program_id, offering_id, completed_on, credits, source, upload_id, line,
       recorded_at)
     SELECT c.member_id, c.program_id, c.offering_id, s.completed_on, s.credits, $1, $2, ${uploadId ? "s.line" : "NULL"}, $3
     FROM roster_stage s JOIN roster_checked c USING (line) WHERE c.counts AND s.line > $4 AND s.line <= $5 ORDER BY s.line RETURNING 1)
     SELECT count(*)::int AS count FROM recorded`,
    [source, uploadId, ctx.now(), range.after, range.upTo],
  );
  await recordKinds(tx, range);
  return count;
}

/**
 * Marks the offerings of `roster_checked` as reported that have ended, and moves their programs on.
 * @returns whether it is the first report of an offering
 */
export async function closeReport(tx: EntityManager, ctx: Context, batch: AttendanceBatch): Promise<boolean> {
  const [, reported]: [unknown, number] = await tx.query(
    // Offerings on the very same days in one zone cannot be told apart by a roster's dates: it reports all of them, unless its rows name
    // each. One report is of all dates of a series.
    `UPDATE offering twin SET reported_at = $1, closed_at = NULL
     FROM offering o, (SELECT offering_id, bool_and(s.offering_key IS NOT NULL) AS named, bool_or(c.series) AS series
       FROM roster_checked c JOIN roster_stage s USING (line) GROUP BY offering_id) c
     WHERE o.id = c.offering_id AND twin.reported_at IS NULL AND twin.program_id = o.program_id AND ${hasEndedSql("twin", "$1")}
       AND (twin.id = o.id OR c.series OR NOT c.named AND twin.starts_on = o.starts_on AND twin.ends_on = o.ends_on
         AND twin.time_zone = o.time_zone)`,
    [ctx.now()],
  );
  const programs: { id: string }[] = await tx.query("SELECT DISTINCT program_id AS id FROM roster_checked ORDER BY 1");
  await advancePrograms(
    tx,
    ctx,
    programs.map(({ id }) => id),
    batch,
  );
  return reported > 0;
}

/**
 * Moves programs on after a report of theirs: with every offering reported or closed to the filing fee, else they go on waiting. One that people
 * complete on days of their own stays approved while it runs. What comes next, fee, certificates and mail, follows by jobs.
 */
export async function advancePrograms(
  tx: EntityManager,
  ctx: Context,
  programIds: readonly string[],
  batch: AttendanceBatch | { nobody: true },
): Promise<void> {
  const states: { id: string; all_settled: boolean; any_ended: boolean }[] = await tx.query(
    `SELECT o.program_id AS id, bool_and(NOT ${isOpenSql("o")}) AS all_settled, bool_or(${hasEndedSql("o", "$2")}) AS any_ended
     FROM offering o WHERE o.program_id = ANY($1::uuid[]) GROUP BY o.program_id ORDER BY o.program_id`,
    [programIds, ctx.now()],
  );
  const programs = await tx.findBy(Program, { id: In(states.map((state) => state.id)) });
  for (const { id, all_settled, any_ended } of states) {
    let program = programs.find((p) => p.id === id);
    if (program?.status === ProgramStatus.APPROVED && any_ended)
      program = await moveProgram(tx, ctx, program, ProgramStatus.AWAITING_ATTENDANCE, "program.await-attendance");
    if (program?.status === ProgramStatus.AWAITING_ATTENDANCE && all_settled)
      await moveProgram(tx, ctx, program, ProgramStatus.AWAITING_FEE, "program.report-attendance");
  }
  await enqueue(tx, "attendance.recorded", { ...batch, programIds: states.map((state) => state.id) });
}
