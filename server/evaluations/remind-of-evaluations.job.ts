import { type Context, inTransaction } from "../core/context.ts";
import { heldSince } from "../core/hold.ts";
import { defineJob } from "../core/jobs.ts";
import { toStaySql } from "../core/locks.ts";
import { fullNameSql } from "../members/full-name.ts";
import { type Asked, canDoSql, linkDays, mailLink, owedColumns } from "./ask-for-evaluations.ts";
import { addressSql } from "./evaluation.queries.ts";
import { awaitsHolderSql, owesSql } from "./evaluation.rules.ts";

declare module "../core/jobs.ts" {
  interface Jobs {
    /** Comes by the clock: somebody may have left questions unanswered for long enough to be reminded. */
    "evaluations.remind": Record<string, never>;
  }
}

/** After so many days without an answer one is reminded, and no more often. */
export const reminderDays = [7, 21] as const;

/** So many are reminded in one transaction. */
const batchSize = 100;

/**
 * Those whose certificate waits for their answers since so long that they are due a mail that they have not got: of what is reported since that, of
 * what is claimed since the last choice. Each once, of what is last where the job did not run for days. Over $1, now.
 */
const due = `
  SELECT w.member_id, w.program_id, w.is_conference, d.days FROM (
    SELECT r.member_id, r.program_id, min(r.recorded_at) AS since, false AS is_conference FROM attendance_record r
    WHERE r.session_id IS NULL AND r.reversed_at IS NULL AND r.recorded_at > $1::timestamptz - interval '${linkDays} days'
      AND NOT EXISTS (SELECT FROM certificate c WHERE c.attendance_record_id = r.id) AND ${awaitsHolderSql("r")}
    GROUP BY r.member_id, r.program_id
    UNION ALL
    SELECT y.member_id, s.program_id, max(y.claimed_at), true FROM session_claim y JOIN session s ON s.id = y.session_id
    WHERE y.claimed_at > $1::timestamptz - interval '${linkDays} days'
      AND ${owesSql("y.member_id", "s.program_id")}
      AND NOT EXISTS (SELECT FROM certificate c WHERE c.member_id = y.member_id AND c.program_id = s.program_id)
    GROUP BY y.member_id, s.program_id) w
  CROSS JOIN LATERAL (SELECT max(n.days) AS days FROM unnest(ARRAY[${reminderDays.join(", ")}]) AS n (days)
    WHERE w.since <= $1::timestamptz - make_interval(days => n.days)) d
  WHERE d.days IS NOT NULL AND NOT EXISTS (
    SELECT FROM evaluation_link l WHERE l.member_id = w.member_id AND l.program_id = w.program_id AND l.days >= d.days)`;

/** Reminds who has not answered, with a link of their own, until they have: after 7 days, and after 21. Not who has no attempt left, or whose questions nobody has written. */
export const remindOfEvaluationsJob = defineJob("evaluations.remind", async (ctx: Context) => {
  // A restored copy reminds nobody: it does not know who has answered since.
  if (await heldSince(ctx)) return;
  for (;;) {
    const reminded = await inTransaction(ctx, async (tx) => {
      // Whoever answers holds the member: no reminder comes after an answer.
      const people: (Asked & { days: number })[] = await tx.query(
        `SELECT m.id AS "memberId", m.account_id AS "accountId", ${fullNameSql("m")} AS name, ${addressSql("m")} AS address,
           p.id AS "programId", p.name AS title, x.is_conference AS "isConference", x.days, ${owedColumns}
         FROM (${due}) x JOIN member m ON m.id = x.member_id JOIN program p ON p.id = x.program_id
         WHERE m.active AND m.erased_at IS NULL AND m.merged_into_id IS NULL AND ${addressSql("m")} IS NOT NULL AND ${canDoSql}
         ORDER BY m.id, p.id LIMIT ${batchSize} ${toStaySql} OF m SKIP LOCKED`,
        [ctx.now()],
      );
      for (const { days, ...person } of people) await mailLink(tx, ctx, person, days);
      return people.length;
    });
    if (reminded < batchSize) return;
  }
});
