import type { EntityManager } from "typeorm";
import { DomainError, ErrorCode } from "../core/errors.ts";
import { ruledOnSql } from "../programs/ruled-on.ts";

// Whether a certificate waits for its holder's evaluation. Whatever issues one asks here.

/** SQL of the ID of the form that a program's type asks of it, by the day on which it ends; null: none. */
export const formOfTypeSql = (programId: string): string =>
  `(SELECT tf.id FROM program tp JOIN program_type tt ON tt.id = tp.type_id JOIN evaluation_form tf ON tf.type_id = tt.id
    WHERE tp.id = ${programId} AND tf.starts_on <= ${ruledOnSql("tp", "tt")} ORDER BY tf.version DESC LIMIT 1)`;

/** SQL of the ID of the program's own form; null: it has none. */
export const formOfProgramSql = (programId: string): string =>
  `(SELECT pf.id FROM evaluation_form pf WHERE pf.program_id = ${programId} ORDER BY pf.version DESC LIMIT 1)`;

/** SQL of whether a program's certificates want an evaluation; never null. */
export const wantsEvaluationSql = (programId: string): string =>
  `EXISTS (SELECT FROM evaluation_form wf WHERE wf.required AND wf.id IN (${formOfTypeSql(programId)}, ${formOfProgramSql(programId)}))`;

/** SQL of whether a member has answered of a program, or need not. */
export const isSettledSql = (memberId: string, programId: string): string =>
  `EXISTS (SELECT FROM evaluation_response sr WHERE sr.member_id = ${memberId} AND sr.program_id = ${programId})`;

/**
 * SQL of whether a member's certificate of attendance record `r` waits for the evaluation; never null. What takes the place of one that was issued
 * does not: it was not wanted then, or was there.
 */
export const awaitsEvaluationSql = (r: string): string =>
  `(${wantsEvaluationSql(`${r}.program_id`)} AND NOT ${isSettledSql(`${r}.member_id`, `${r}.program_id`)}
    AND NOT (${r}.replaces_id IS NOT NULL AND EXISTS (
      WITH RECURSIVE earlier AS (
        SELECT e.id, e.replaces_id FROM attendance_record e WHERE e.id = ${r}.replaces_id
        UNION SELECT e.id, e.replaces_id FROM earlier l JOIN attendance_record e ON e.id = l.replaces_id)
      SELECT FROM earlier l JOIN certificate c ON c.attendance_record_id = l.id)))`;

/** Whether the certificates of some of these programs want an evaluation. */
export async function wantEvaluations(tx: EntityManager, programIds: readonly string[]): Promise<boolean> {
  const [{ wants }] = await tx.query(
    `SELECT EXISTS (SELECT FROM unnest($1::uuid[]) AS p (id) WHERE ${wantsEvaluationSql("p.id")}) AS wants`,
    [programIds],
  );
  return wants;
}

/**
 * Refuses a certificate of a conference that waits for its holder's evaluation. The member is locked, so that no answer comes meanwhile.
 * @throws EVALUATION_MISSING
 */
export async function assertEvaluated(
  tx: EntityManager,
  program: { id: string; name: string },
  memberId: string,
): Promise<void> {
  const [{ waits }] = await tx.query(
    `SELECT ${wantsEvaluationSql("$1::uuid")} AND NOT ${isSettledSql("$2::uuid", "$1::uuid")} AS waits`,
    [program.id, memberId],
  );
  if (waits)
    throw new DomainError(ErrorCode.EVALUATION_MISSING, "evaluations.missing", {
      name: program.name,
      programId: program.id,
    });
}
