import type { EntityManager } from "typeorm";
import type { Context } from "../core/context.ts";
import { enqueueAll } from "../core/jobs.ts";
import { repeatPeriodSql } from "../programs/repeat-rule.entity.ts";
import { recordKindsAnew } from "./kind-credits.ts";

declare module "../core/jobs.ts" {
  interface Jobs {
    /** Choices of sessions of a conference came back, with the credit that was taken for them when two members became one. */
    "claims.reinstated": { memberId: string; programId: string };
  }
}

/** So many jobs are left by one statement. */
const jobsPerStep = 5_000;

/**
 * Brings back what was reversed, when two members became one, in favour of attendance that is taken back now: an upload that still
 * counts reported it, or it was entered, or claimed. Reported attendance is on record again at once; of a conference's sessions the
 * choices are, and their certificate is asked for as if the member did. What earns once in a time comes back once, and not beside what is on
 * record of that time at another date; no more comes back than is approved by now. The programs are locked.
 * @param uploadId whose changes list what was removed
 */
export async function reinstateYielded(tx: EntityManager, ctx: Context, uploadId: string): Promise<void> {
  const yielded = `WITH RECURSIVE gone AS (
       SELECT record_id AS id FROM attendance_upload_change WHERE upload_id = $1 AND kind = 'REMOVED'
       UNION SELECT r.replaces_id FROM gone g JOIN attendance_record r ON r.id = g.id WHERE r.replaces_id IS NOT NULL),
     yielded AS (
       SELECT y.* FROM gone JOIN attendance_record y ON y.yields_to_id = gone.id
       WHERE NOT EXISTS (SELECT FROM attendance_record n WHERE n.replaces_id = y.id))`;
  const records: { id: string }[] = await tx.query(
    `${yielded}
     INSERT INTO attendance_record (member_id, program_id, offering_id, completed_on, credits, source, upload_id, line, recorded_at,
       replaces_id)
     SELECT DISTINCT ON (y.member_id, y.program_id, coalesce(period.days::text, y.offering_id::text)) y.member_id, y.program_id, y.offering_id, y.completed_on, least(y.credits, p.credits), y.source,
       y.upload_id, y.line, $2::timestamptz, y.id
     FROM yielded y LEFT JOIN attendance_upload u ON u.id = y.upload_id
     JOIN program p ON p.id = y.program_id JOIN program_type t ON t.id = p.type_id
     CROSS JOIN LATERAL (SELECT y.completed_on AS day) d
     CROSS JOIN LATERAL (SELECT ${repeatPeriodSql("t", "d.day")} AS days) period
     WHERE y.session_id IS NULL
       AND (u.id IS NULL OR u.status = 'PROCESSED' AND NOT EXISTS (
         SELECT FROM attendance_upload a WHERE a.amends_id = coalesce(u.amends_id, u.id) AND a.status = 'PROCESSED'
           AND a.created_at > y.reversed_at))
       AND NOT EXISTS (SELECT FROM attendance_record r
         WHERE r.member_id = y.member_id AND r.program_id = y.program_id AND r.reversed_at IS NULL
           AND (r.offering_id = y.offering_id OR r.session_id IS NULL AND period.days @> r.completed_on))
     ORDER BY y.member_id, y.program_id, coalesce(period.days::text, y.offering_id::text), y.recorded_at DESC, y.id
     RETURNING id`,
    [uploadId, ctx.now()],
  );
  await recordKindsAnew(
    tx,
    records.map(({ id }) => id),
  );
  for (let at = 0; at < records.length; at += jobsPerStep)
    await enqueueAll(
      tx,
      "attendance.released",
      records.slice(at, at + jobsPerStep).map(({ id }) => ({ recordId: id })),
    );
  const choices: { memberId: string; programId: string }[] = await tx.query(
    `${yielded},
     chosen AS (
       SELECT DISTINCT ON (y.member_id, y.session_id) y.member_id, y.program_id, y.session_id, y.completed_on FROM yielded y
       WHERE y.session_id IS NOT NULL ORDER BY y.member_id, y.session_id, y.recorded_at DESC),
     put AS (
       INSERT INTO session_claim (member_id, session_id, attended_on, claimed_at)
       SELECT member_id, session_id, completed_on, $2::timestamptz FROM chosen ON CONFLICT DO NOTHING)
     SELECT DISTINCT member_id AS "memberId", program_id AS "programId" FROM chosen`,
    [uploadId, ctx.now()],
  );
  if (choices.length > 0) await enqueueAll(tx, "claims.reinstated", choices);
}
