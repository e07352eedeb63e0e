import type { EntityManager } from "typeorm";
import { earnedHereSql } from "../attendance/attendance.entity.ts";
import type { Context } from "../core/context.ts";
import { localDay } from "../core/local-day.ts";
import { loadSettings } from "../policies/load-settings.ts";
import { reportingDaysSql } from "../programs/offering.rules.ts";
import type { Program } from "../programs/program.entity.ts";
import { charge } from "./charge.ts";
import { Fee } from "./fee.entity.ts";
import { feePolicyOn, feePromotionOn, paidElsewhere, readLedger } from "./fee.queries.ts";
import { filingFeeOf, sumsOf } from "./fee.rules.ts";

interface Reported {
  attendees: number;
  lastAt: Date | null;
  isLate: boolean;
}

/**
 * What the records of a program ask for, less what was charged before, or paid in the system before this one: people may be added to a report.
 * @param at whose policy counts; by default when the last record came
 */
export async function chargeReport(tx: EntityManager, ctx: Context, program: Program, at?: Date): Promise<void> {
  const [reported]: Reported[] = await tx.query(
    `SELECT count(DISTINCT r.member_id)::int AS attendees, max(r.recorded_at) AS "lastAt",
       EXISTS (SELECT FROM offering o WHERE o.program_id = $1 AND (o.reported_at AT TIME ZONE o.time_zone)::date >
         o.ends_on + ${reportingDaysSql("o")}) AS "isLate"
     FROM attendance_record r WHERE r.program_id = $1 AND r.reversed_at IS NULL AND ${earnedHereSql("r")}`,
    [program.id],
  );
  if (!reported?.lastAt || program.credits === null) return;
  const { timeZone } = await loadSettings(tx);
  const day = localDay(at ?? reported.lastAt, timeZone);
  const policy = await feePolicyOn(tx, day, program.typeId);
  if (!policy) return;
  const ledger = await readLedger(tx, program.id);
  const elsewhere = await paidElsewhere(tx, program.id, policy.currency);
  const promotion = await feePromotionOn(tx, day, Fee.FILING, program.id);
  const owed = filingFeeOf(policy, { credits: program.credits, attendees: reported.attendees }, promotion);
  await charge(
    tx,
    ctx,
    program,
    policy,
    Fee.FILING,
    owed - sumsOf(ledger, [Fee.FILING]).charged - (elsewhere.FILING ?? 0),
    promotion?.id,
  );
  if (reported.isLate)
    await charge(
      tx,
      ctx,
      program,
      policy,
      Fee.LATE,
      policy.lateFee - sumsOf(ledger, [Fee.LATE]).charged - (elsewhere.LATE ?? 0),
    );
}
