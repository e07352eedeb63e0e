import { attendanceList } from "../attendance/attendance.queries.ts";
import type { Context } from "../core/context.ts";
import type { ListQuery } from "../core/lists/read-page.ts";
import { queryPrepared } from "../core/prepared.ts";
import { programFields } from "../programs/program.queries.ts";
import { certificateList } from "./certificate.queries.ts";
import { CertificateStatus } from "./certificate.status.ts";

/** What awards come to together. */
export interface AwardTotals {
  /** Those of them that hold. */
  held: number;
  /** Whose those are. */
  people: number;
  /** The exact sums of those, one for each unit, by the unit. */
  credits: { creditUnit: string; credits: string }[];
}

/** SQL over the rows of a list: whose each is, of how much, and whether it holds. */
interface Award {
  memberId: string;
  creditUnit: string;
  credits: string;
  holds: string;
}

/** What the certificates with these IDs come to that the viewer may see. */
export const certificateTotals = (ctx: Context, ids: string[]): Promise<AwardTotals> =>
  totalsOf(ctx, certificateList.query(ctx, { ids }, null), {
    memberId: "c.member_id",
    creditUnit: "c.credit_unit",
    credits: "c.credits",
    holds: `c.status = '${CertificateStatus.ISSUED}'`,
  });

/** What the records of attendance with these IDs come to that the viewer may see. */
export const attendanceTotals = (ctx: Context, ids: string[]): Promise<AwardTotals> =>
  totalsOf(ctx, attendanceList.query(ctx, { ids }, null), {
    memberId: "a.member_id",
    creditUnit: programFields.creditUnit,
    credits: "a.credits",
    holds: "a.reversed_at IS NULL",
  });

async function totalsOf(ctx: Context, list: ListQuery<object>, award: Award): Promise<AwardTotals> {
  const [totals] = await queryPrepared<AwardTotals>(
    ctx.db.manager,
    `WITH award AS (
       SELECT ${award.memberId} AS member_id, ${award.creditUnit} AS unit, ${award.credits} AS credits
       FROM ${list.from} ${list.join} WHERE ${[...list.where, award.holds].join(" AND ")})
     SELECT count(*)::int AS held, count(DISTINCT member_id)::int AS people,
       (SELECT coalesce(json_agg(json_build_object('creditUnit', unit, 'credits', sum::text) ORDER BY unit), '[]')
        FROM (SELECT unit, sum(credits) FROM award GROUP BY unit) of_unit) AS credits
     FROM award`,
    list.bindings.values,
  );
  if (!totals) throw new Error("Counting gives a row, always.");
  return totals;
}
