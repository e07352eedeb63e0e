import type { EntityManager } from "typeorm";
import type { Context } from "../core/context.ts";
import { defineLoader, groupByKey, orderByKey } from "../core/lists/loaders.ts";
import { fullNameSql } from "../members/full-name.ts";
import { askedCheckSql, checkOfProgramSql, checkOfTypeSql, wantsCheckSql } from "../programs/learning-check.rules.ts";
import { attendeesSql } from "./evaluation.queries.ts";
import { attemptsLeftSql, awaitsCheckSql, hasPassedSql } from "./evaluation.rules.ts";
import type { LearningCheck, LearningQuestion } from "./learning-check.entity.ts";

/** A question without what is right: all that is shown of it to whoever has yet to answer. */
export type AskedQuestion = Pick<LearningQuestion, "kind" | "text" | "choices"> & { id: string };

export type CheckQuestionRow = AskedQuestion & Pick<LearningQuestion, "rightChoices" | "explanation">;

export interface CheckRow
  extends Pick<LearningCheck, "id" | "version" | "startsOn" | "required" | "passPercent" | "attempts"> {
  questions: CheckQuestionRow[];
}

const askedSql = (q: string): string =>
  `'id', ${q}.question_id, 'kind', ${q}.kind, 'text', ${q}.text, 'choices', ${q}.choices`;

const checkColumns = `k.id, k.version, k.starts_on AS "startsOn", k.required, k.pass_percent AS "passPercent", k.attempts,
  (SELECT coalesce(json_agg(json_build_object(${askedSql("q")}, 'rightChoices', q.right_choices, 'explanation', q.explanation)
    ORDER BY q.position), '[]') FROM learning_question q WHERE q.check_id = k.id) AS questions`;

/** What a type asks for, the latest version first. */
export const checksOfType = defineLoader<string, CheckRow[]>(async (ctx, typeIds) => {
  const rows: (CheckRow & { typeId: string })[] = await ctx.db.query(
    `SELECT k.type_id AS "typeId", ${checkColumns} FROM learning_check k WHERE k.type_id = ANY($1::uuid[])
     ORDER BY k.type_id, k.version DESC`,
    [typeIds],
  );
  return groupByKey(typeIds as string[], rows, (row) => row.typeId);
});

/** A version by its ID. */
export async function readCheck(tx: Pick<EntityManager, "query">, id: string): Promise<CheckRow> {
  const [check] = await tx.query(`SELECT ${checkColumns} FROM learning_check k WHERE k.id = $1`, [id]);
  return check;
}

/** The learning check of a program, for its provider and staff. */
export interface ProgramCheckRow {
  programId: string;
  providerId: string;
  required: boolean;
  /** What its type asks for; its questions are asked where the program has none. */
  typeCheck: CheckRow | null;
  check: CheckRow | null;
  /** How many have passed, and how many attended, or chose sessions, and have not. */
  passed: number;
  open: number;
}

export const checkOfProgram = defineLoader<string, ProgramCheckRow>(async (ctx, programIds) => {
  const rows: (Omit<ProgramCheckRow, "typeCheck" | "check"> & {
    typeCheckId: string | null;
    checkId: string | null;
  })[] = await ctx.db.query(
    `SELECT p.id AS "programId", p.provider_id AS "providerId", ${wantsCheckSql("p.id")} AS required,
       ${checkOfTypeSql("p.id")} AS "typeCheckId", ${checkOfProgramSql("p.id")} AS "checkId",
       (SELECT count(DISTINCT a.member_id)::int FROM learning_attempt a WHERE a.program_id = p.id AND a.passed) AS passed,
       (SELECT count(*)::int FROM ${attendeesSql("p.id")} a WHERE NOT ${hasPassedSql("a.member_id", "p.id")}) AS open
     FROM program p WHERE p.id = ANY($1::uuid[])`,
    [programIds],
  );
  const checks: CheckRow[] = await ctx.db.query(
    `SELECT ${checkColumns} FROM learning_check k WHERE k.id = ANY($1::uuid[])`,
    [rows.flatMap(({ typeCheckId, checkId }) => [typeCheckId, checkId]).filter((id) => id !== null)],
  );
  const checkOf = (id: string | null) => checks.find((check) => check.id === id) ?? null;
  const found = rows.map(({ typeCheckId, checkId, ...row }) => ({
    ...row,
    typeCheck: checkOf(typeCheckId),
    check: checkOf(checkId),
  }));
  return orderByKey(programIds as string[], found, ({ programId }) => programId).map((row) => row!);
});

/** How a question was answered, over all attempts that are over. */
export interface CheckStatisticRow {
  question: CheckQuestionRow;
  answers: number;
  right: number;
  counts: { choice: number; count: number }[];
}

/** Each question as it was asked last, in its order. */
export const statisticsOfProgram = defineLoader<string, CheckStatisticRow[]>(async (ctx, programIds) => {
  const rows: (CheckStatisticRow & { programId: string })[] = await ctx.db.query(
    `WITH given AS (SELECT a.program_id, a.check_id, g.question_id, g.choices, g.is_right FROM learning_attempt a
       JOIN learning_answer g ON g.attempt_id = a.id WHERE a.program_id = ANY($1::uuid[])),
     asked AS (SELECT DISTINCT ON (g.program_id, g.question_id) g.program_id, q.*, k.version FROM given g
       JOIN learning_question q ON q.check_id = g.check_id AND q.question_id = g.question_id JOIN learning_check k ON k.id = g.check_id
       ORDER BY g.program_id, g.question_id, k.program_id IS NULL, k.version DESC)
     SELECT q.program_id AS "programId", json_build_object(${askedSql("q")}, 'rightChoices', q.right_choices, 'explanation', q.explanation) AS question,
       t.answers, t.right, (SELECT coalesce(json_agg(json_build_object('choice', c.choice, 'count', c.count) ORDER BY c.choice), '[]') FROM (
         SELECT n AS choice, count(*) FROM given g CROSS JOIN unnest(g.choices) AS n
         WHERE g.program_id = q.program_id AND g.question_id = q.question_id GROUP BY n) c) AS counts
     FROM asked q CROSS JOIN LATERAL (SELECT count(*)::int AS answers, count(*) FILTER (WHERE g.is_right)::int AS right FROM given g
       WHERE g.program_id = q.program_id AND g.question_id = q.question_id) t
     ORDER BY q.program_id, q.version DESC, q.position, q.question_id`,
    [programIds],
  );
  return groupByKey(programIds as string[], rows, (row) => row.programId);
});

/** Somebody who attended, and how far they are. */
export interface CheckTakerRow {
  memberId: string;
  memberNumber: string;
  name: string;
  /** How often they have begun. */
  attempts: number;
  attemptsLeft: number;
  /** Their best result; null: none is over. */
  percent: number | null;
  passedAt: Date | null;
}

/** As many of them are shown. */
const mostTakers = 200;

const percentSql = (a: string): string => `${a}.right_count * 100 / nullif(${a}.question_count, 0)`;

/** Who attended, and whether they have passed: who has not comes first, by name. */
export const takersOfProgram = defineLoader<string, CheckTakerRow[]>(async (ctx, programIds) => {
  const rows: (CheckTakerRow & { programId: string })[] = await ctx.db.query(
    `SELECT o.* FROM unnest($1::uuid[]) AS p (id) LEFT JOIN learning_check k ON k.id = ${askedCheckSql("p.id")} CROSS JOIN LATERAL (
       SELECT p.id AS "programId", m.id AS "memberId", m.member_number AS "memberNumber", ${fullNameSql("m")} AS name,
         t.attempts, t.percent, t."passedAt", ${attemptsLeftSql("m.id", "p.id", "k")} AS "attemptsLeft"
       FROM (SELECT member_id FROM ${attendeesSql("p.id")} y UNION SELECT y.member_id FROM learning_attempt y WHERE y.program_id = p.id) a
       JOIN member m ON m.id = a.member_id
       CROSS JOIN LATERAL (SELECT count(*)::int AS attempts, max(${percentSql("l")}) AS percent, min(l.finished_at) FILTER (WHERE l.passed) AS "passedAt"
         FROM learning_attempt l WHERE l.member_id = m.id AND l.program_id = p.id) t
       WHERE m.erased_at IS NULL AND m.merged_into_id IS NULL
       ORDER BY t."passedAt" IS NOT NULL, m.last_name, m.first_name, m.id LIMIT ${mostTakers}) o`,
    [programIds],
  );
  return groupByKey(programIds as string[], rows, (row) => row.programId);
});

/** How an attempt went. */
export interface AttemptResultRow {
  id: string;
  finishedAt: Date;
  right: number;
  questions: number;
  percent: number;
  passed: boolean;
}

/** A question of the last attempt, with what was chosen and what is right. */
export interface ExplainedRow extends CheckQuestionRow {
  chosen: number[];
  isRight: boolean;
}

/** What one member is asked to know of a program, and how they have done. */
export interface OwnCheckRow {
  programId: string;
  name: string;
  required: boolean;
  passPercent: number;
  isConference: boolean;
  /** Whether a certificate of attendance waits for it. */
  awaited: boolean;
  passedAt: Date | null;
  /** How many more can be begun. */
  attemptsLeft: number;
  /** The one that is under way, with its questions and no answers; null: none is. */
  attempt: { id: string; passPercent: number; questions: AskedQuestion[] } | null;
  /** Those that are over, the last one first. */
  results: AttemptResultRow[];
  /** The last attempt question by question, once it is passed or no attempt is left; before that nothing. */
  explained: ExplainedRow[];
}

/**
 * What a member is asked to know of programs, of those of which they are: with credit on record, or a session chosen. What is right is read of
 * attempts that are over alone, and only once none can follow.
 * @param programIds null: all that they have yet to pass, the latest first
 * @param anyway of those that are named also where nothing is chosen yet: they are conferences of theirs
 */
export async function readOwnChecks(
  tx: Pick<EntityManager, "query">,
  memberId: string,
  programIds: readonly string[] | null,
  anyway = false,
): Promise<OwnCheckRow[]> {
  const rows: OwnCheckRow[] = await tx.query(
    `SELECT p.id AS "programId", p.name, ${wantsCheckSql("p.id")} AS required, ${passPercentSql("p.id", "k")} AS "passPercent",
       EXISTS (SELECT FROM session cs WHERE cs.program_id = p.id) AS "isConference",
       coalesce((SELECT bool_or(${awaitsCheckSql("r")}) FROM attendance_record r
         WHERE r.member_id = $1 AND r.program_id = p.id AND r.session_id IS NULL AND r.reversed_at IS NULL
           AND NOT EXISTS (SELECT FROM certificate c WHERE c.attendance_record_id = r.id)), false) AS awaited,
       t."passedAt", ${attemptsLeftSql("$1::uuid", "p.id", "k")} AS "attemptsLeft",
       (SELECT json_build_object('id', o.id, 'passPercent', o.pass_percent, 'questions', (
          SELECT json_agg(json_build_object(${askedSql("q")}) ORDER BY q.position) FROM learning_question q WHERE q.check_id = o.check_id))
        FROM learning_attempt o WHERE o.member_id = $1 AND o.program_id = p.id AND o.finished_at IS NULL) AS attempt
     FROM (
       SELECT r.program_id FROM attendance_record r WHERE r.member_id = $1 AND r.reversed_at IS NULL AND ($2::uuid[] IS NULL OR r.program_id = ANY($2))
       UNION SELECT s.program_id FROM session_claim y JOIN session s ON s.id = y.session_id
       WHERE y.member_id = $1 AND ($2::uuid[] IS NULL OR s.program_id = ANY($2))
       UNION SELECT k.id FROM unnest($2::uuid[]) AS k (id) WHERE $3) a
     JOIN program p ON p.id = a.program_id JOIN learning_check k ON k.id = ${askedCheckSql("p.id")}
     CROSS JOIN LATERAL (SELECT min(l.finished_at) AS "passedAt" FROM learning_attempt l
       WHERE l.member_id = $1 AND l.program_id = p.id AND l.passed) t
     WHERE $2::uuid[] IS NOT NULL OR t."passedAt" IS NULL
     ORDER BY p.ends_on DESC, p.name, p.id LIMIT CASE WHEN $2::uuid[] IS NULL THEN ${mostListed} END`,
    [memberId, programIds, anyway],
  );
  if (rows.length === 0) return [];
  const ids = rows.map(({ programId }) => programId);
  const results: (AttemptResultRow & { programId: string })[] = await tx.query(
    `SELECT a.program_id AS "programId", a.id, a.finished_at AS "finishedAt", a.right_count AS right, a.question_count AS questions,
       ${percentSql("a")} AS percent, a.passed
     FROM learning_attempt a WHERE a.member_id = $1 AND a.program_id = ANY($2::uuid[]) AND a.finished_at IS NOT NULL
     ORDER BY a.finished_at DESC, a.id DESC`,
    [memberId, ids],
  );
  const over = rows.filter((row) => row.attempt === null && (row.passedAt !== null || row.attemptsLeft === 0));
  const lastOf = ({ programId, passedAt }: OwnCheckRow) =>
    results.find((result) => result.programId === programId && (passedAt === null || result.passed))?.id;
  const explained: (ExplainedRow & { attemptId: string })[] = await tx.query(
    `SELECT a.id AS "attemptId", q.question_id AS id, q.kind, q.text, q.choices, q.right_choices AS "rightChoices", q.explanation,
       g.choices AS chosen, g.is_right AS "isRight"
     FROM learning_attempt a JOIN learning_question q ON q.check_id = a.check_id
     JOIN learning_answer g ON g.attempt_id = a.id AND g.question_id = q.question_id
     WHERE a.id = ANY($1::uuid[]) AND a.finished_at IS NOT NULL ORDER BY a.id, q.position`,
    [over.map(lastOf).filter((id) => id !== undefined)],
  );
  return rows.map((row) => ({
    ...row,
    results: results.filter(({ programId }) => programId === row.programId),
    explained: over.includes(row) ? explained.filter(({ attemptId }) => attemptId === lastOf(row)) : [],
  }));
}

/** As many are listed that somebody has yet to pass. */
const mostListed = 50;

/** SQL of how many of a hundred must be right of a program, whose check that is asked is `k`: the type's mark is the least that holds. */
export const passPercentSql = (programId: string, k: string): string =>
  `greatest(${k}.pass_percent, (SELECT least_k.pass_percent FROM learning_check least_k WHERE least_k.id = ${checkOfTypeSql(programId)} AND least_k.required))`;

const checksOfViewer = (anyway: boolean) =>
  defineLoader<string, OwnCheckRow | null>(async (ctx, programIds) => {
    const { memberId } = ctx.viewer;
    const rows = memberId ? await readOwnChecks(ctx.db, memberId, programIds, anyway) : [];
    return orderByKey(programIds as string[], rows, ({ programId }) => programId);
  });

/** What the viewer is asked to know of a program; null: nothing, or they were not there. */
export const checkOfViewer = checksOfViewer(false);

/** Of a conference of theirs, also before they have chosen anything. */
export const checkOfConference = checksOfViewer(true);

/** What the viewer has yet to pass, the latest first. */
export const listOwnChecks = (ctx: Context): Promise<OwnCheckRow[]> =>
  ctx.viewer.memberId ? readOwnChecks(ctx.db, ctx.viewer.memberId, null) : Promise.resolve([]);
