import { earnedHereSql } from "../attendance/attendance.entity.ts";
import type { Context } from "../core/context.ts";
import { addDays, localDay } from "../core/local-day.ts";
import { settingsOf } from "../policies/load-settings.ts";
import { reportingDaysSql } from "../programs/offering.rules.ts";
import type { FeePolicyInput } from "./fee.object.ts";
import { type FeeSimulation, filingFeeOf } from "./fee.rules.ts";

interface Alike {
  kind: "APPLICATION" | "REPORT";
  programs: number;
  credits: string;
  attendees: number;
  late: boolean;
  charged: number;
}

/**
 * Reckons what a policy would have cost the programs that were handed in or reported in the last twelve months. Nothing is written, and
 * special rates are left out.
 */
export async function simulateFeePolicy(ctx: Context, input: FeePolicyInput): Promise<FeeSimulation> {
  const { timeZone } = await settingsOf(ctx);
  const to = localDay(ctx.now(), timeZone);
  const from = addDays(to, -364);
  // Programs that cost the same are counted together: what is read does not grow with their number.
  const alike: Alike[] = await ctx.db.query(
    `WITH charged AS (
       SELECT program_id, fee = 'APPLICATION' AS application, sum(amount)::bigint AS amount FROM ledger_entry
       WHERE kind = 'CHARGE' AND (at AT TIME ZONE $3)::date BETWEEN $1 AND $2 GROUP BY 1, 2),
     reported AS (
       SELECT r.program_id, count(DISTINCT r.member_id)::int AS attendees
       FROM attendance_record r WHERE r.reversed_at IS NULL AND ${earnedHereSql("r")}
       GROUP BY 1 HAVING (max(r.recorded_at) AT TIME ZONE $3)::date BETWEEN $1 AND $2)
     SELECT 'APPLICATION' AS kind, count(*)::int AS programs, '0' AS credits, 0 AS attendees, false AS late,
       coalesce(sum(c.amount), 0)::bigint::float8 AS charged
     FROM program p LEFT JOIN charged c ON c.program_id = p.id AND c.application
     WHERE (p.submitted_at AT TIME ZONE $3)::date BETWEEN $1 AND $2 AND ($4::uuid IS NULL OR p.type_id = $4)
     UNION ALL
     SELECT 'REPORT', count(*)::int, p.credits::text, r.attendees, l.late, coalesce(sum(c.amount), 0)::bigint::float8
     FROM reported r JOIN program p ON p.id = r.program_id
       CROSS JOIN LATERAL (SELECT EXISTS (SELECT FROM offering o WHERE o.program_id = p.id
         AND (o.reported_at AT TIME ZONE o.time_zone)::date > o.ends_on + ${reportingDaysSql("o")}) AS late) l
       LEFT JOIN charged c ON c.program_id = p.id AND NOT c.application
     WHERE p.credits IS NOT NULL AND ($4::uuid IS NULL OR p.type_id = $4)
     GROUP BY p.credits, r.attendees, l.late`,
    [from, to, timeZone, input.typeId ?? null],
  );
  const sum = (rows: Alike[], each: (row: Alike) => number) =>
    rows.reduce((total, row) => total + row.programs * each(row), 0);
  const applications = alike.filter(({ kind }) => kind === "APPLICATION");
  const reports = alike.filter(({ kind }) => kind === "REPORT");
  const terms = { ...input, filingFeeMost: input.filingFeeMost ?? null };
  return {
    from,
    to,
    applications: sum(applications, () => 1),
    reports: sum(reports, () => 1),
    applicationFees: sum(applications, () => input.applicationFee),
    filingFees: sum(reports, (row) => filingFeeOf(terms, row, null)),
    lateFees: sum(reports, ({ late }) => (late ? input.lateFee : 0)),
    charged: alike.reduce((total, row) => total + row.charged, 0),
  };
}
