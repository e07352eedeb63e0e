import type { EntityManager } from "typeorm";
import { earnedHereSql } from "../attendance/attendance.entity.ts";
import { DomainError, ErrorCode } from "../core/errors.ts";
import { askedCheckSql, wantsCheckSql } from "../programs/learning-check.rules.ts";
import { ruledOnSql } from "../programs/ruled-on.ts";

// Whether a certificate waits for what its holder has to do: the evaluation, and the learning check. Whatever issues one asks here.

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

/** SQL of whether a member has passed a program's learning check, in whichever version. */
export const hasPassedSql = (memberId: string, programId: string): string =>
  `EXISTS (SELECT FROM learning_attempt pa WHERE pa.member_id = ${memberId} AND pa.program_id = ${programId} AND pa.passed)`;

/** SQL of whether a member owes a program's certificate an evaluation; never null. */
export const owesEvaluationSql = (memberId: string, programId: string): string =>
  `(${wantsEvaluationSql(programId)} AND NOT ${isSettledSql(memberId, programId)})`;

/** SQL of whether a member owes a program's certificate a learning check that is passed; never null. */
export const owesCheckSql = (memberId: string, programId: string): string =>
  `(${wantsCheckSql(programId)} AND NOT ${hasPassedSql(memberId, programId)})`;

/** SQL of whether a member owes a program's certificate anything; never null. */
export const owesSql = (memberId: string, programId: string): string =>
  `(${owesEvaluationSql(memberId, programId)} OR ${owesCheckSql(memberId, programId)})`;

/** SQL of how many attempts a member may yet begin of program `p`, whose check that is asked is `k`. */
export const attemptsLeftSql = (memberId: string, programId: string, k: string): string =>
  `greatest(0, coalesce(${k}.attempts, 0) + coalesce((SELECT lg.attempts FROM learning_grant lg WHERE lg.member_id = ${memberId} AND lg.program_id = ${programId}), 0)
    - (SELECT count(*)::int FROM learning_attempt la WHERE la.member_id = ${memberId} AND la.program_id = ${programId}))`;

/** SQL of whether a member owes a learning check and can do something about it: it has questions, and an attempt is left or under way; never null. */
export const canTakeCheckSql = (memberId: string, programId: string): string =>
  `(${owesCheckSql(memberId, programId)} AND EXISTS (SELECT FROM learning_check ck WHERE ck.id = ${askedCheckSql(programId)}
    AND (${attemptsLeftSql(memberId, programId, "ck")} > 0
      OR EXISTS (SELECT FROM learning_attempt ca WHERE ca.member_id = ${memberId} AND ca.program_id = ${programId} AND ca.finished_at IS NULL))))`;

type Owed = (memberId: string, programId: string) => string;

/**
 * SQL of whether a member's certificate of attendance record `r` waits for what is owed; never null. What takes the place of one that was issued
 * does not: it was not wanted then, or was there.
 */
const waitsSql = (r: string, owed: Owed): string =>
  `(${earnedHereSql(r)} AND ${owed(`${r}.member_id`, `${r}.program_id`)}
    AND NOT (${r}.replaces_id IS NOT NULL AND EXISTS (
      WITH RECURSIVE earlier AS (
        SELECT e.id, e.replaces_id FROM attendance_record e WHERE e.id = ${r}.replaces_id
        UNION SELECT e.id, e.replaces_id FROM earlier l JOIN attendance_record e ON e.id = l.replaces_id)
      SELECT FROM earlier l JOIN certificate c ON c.attendance_record_id = l.id)))`;

/** SQL of whether a certificate of attendance record `r` waits for its holder: for the evaluation, for the learning check, or for both. */
export const awaitsHolderSql = (r: string): string => waitsSql(r, owesSql);

/** SQL of whether it waits for the evaluation. */
export const awaitsEvaluationSql = (r: string): string => waitsSql(r, owesEvaluationSql);

/** SQL of whether it waits for the learning check. */
export const awaitsCheckSql = (r: string): string => waitsSql(r, owesCheckSql);

/** Whether the certificates of some of these programs want anything of their holders. */
export async function wantOfHolders(tx: EntityManager, programIds: readonly string[]): Promise<boolean> {
  const [{ wants }] = await tx.query(
    `SELECT EXISTS (SELECT FROM unnest($1::uuid[]) AS p (id) WHERE ${wantsEvaluationSql("p.id")} OR ${wantsCheckSql("p.id")}) AS wants`,
    [programIds],
  );
  return wants;
}

/**
 * Refuses a certificate of a conference that waits for its holder. The member is locked, so that no answer comes meanwhile.
 * @throws EVALUATION_MISSING, LEARNING_CHECK_MISSING
 */
export async function assertHolderIsDone(
  tx: EntityManager,
  { id: programId, name }: { id: string; name: string },
  memberId: string,
): Promise<void> {
  const [owed] = await tx.query(
    `SELECT ${owesEvaluationSql("$2::uuid", "$1::uuid")} AS evaluation, ${owesCheckSql("$2::uuid", "$1::uuid")} AS check`,
    [programId, memberId],
  );
  if (owed.evaluation) throw new DomainError(ErrorCode.EVALUATION_MISSING, "evaluations.missing", { name, programId });
  if (owed.check)
    throw new DomainError(ErrorCode.LEARNING_CHECK_MISSING, "evaluations.checkMissing", { name, programId });
}
