import type { EntityManager } from "typeorm";
import { awardProblems, type KindAmount, kindProblems } from "../policies/award.ts";
import { compareCredits, leastAwardSql } from "../policies/credit-rule.arithmetic.ts";

// What attendance earns of kinds of credit that are not the default one, beside what its records have of that.

/** SQL of what a record has of further kinds, by their IDs: as `kinds` of `roster_stage` has it. */
export const kindsOfRecordSql = (recordId: string): string =>
  `(SELECT coalesce(jsonb_object_agg(x.kind_id, x.credits::text), '{}') FROM attendance_credit x WHERE x.record_id = ${recordId})`;

const sql = {
  credits: "cell.credits",
  day: "s.completed_on",
  kind: "k",
  approved: "g",
  whole: `CASE WHEN w.id IS NULL THEN cell.credits WHEN w.is_default THEN s.credits
    ELSE coalesce((s.kinds ->> w.id::text)::numeric, 0) END`,
};

/** Each problem with its condition and what its sentence needs to know. */
const rules: readonly [code: string, when: string, details: string][] = [
  ["KIND_NOT_APPROVED", `c.approved AND ${kindProblems.KIND_NOT_APPROVED(sql)}`, "'kind', k.name"],
  ["KIND_NOT_EARNED_THEN", kindProblems.KIND_NOT_EARNED_THEN(sql), "'kind', k.name"],
  [
    "CREDITS_ABOVE_MAXIMUM",
    `g.maximum > 0 AND ${awardProblems.CREDITS_ABOVE_MAXIMUM(sql.credits, "g")}`,
    "'maximum', g.maximum::text, 'unit', k.unit",
  ],
  [
    "CREDITS_NOT_WHOLE_STEPS",
    `g.maximum > 0 AND ${awardProblems.CREDITS_NOT_WHOLE_STEPS(sql.credits, "g")}`,
    `'step', g.step::text, 'least', ${leastAwardSql("g")}::text, 'isLess', cell.credits < ${leastAwardSql("g")}, 'unit', k.unit`,
  ],
  [
    "PART_ABOVE_WHOLE",
    `g.maximum > 0 AND ${kindProblems.PART_ABOVE_WHOLE(sql)}`,
    `'kind', k.name, 'whole', w.name, 'maximum', (${sql.whole})::text`,
  ],
];

/**
 * SQL of what is wrong with the cells of further kinds, as columns line, heading, value, code and details, over `roster_stage` and
 * `roster_checked`. A row of a correction that stands as it is on record is not asked.
 */
export const kindFindingsSql = `
  SELECT s.line, cell.heading, cell.given AS value, broken.code, broken.details
  FROM roster_stage s JOIN roster_checked c USING (line)
  CROSS JOIN LATERAL jsonb_to_recordset(s.kind_cells) AS cell (id uuid, credits numeric, given text, heading text)
  JOIN credit_kind k ON k.id = cell.id
  LEFT JOIN credit_kind w ON w.id = k.part_of_id
  LEFT JOIN program_credit_kind a ON a.program_id = c.program_id AND a.kind_id = k.id
  LEFT JOIN credit_rule r ON r.id = a.credit_rule_id
  CROSS JOIN LATERAL (SELECT a.credits AS maximum, r.step, r.minimum_credits, r.first_unit_whole) g
  CROSS JOIN LATERAL (VALUES ${rules.map(([code, when, details]) => `('${code}', ${when}, jsonb_build_object(${details}))`).join(", ")})
    AS broken (code, holds, details)
  WHERE s.kind_cells IS NOT NULL AND NOT c.kept AND broken.holds`;

/** Records what the rows of `roster_checked` earned of further kinds, whose records are there. */
export async function recordKinds(tx: EntityManager, range: { after: number; upTo: number }): Promise<void> {
  await tx.query(
    `INSERT INTO attendance_credit (record_id, kind_id, credits)
     SELECT r.id, k.key::uuid, k.value::numeric
     FROM roster_stage s JOIN roster_checked c USING (line)
     JOIN attendance_record r ON r.member_id = c.member_id AND r.offering_id = c.offering_id AND r.session_id IS NULL
       AND r.reversed_at IS NULL
     CROSS JOIN LATERAL jsonb_each_text(s.kinds) k
     WHERE s.kinds IS NOT NULL AND c.counts AND s.line > $1 AND s.line <= $2`,
    [range.after, range.upTo],
  );
}

/** Records what a correction's rows earned of further kinds, whose records are there. */
export async function recordKindsOfCorrection(tx: EntityManager, uploadId: string): Promise<void> {
  await tx.query(
    `INSERT INTO attendance_credit (record_id, kind_id, credits)
     SELECT r.id, k.key::uuid, k.value::numeric
     FROM attendance_upload_change c
     JOIN attendance_record r ON r.member_id = c.member_id AND r.offering_id = c.offering_id AND r.session_id IS NULL
       AND r.reversed_at IS NULL
     CROSS JOIN LATERAL jsonb_each_text(c.kinds_after) k
     WHERE c.upload_id = $1 AND c.kind <> 'REMOVED' AND c.kinds_after <> '{}'`,
    [uploadId],
  );
}

/**
 * Gives records what those that they replace had of further kinds, at most what is approved by now. Of a part that is no more than of its
 * whole: neither what was on record of it nor what is approved of it ever is.
 */
export async function recordKindsAnew(tx: EntityManager, recordIds: readonly string[]): Promise<void> {
  await tx.query(
    `INSERT INTO attendance_credit (record_id, kind_id, credits)
     SELECT n.id, x.kind_id, least(x.credits, p.credits)
     FROM attendance_record n JOIN attendance_credit x ON x.record_id = n.replaces_id
     JOIN program_credit_kind p ON p.program_id = n.program_id AND p.kind_id = x.kind_id
     WHERE n.id = ANY($1::uuid[]) AND p.credits > 0`,
    [recordIds],
  );
}

/** Records what new records have of further kinds. */
export async function recordKindsOf(
  tx: EntityManager,
  records: readonly { recordId: string; kinds: readonly KindAmount[] }[],
): Promise<void> {
  const rows = records.flatMap(({ recordId, kinds }) =>
    kinds.map(({ kindId, credits }) => ({ recordId, kindId, credits })),
  );
  if (rows.length === 0) return;
  await tx.query(
    `INSERT INTO attendance_credit (record_id, kind_id, credits) SELECT "recordId", "kindId", credits
     FROM jsonb_to_recordset($1::jsonb) AS x ("recordId" uuid, "kindId" uuid, credits numeric)`,
    [JSON.stringify(rows)],
  );
}

/** Whether what is on record of further kinds is what a session earns of them. */
export const areSameKinds = (onRecord: Record<string, string>, kinds: readonly KindAmount[]): boolean =>
  Object.keys(onRecord).length === kinds.length &&
  kinds.every(({ kindId, credits }) => compareCredits(onRecord[kindId] ?? "0.00", credits) === 0);
